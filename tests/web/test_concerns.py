"""Concerns on the page: written, worded better, resolved, and what happens when two write at once."""

from __future__ import annotations

import pytest

from stafettlogg.relay import concerns
from tests.relay.rows import a_concern
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db


def test_the_holder_writes_a_concern_and_is_asked_for_measures(world: WebWorld) -> None:
    holder = world.client("holder")

    answer = send(holder, address(world.log, "merksemd/"), area="play", text="Nora is often alone.")

    assert (answer.status_code, answer.url) == (302, address(world.log))
    page = holder.get(answer.url)
    assert shown(page, "The concern is saved.", "Nora is often alone.", "A measure here with us is missing")


def test_what_is_left_out_is_said_on_its_field_and_nothing_typed_is_lost(world: WebWorld) -> None:
    answer = send(world.client("holder"), address(world.log, "merksemd/"), text="Nora is often alone.")

    assert answer.status_code == 422
    assert "area" in answer.context["form"].errors
    assert filled_in(answer)["text"] == "Nora is often alone."


def test_r14_two_who_write_at_once_see_both_texts_and_the_second_sending_keeps_the_first(world: WebWorld) -> None:
    concern, holder = a_concern(world), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/")
    mine = filled_in(holder.get(at)) | {"text": "Mine."}
    concerns.change(world.as_("deputy"), concern, area="play", text="Theirs.", version=1)

    conflict = holder.post(at, mine)

    assert conflict.status_code == 409
    assert shown(conflict, "Somebody else was here in between", "Theirs.")
    again = filled_in(conflict)
    assert again["text"] == "Mine."
    assert holder.post(at, again | {"keep-text": "mine"}).status_code == 302
    assert shown(holder.get(address(world.log)), "Mine.")
    assert shown(holder.get(address(world.log, "tidlegare/")), "Theirs.")


def test_the_holder_says_that_a_concern_is_no_longer_a_worry(world: WebWorld) -> None:
    concern, holder = a_concern(world), world.client("holder")

    answer = send(holder, address(world.log, f"merksemd/{concern.pk}/loyst/"), note="She has friends now.")

    assert answer.status_code == 302
    assert shown(holder.get(address(world.log)), "resolved", "She has friends now.")


def test_r3_an_exception_needs_its_reason_and_then_nothing_is_missing(world: WebWorld) -> None:
    concern, holder = a_concern(world), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/unntak/")

    assert send(holder, at, reason=" ").status_code == 422
    assert send(holder, at, reason="It is about the school alone.").status_code == 302

    page = holder.get(address(world.log))
    assert shown(page, "It is about the school alone.") and not shown(page, "A measure at home is missing")


@pytest.mark.parametrize(
    ("name", "status"), [("guardian", 403), ("employee", 403), ("receiver", 403), ("stranger", 404)]
)
def test_others_may_not_write_a_concern(world: WebWorld, name: str, status: int) -> None:
    client = world.client(name)
    at = address(world.log, "merksemd/")

    assert client.get(at).status_code == status
    assert client.post(at, {"area": "play", "text": "No."}).status_code == status


def test_a_concern_of_another_log_is_not_there(world: WebWorld) -> None:
    other = concerns.add(world.as_("other_holder"), world.other_log, area="play", text="Somebody else's.")

    page = world.client("holder").get(address(world.log, f"merksemd/{other.pk}/"))

    assert page.status_code == 404 and not shown(page, "Somebody else's.")
