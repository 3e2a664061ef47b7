"""A form keeps what is typed in it: at its own address, for its writer alone, until it is sent or begun anew."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stafettlogg.config.urls import urlpatterns as addresses
from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Hat
from stafettlogg.core.scope import everywhere
from stafettlogg.relay import concerns, people
from stafettlogg.relay.models import Draft
from stafettlogg.web import drafts
from stafettlogg.web.pages import Form
from tests.relay.rows import a_concern, plan
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db

FOUND = "Only you see the draft."
MINUTE = timedelta(minutes=1)


def save(client: Client, at: str, **typed: Any) -> Any:
    """What the page does by itself a moment after one has typed. Any: what the test client takes and gives."""
    return client.post(at, {**filled_in(client.get(at)), **typed, "draft": "save"})


def stored() -> list[str]:
    """The text of every draft there is."""
    with as_worker(), everywhere("the test looks"):
        return [row.text or "" for row in Draft.objects.filter(text__isnull=False)]


def test_what_is_typed_is_kept_and_stands_in_the_form_when_one_comes_back(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")

    answer = save(holder, at, text="Nora smiled", seen_on="3.11.")

    assert (answer.status_code, answer.json()["said"]) == (200, "Draft saved at 10:00. Only you see the draft.")
    page = holder.get(at)
    assert shown(page, "This is the draft you left today at 10:00. Only you see the draft.", "Begin anew")
    assert (filled_in(page)["text"], filled_in(page)["seen_on"]) == ("Nora smiled", "3.11.")


@pytest.mark.parametrize("rest", ["notat/", "tiltak/", "lysglimt/", "merksemd/"])
def test_choices_are_kept_as_they_were_chosen(world: WebWorld, rest: str) -> None:
    concern, holder = a_concern(world), world.client("holder")
    typed = {"concern": str(concern.pk), "arena": "home", "area": "play", "weeks": "8"}

    save(holder, address(world.log, rest), **typed)

    page = filled_in(holder.get(address(world.log, rest)))
    assert {name: page[name] for name in typed if name in page} == {n: typed[n] for n in typed if n in page}


def test_saying_it_is_in_the_readers_language(world: WebWorld) -> None:
    answer = save(world.client("holder", language="nn"), address(world.log, "notat/"), text="Nora smilte")

    assert answer.json()["said"] == "Kladd lagra kl. 10.00. Berre du ser kladden."


def test_no_log_no_form_no_person_and_no_hat_but_ones_own_shows_it(world: WebWorld) -> None:
    leader = world.client("leader")
    save(leader, address(world.log, "lysglimt/"), text="A secret thought")

    elsewhere = [
        leader.get(address(world.log, "notat/")),
        leader.get(address(world.log)),
        world.client("holder").get(address(world.log, "lysglimt/")),
        world.client("guardian").get(address(world.log)),
        world.client("leader", Hat.FAMILY).get("/4699/"),
        world.client("far_leader").get(address(world.far_log, "lysglimt/", "4698")),
    ]

    assert [shown(page, "A secret thought") or shown(page, FOUND) for page in elsewhere] == [False] * len(elsewhere)
    assert shown(leader.get(address(world.log, "lysglimt/")), "A secret thought", FOUND)


def test_a_draft_is_gone_when_the_form_is_sent(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    save(holder, at, text="Begun")

    assert send(holder, at, text="Done.").status_code == 302
    assert not shown(holder.get(at), FOUND)
    assert stored() == []


def test_a_form_that_is_refused_keeps_its_draft(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    save(holder, at, text="Begun")

    assert send(holder, at, seen_on="31.2.").status_code == 422
    assert shown(holder.get(at), FOUND, "Begun")


def test_begin_anew_throws_the_draft_away(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "tiltak/") + "?stad=home"
    save(holder, at, title="Begun")

    answer = holder.post(at, {"draft": "forget"})

    assert (answer.status_code, answer["Location"]) == (302, at)
    assert not shown(holder.get(at), FOUND)
    assert stored() == []


def test_a_draft_that_comes_after_the_form_was_sent_is_not_kept(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = {**filled_in(holder.get(at)), "text": "Done."}
    holder.post(at, sent)

    late = holder.post(at, {**sent, "draft": "save"})

    assert late.json()["said"] == ""
    assert stored() == []


def test_keeping_a_draft_sends_nothing_and_leaves_no_event(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = {**filled_in(holder.get(at)), "text": "Begun", "draft": "save"}
    with as_worker(), everywhere("the test counts"):
        before = AuditEvent.objects.get_queryset().count()

    holder.post(at, sent)

    with as_worker(), everywhere("the test counts"):
        assert AuditEvent.objects.get_queryset().count() == before
    assert not shown(holder.get(address(world.log)), "Begun")


# --- the same guard as the form -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"), [("receiver", 403), ("guardian", 403), ("stranger", 404), ("colleague", 404)]
)
def test_who_may_not_send_the_form_keeps_no_draft_of_it(world: WebWorld, name: str, status: int) -> None:
    answer = world.client(name).post(address(world.log, "notat/"), {"text": "Begun", "draft": "save"})

    assert answer.status_code == status
    assert stored() == []


def test_who_has_lost_the_right_neither_reads_nor_keeps_the_draft(world: WebWorld) -> None:
    employee, at = world.client("employee"), address(world.log, "notat/")
    save(employee, at, text="Begun")
    members = world.memberships(world.log, world.as_("leader"))
    people.dismiss(world.as_("leader"), next(row for row in members if row.person_id == world.people["employee"].pk))

    assert employee.get(at).status_code == 404
    for asked in ("save", "forget"):
        assert employee.post(at, {"text": "More", "draft": asked}).status_code == 404
    assert stored() == ['{"text": ["Begun"], "concern": [], "seen_on": ["24.11.2026"]}']


def test_a_row_one_may_not_change_keeps_no_draft(world: WebWorld) -> None:
    measure = plan(world)
    answer = world.client("employee").post(address(world.log, f"tiltak/{measure.pk}/"), {"how": "x", "draft": "save"})

    assert answer.status_code == 403
    assert stored() == []


# --- what is never in it ------------------------------------------------------------------------------------------


def all_forms(base: type[forms.Form] = Form) -> Iterator[type[forms.Form]]:
    """Every form of the product: of the pages, which are loaded with their addresses."""
    assert addresses
    for one in base.__subclasses__():
        yield one
        yield from all_forms(one)


def test_no_form_keeps_hidden_fields_passwords_files_or_numbers() -> None:
    kept, left_out = set(), set()
    for one in all_forms():
        form = forms.Form()
        form.fields = {**one.base_fields}
        names = set(drafts.fields_of(form))
        kept |= names
        left_out |= {*one.base_fields} - names

    assert {"form_key", "version", "file", "paper", "number", "child_number", "first_number", "wonder"} <= left_out
    assert not {name for name in kept if "number" in name or "password" in name or "key" in name}
    assert {"text", "title", "reason", "guardians_view", "child_name"} <= kept


def test_numbers_and_unknown_names_that_are_sent_are_left_out(world: WebWorld) -> None:
    leader, at = world.client("leader"), f"/4699/eining/{world.unit.pk}/logg/"

    save(leader, at, child_name="Ola Nordmann", child_number="12345678901", form_key="x", anything="else")

    (text,) = stored()
    assert "Ola Nordmann" in text
    assert not any(word in text for word in ("12345678901", "form_key", "csrf", "anything", "draft"))


def test_a_file_is_not_in_it(world: WebWorld) -> None:
    holder = world.client("holder")
    guardian, asked = world.people["guardian"].pk, world.consents(world.log, world.as_("holder"))
    (consent,) = (row for row in asked if row.person_id == guardian)
    at = address(world.log, f"samtykke/{consent.pk}/registrer/")

    save(holder, at, limits="Only home", paper=SimpleUploadedFile("paper.txt", b"Private"))

    assert ["paper" in text for text in stored()] == [False]


def test_more_than_a_form_can_hold_is_refused(world: WebWorld) -> None:
    answer = save(world.client("holder"), address(world.log, "notat/"), text="x" * 100_000)

    assert answer.status_code == 413
    assert stored() == []


def test_nothing_of_it_stands_in_our_log_or_in_the_session(world: WebWorld, caplog: pytest.LogCaptureFixture) -> None:
    holder = world.client("holder")
    with caplog.at_level(logging.DEBUG):
        save(holder, address(world.log, "notat/"), text="Løynd-i-kladden")
        save(holder, address(world.log, "notat/"), text="Løynd-i-kladden" * 9000)

    assert "Løynd" not in caplog.text
    assert "Løynd" not in str(dict(holder.session))


# --- others, and time ---------------------------------------------------------------------------------------------


def test_the_next_one_reads_who_is_writing_and_nothing_of_what(world: WebWorld) -> None:
    concern = a_concern(world)
    at = address(world.log, f"merksemd/{concern.pk}/")
    save(world.client("holder"), at, text="A secret thought")

    page = world.client("leader").get(at)

    assert shown(page, f"{world.people['holder'].name} is writing here now.")
    assert not shown(page, "A secret thought")
    answer = save(world.client("leader"), at, text="Mine")
    assert answer.json()["others"] == f"{world.people['holder'].name} is writing here now."


def test_nobody_is_told_who_adds_something_new(world: WebWorld) -> None:
    save(world.client("holder"), address(world.log, "notat/"), text="Begun")

    assert not shown(world.client("leader").get(address(world.log, "notat/")), "is writing here now")


def test_r14_a_draft_of_an_older_wording_overwrites_nothing(world: WebWorld) -> None:
    concern, holder = a_concern(world), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/")
    save(holder, at, text="Mine.")
    concerns.change(world.as_("deputy"), concern, area="play", text="Theirs.", version=1)

    conflict = send(holder, at)

    assert conflict.status_code == 409
    assert shown(conflict, "Theirs.") and filled_in(conflict)["text"] == "Mine."


def test_a_page_that_saves_by_itself_is_no_sign_of_somebody_being_there(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = {**filled_in(holder.get(at)), "text": "Begun", "draft": "save"}
    holder.post(at, sent)
    with clock.fixed(clock.now() + 20 * MINUTE):
        holder.post(at, sent)
    with clock.fixed(clock.now() + 31 * MINUTE):
        assert holder.get(at).status_code == 302


def test_what_is_really_typed_is(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = {**filled_in(holder.get(at)), "draft": "save"}
    with clock.fixed(clock.now() + 20 * MINUTE):
        assert holder.post(at, {**sent, "text": "Begun"}).json()["left"] == 30 * 60
    with clock.fixed(clock.now() + 31 * MINUTE):
        assert holder.get(at).status_code == 200


def test_asking_how_much_is_left_gives_no_more_and_a_press_does(world: WebWorld) -> None:
    holder = world.client("holder")
    with clock.fixed(clock.now() + 29 * MINUTE):
        assert holder.get("/framleis/").json() == {"left": 60, "until": "10:30", "can_stay": True}
        assert holder.post("/framleis/").json() == {"left": 1800, "until": "10:59", "can_stay": True}
    with clock.fixed(clock.now() + 58 * MINUTE):
        assert holder.get("/framleis/").status_code == 200


def test_a_family_stays_no_longer_than_two_hours_whatever_it_presses(world: WebWorld) -> None:
    guardian = world.client("guardian")
    for minutes in range(20, 121, 20):
        with clock.fixed(clock.now() + minutes * MINUTE - MINUTE):
            left = guardian.post("/framleis/").json()

    assert left == {"left": 60, "until": "12:00", "can_stay": False}
    with clock.fixed(clock.now() + 121 * MINUTE):
        assert guardian.get("/framleis/").status_code == 302


def test_after_the_time_is_out_the_way_in_leads_back_to_the_form_with_the_draft_in_it(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    save(holder, at, text="Begun")
    with clock.fixed(clock.now() + 31 * MINUTE):
        assert holder.get("/framleis/").status_code == 302  # the page looks, and is told
        way_in = holder.get(at)
        welcome = holder.get(way_in["Location"])
        assert shown(welcome, "You were away for a while", "Your draft is saved")
        holder.post("/logg-inn/", {"municipality": "4699", "user": "demo20", "password": "BTI2000"})
        back = holder.post("/logg-inn/kven/", {"who": f"{world.people['holder'].pk}:staff"})

        assert (back.status_code, back["Location"]) == (302, at)
        assert shown(holder.get(at), "Begun", FOUND)


def test_a_form_sent_too_late_leads_back_to_itself(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = filled_in(holder.get(at))
    with clock.fixed(clock.now() + 31 * MINUTE):
        answer = holder.post(at, {**sent, "text": "Late"})

    assert answer["Location"] == f"/logg-inn/?til={at}"


def test_nobody_is_told_of_a_draft_where_there_is_none(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    save(holder, at, text="Begun")
    send(holder, at, text="Done.")
    with clock.fixed(clock.now() + 31 * MINUTE):
        welcome = holder.get(holder.get(at)["Location"])

    assert shown(welcome, "You were away for a while") and not shown(welcome, "Your draft is saved")


def test_who_signs_out_was_not_away(world: WebWorld) -> None:
    holder = world.client("holder")
    holder.post("/logg-ut/")

    assert not shown(holder.get("/logg-inn/"), "You were away")
    with acting(world.as_("holder")):
        assert Draft.objects.count() == 0
