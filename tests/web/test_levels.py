"""Another level on the page: never without its consent (R8)."""

from __future__ import annotations

import pytest

from stafettlogg.relay import consents
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db


def test_r8_level_two_is_refused_without_its_consent_and_the_reason_is_kept(world: WebWorld) -> None:
    answer = send(world.client("holder"), address(world.log, "niva/"), level="2", reason="PPT joins.")

    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["level"]
    assert filled_in(answer)["reason"] == "PPT joins."


def test_r8_with_everybodys_consent_the_level_changes_and_the_reason_is_a_note(world: WebWorld) -> None:
    consents.ask(world.as_("holder"), world.log, level=2)
    for name in ("guardian", "second_guardian", "child"):
        by = world.as_(name)
        own = next(row for row in world.consents(world.log, by) if row.person_id == by.person and row.is_open)
        consents.answer(by, own, is_yes=True)
    holder = world.client("holder")

    assert send(holder, address(world.log, "niva/"), level="2", reason="PPT joins.").status_code == 302

    assert shown(holder.get(address(world.log)), "Relay log · level 2", "PPT joins.")


def test_others_do_not_change_the_level(world: WebWorld) -> None:
    for name, status in (("guardian", 403), ("employee", 403), ("stranger", 404)):
        assert world.client(name).get(address(world.log, "niva/")).status_code == status
