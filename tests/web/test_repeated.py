"""A form that is sent twice is done once, and answered as the first time – and nothing that is new in it is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stafettlogg.config.urls import urlpatterns as addresses
from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.operation import OPERATIONS
from stafettlogg.core.scope import everywhere, system
from stafettlogg.relay import attachments, closing, entries, notes, transfers
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.repeated import ADDITIONS, ANSWERS, CHANGES, CORRECTIONS, KINDS
from tests.relay.rows import a_concern, plan
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, shown
from tests.world import say_yes

pytestmark = pytest.mark.django_db

SAVED = "This was saved already, with other words"
DONE = "This was done already"


def twice(client: Client, log: RelayLog, rest: str, **answers: Any) -> None:
    """Send one form two times, as a double click does, and meet the log both times."""
    at = address(log, rest)
    sent = {**filled_in(client.get(at)), **answers}
    for answer in (client.post(at, sent), client.post(at, sent)):
        assert (answer.status_code, answer["Location"]) == (302, address(log))


def texts(world: WebWorld, log: RelayLog | None = None) -> list[str]:
    """What stands in the log's entries, oldest first."""
    with world.inside("holder", log) as entered:
        return [entry.text for entry in entries.entries(entered)][::-1]


def done(action: str) -> list[AuditEvent]:
    """The acts of this kind in every trail."""
    with as_worker(), everywhere("the test looks"):
        found = AuditEvent.objects.get_queryset()._opened().filter(action=action, outcome="done")
        return list(found.order_by("number"))


# --- the same again -----------------------------------------------------------------------------------------------


def test_an_entry_sent_twice_is_written_once(world: WebWorld) -> None:
    twice(world.client("holder"), world.log, "lysglimt/", text="She laughed a lot.", arena="unit")

    assert len(texts(world)) == 1


def test_a_change_sent_twice_is_no_quarrel_with_oneself(world: WebWorld) -> None:
    concern = a_concern(world)

    twice(world.client("holder"), world.log, f"merksemd/{concern.pk}/", text="In better words.")


def test_what_can_be_done_once_only_is_not_refused_the_second_time(world: WebWorld) -> None:
    twice(world.client("receiver"), world.log, f"stafett/{world.transfer.pk}/", note="Thank you.")
    twice(world.client("leader"), world.log, "avslutt/", reason="goal_reached", note="Thank you, Nora.")
    twice(world.client("leader"), world.log, "opne/", reason="It came back.")


def test_one_who_can_read_no_more_is_answered_as_the_first_time_too(world: WebWorld) -> None:
    receiver, at = world.client("receiver"), address(world.log, f"stafett/{world.transfer.pk}/nei/")
    sent = filled_in(receiver.get(at)) | {"reason": "I am leaving."}

    answers = [receiver.post(at, sent) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/4699/")] * 2


def test_another_text_under_a_spent_key_by_one_who_may_no_more_is_a_try_and_recorded(world: WebWorld) -> None:
    receiver, at = world.client("receiver"), address(world.log, f"stafett/{world.transfer.pk}/nei/")
    sent = filled_in(receiver.get(at)) | {"reason": "I am leaving."}
    receiver.post(at, sent)

    answer = receiver.post(at, sent | {"reason": "Something else altogether."})

    assert answer.status_code == 409
    with acting(world.as_("receiver")), system("the test counts"):
        tried = AuditEvent.objects.get_queryset().filter(action="transfer.decline", outcome="denied")
        assert tried.count() == 1


def test_a_client_that_tries_ten_times_is_answered_ten_times_and_told_once(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = filled_in(holder.get(at)) | {"text": "Nora sang."}

    assert {holder.post(at, sent)["Location"] for _ in range(10)} == {address(world.log)}
    assert texts(world) == ["Nora sang."]
    assert holder.get(address(world.log)).text.count("The note is saved.") == 1


def test_what_made_something_leads_to_it_also_the_second_time(world: WebWorld) -> None:
    employee, at = world.client("employee"), f"/4699/eining/{world.unit.pk}/undring/"
    sent = filled_in(employee.get(at)) | {"about": "Ola", "text": "He sits alone."}

    first, second = employee.post(at, sent), employee.post(at, sent)

    assert first["Location"] == second["Location"]
    assert employee.get(first["Location"]).status_code == 200


def test_blanks_and_line_ends_are_no_other_words(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = filled_in(holder.get(at)) | {"text": "One.\nTwo."}
    holder.post(at, sent)

    assert holder.post(at, sent | {"text": " One.\r\nTwo. "}).status_code == 302


# --- other words under the same key -------------------------------------------------------------------------------


def a_lost_answer(client: Client, at: str, first: dict[str, Any], second: dict[str, Any]) -> Any:
    """Send a form, lose the answer, go back, and send it again with something else in it. Any: a response."""
    sent = filled_in(client.get(at))
    answer = client.post(at, sent | first)
    assert answer.status_code == 302, answer.text
    return client.post(at, sent | first | second)


def test_a_sentence_that_was_added_is_shown_beside_what_is_saved(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")

    page = a_lost_answer(holder, at, {"text": "Nora sang."}, {"text": "Nora sang. Ola joined in."})

    assert page.status_code == 409
    assert shown(page, SAVED, "Nora sang.</dd>", "Save this too", "Replace what is saved")
    assert not shown(page, "The note is saved.")
    assert filled_in(page)["text"] == "Nora sang. Ola joined in."
    assert texts(world) == ["Nora sang."]
    with world.inside("holder"):
        assert shown(holder.get(at), "Nora sang. Ola joined in.", "Only you see the draft.")


def test_both_can_be_saved(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    page = a_lost_answer(holder, at, {"text": "Nora sang."}, {"text": "Ola joined in."})

    assert holder.post(at, filled_in(page)).status_code == 302

    assert sorted(texts(world)) == ["Nora sang.", "Ola joined in."]
    assert not shown(holder.get(at), "Only you see the draft.")


ADDED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "notat/": ({"text": "First words."}, {"text": "Other words."}),
    "lysglimt/": ({"text": "First words.", "arena": "unit"}, {"text": "Other words."}),
    "stemme/": ({"text": "First words."}, {"text": "Other words."}),
    "merksemd/": ({"text": "First words.", "area": "play"}, {"text": "Other words."}),
    "steg/": ({"text": "First words."}, {"text": "Other words."}),
}


@pytest.mark.parametrize("rest", ADDED)
def test_mine_can_take_the_place_of_what_is_saved(world: WebWorld, rest: str) -> None:
    holder = world.client("holder")
    page = a_lost_answer(holder, address(world.log, rest), *ADDED[rest])
    (_, formaction) = page.text.split('formaction="')

    answer = holder.post(formaction.split('"')[0], filled_in(page))

    assert (answer.status_code, answer["Location"]) == (302, address(world.log))
    log_page = holder.get(address(world.log))
    assert shown(log_page, "Other words.") and not shown(log_page, "First words.")


def test_a_wonder_too(world: WebWorld) -> None:
    employee, at = world.client("employee"), f"/4699/eining/{world.unit.pk}/undring/"
    page = a_lost_answer(employee, at, {"about": "Ola", "text": "He sits alone."}, {"text": "He sat alone on Monday."})

    answer = employee.post(page.text.split('formaction="')[1].split('"')[0], filled_in(page))

    assert shown(employee.get(answer["Location"]), "He sat alone on Monday.")
    assert len(done("wonder.write")) == len(done("wonder.change")) == 1


def test_a_measure_is_taken_to_the_form_that_changes_it(world: WebWorld) -> None:
    holder, concern = world.client("holder"), a_concern(world)
    words = {"concern": str(concern.pk), "arena": "unit", "title": "Games", "goal": "Joins in", "how": "Daily",
             "responsible": str(world.people["holder"].pk), "weeks": "6"}  # fmt: skip
    page = a_lost_answer(holder, address(world.log, "tiltak/"), words, {"how": "Twice a day"})

    answer = holder.post(page.text.split('formaction="')[1].split('"')[0], filled_in(page))

    assert answer.status_code == 422 and filled_in(answer)["how"] == "Twice a day"


def test_another_file_is_something_else_and_the_same_file_is_not(world: WebWorld) -> None:
    holder = world.client("holder")
    note = notes.add(world.as_("holder"), world.log, text="See the drawing.", seen_on=clock.today())
    at = address(world.log, f"notat/{note.pk}/vedlegg/")
    sent = filled_in(holder.get(at))

    def send(content: bytes) -> Any:
        return holder.post(at, sent | {"file": SimpleUploadedFile("a.txt", content, "text/plain")})

    assert [send(b"one").status_code, send(b"one").status_code, send(b"two").status_code] == [302, 302, 409]
    with world.inside("holder") as log:
        assert len(attachments.attachments(log)) == 1


def test_a_change_under_a_spent_key_meets_both_texts(world: WebWorld) -> None:
    concern, holder = a_concern(world, text="Alone in the breaks."), world.client("holder")
    at = address(world.log, f"merksemd/{concern.pk}/")

    page = a_lost_answer(holder, at, {"text": "Often alone."}, {"text": "Seldom alone."})

    assert page.status_code == 409
    assert shown(page, "What stands in the log now", "Often", "keep-text-both")
    assert filled_in(page)["text"] == "Seldom alone."
    assert holder.post(at, filled_in(page) | {"keep-text": "mine"}).status_code == 302
    assert len(done("concern.change")) == 2


def test_a_change_without_versions_shows_what_is_saved(world: WebWorld) -> None:
    administrator, at = world.client("administrator"), f"/4699/eining/{world.unit.pk}/rett/"

    page = a_lost_answer(administrator, at, {"name": "Fjord school"}, {"name": "Fjord skule"})

    assert page.status_code == 409
    assert shown(page, SAVED, "Fjord school</dd>") and filled_in(page)["name"] == "Fjord skule"
    assert administrator.post(at, filled_in(page)).status_code == 302


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that is sent twice, the second time in other words."""

    who: str
    rest: Callable[[WebWorld], str]
    first: dict[str, str]
    second: dict[str, str]
    stands: str


def _resolve(world: WebWorld) -> str:
    return f"merksemd/{a_concern(world).pk}/loyst/"


def _evaluate(world: WebWorld) -> str:
    with clock.fixed(clock.now() - timedelta(days=35)):
        return f"tiltak/{plan(world).pk}/evaluer/"


SAID = {
    "accept": Said(
        "receiver", lambda w: f"stafett/{w.transfer.pk}/", {"note": "Thank you."}, {"note": "No, wait."}, "Thank you."
    ),
    "close": Said(
        "leader", lambda w: "avslutt/", {"reason": "goal_reached", "note": "Well done."}, {"note": "Not yet."}, "Well done."
    ),
    "resolve": Said("holder", _resolve, {"note": "It is fine."}, {"note": "It is not fine."}, "It is fine."),
    "evaluate": Said(
        "holder",
        _evaluate,
        {"outcome": "good_effect", "decision": "end", "reason": "Enough.", "child_view": "Fun."},
        {"child_view": "Boring."},
        "Fun.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_an_answer_stands_and_what_is_typed_now_is_shown_and_not_done(world: WebWorld, name: str) -> None:
    said = SAID[name]
    client, at = world.client(said.who), address(world.log, said.rest(world))
    with world.inside("leader") as log:
        before = AuditEvent.objects.trail(log.permit).filter(outcome="done").count()

    page = a_lost_answer(client, at, said.first, said.second)

    assert page.status_code == 409 and '<div class="ds-alert"' not in page.text
    assert shown(page, DONE, f"{said.stands}</dd>", *(f"{text}</dd>" for text in said.second.values()))
    with world.inside("leader") as log:
        assert AuditEvent.objects.trail(log.permit).filter(outcome="done").count() == before + 1


def test_a_page_with_an_answer_is_recorded_as_read(world: WebWorld) -> None:
    said, leader = SAID["close"], world.client("leader")
    with world.inside("leader") as log:
        before = AuditEvent.objects.trail(log.permit).filter(outcome="seen").count()

    a_lost_answer(leader, address(world.log, "avslutt/"), said.first, said.second)

    with world.inside("leader") as log:  # the form, and the answer
        assert AuditEvent.objects.trail(log.permit).filter(outcome="seen").count() == before + 2


def test_what_was_declined_is_not_shown_to_one_who_can_read_no_more_but_what_is_typed_is(world: WebWorld) -> None:
    receiver, at = world.client("receiver"), address(world.log, f"stafett/{world.transfer.pk}/nei/")

    page = a_lost_answer(receiver, at, {"reason": "I am leaving."}, {"reason": "I am leaving in May."})

    assert page.status_code == 409
    assert shown(page, DONE, "I am leaving in May.") and "I am leaving.</dd>" not in page.text


def test_an_addition_to_a_log_that_is_closed_meanwhile_is_shown_and_kept_nowhere(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = filled_in(holder.get(at)) | {"text": "Nora sang."}
    holder.post(at, sent)
    closing.close(world.as_("leader"), world.log, reason="goal_reached", note="Well done.")

    assert holder.post(at, sent).status_code == 302
    page = holder.post(at, sent | {"text": "Nora sang. Ola joined in."})

    assert page.status_code == 409
    assert shown(page, DONE, "Nora sang.</dd>", "Nora sang. Ola joined in.</dd>")


def test_a_form_that_is_no_longer_whole_is_told_all_the_same(world: WebWorld) -> None:
    transfers.withdraw(world.as_("leader"), world.transfer)
    leader, at = world.client("leader"), address(world.log, "stafett/")
    sent = filled_in(leader.get(at)) | {"to": str(world.people["receiver"].pk)}
    assert leader.post(at, sent).status_code == 302

    page = leader.post(at, sent | {"to": "", "message": "Good luck."})

    assert page.status_code == 409
    assert shown(page, DONE, "Per Dal", "Good luck.")


# --- whose key it is ----------------------------------------------------------------------------------------------


def test_a_spent_key_hides_no_try_that_is_another_act(world: WebWorld) -> None:
    holder = world.client("holder")
    sent = filled_in(holder.get(address(world.log, "notat/"))) | {"text": "Seen."}
    holder.post(address(world.log, "notat/"), sent)

    assert holder.post(address(world.log, "avslutt/"), sent).status_code == 403
    assert holder.post(address(world.other_log, "notat/"), sent).status_code == 404


def test_a_key_that_another_person_has_spent_is_as_good_as_new(world: WebWorld) -> None:
    at, key = address(world.log, "notat/"), str(uuid4())
    for name in ("holder", "deputy"):
        client = world.client(name)
        sent = filled_in(client.get(at)) | {"text": "Seen.", "form_key": key}
        assert client.post(at, sent).status_code == 302

    assert texts(world) == ["Seen.", "Seen."]
    assert len({event.person for event in done("note.add")}) == 2


def test_a_key_does_one_act_on_one_log_and_another_on_another(world: WebWorld) -> None:
    say_yes(world, world.quiet_log, "other_guardian")
    leader, key = world.client("leader"), str(uuid4())
    for log, rest in ((world.log, "lysglimt/"), (world.log, "merksemd/"), (world.quiet_log, "merksemd/")):
        sent = filled_in(leader.get(address(log, rest)))
        words = {"text": "Seen.", "form_key": key, "arena": "unit", "area": "play"}
        assert leader.post(address(log, rest), sent | words).status_code == 302

    assert [event.root for event in done("glimpse.add")] == [world.log.pk]
    assert [event.root for event in done("concern.add")] == [world.log.pk, world.quiet_log.pk]


def test_the_same_words_about_another_row_are_not_swallowed(world: WebWorld) -> None:
    first, second = a_concern(world, text="One."), a_concern(world, text="Two.")
    holder = world.client("holder")
    sent = filled_in(holder.get(address(world.log, f"merksemd/{first.pk}/"))) | {"text": "Three."}
    assert holder.post(address(world.log, f"merksemd/{first.pk}/"), sent).status_code == 302

    page = holder.post(address(world.log, f"merksemd/{second.pk}/"), sent)

    assert page.status_code == 409 and filled_in(page)["text"] == "Three."


# --- what is kept -------------------------------------------------------------------------------------------------


def test_what_a_form_said_is_kept_as_a_hash_that_tells_nothing(world: WebWorld) -> None:
    holder, leader, at = world.client("holder"), world.client("leader"), address(world.log, "notat/")
    key = str(uuid4())
    for client in (holder, leader):
        client.post(at, filled_in(client.get(at)) | {"text": "Ja.", "form_key": key})
    other, there = world.client("other_holder"), address(world.other_log, "notat/")
    other.post(there, filled_in(other.get(there)) | {"text": "Ja.", "form_key": key})

    kept = [bytes(event.content or b"") for event in done("note.add")]

    assert [len(content) for content in kept] == [32, 32, 32]
    assert len({*kept}) == 3
    assert key not in {str(event.key) for event in done("note.add")}


def test_the_hash_is_the_same_in_every_process() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import django; django.setup()\n"
        "from django.test import RequestFactory\n"
        "from django.core.files.uploadedfile import SimpleUploadedFile\n"
        "from stafettlogg.web.repeated import _said\n"
        "file = SimpleUploadedFile('a.txt', b'one')\n"
        "sent = {'b': ['2', ' 1 '], 'a': 'æ\\r\\nø', 'empty': ' ', 'form_key': 'x', 'paper': file}\n"
        "print(_said(RequestFactory().post('/x/?y=1', sent)).decode())\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, "."],
            env={"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "stafettlogg.config.settings", "STAFETTLOGG_MODE": "training", "PATH": ""},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip

    one = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    (only,) = said
    assert json.loads(only) == ["/x/", [["a", ["æ\nø"]], ["b", ["2", "1"]]], [["paper", [one]]]]


# --- none is forgotten --------------------------------------------------------------------------------------------


def test_everything_that_can_be_done_belongs_to_one_of_the_three_kinds() -> None:
    assert addresses  # every page is loaded, and so every operation
    assert set(KINDS) == set(OPERATIONS)
    assert len(KINDS) == len(ADDITIONS) + len(CHANGES) + len(ANSWERS)
    assert set(CORRECTIONS) <= set(ADDITIONS) and set(CORRECTIONS.values()) <= set(CHANGES)
