"""One transaction a request: what is done, its event and the session are kept together, or none of them is."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation

from stafettlogg.config.urls import urlpatterns as theirs
from stafettlogg.core import clock
from stafettlogg.core.operation import Denied
from stafettlogg.core.policy import Action
from stafettlogg.relay import notes
from stafettlogg.relay.models import RelayLog
from stafettlogg.web.guard import Request, on_log
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown
from tests.web.meanwhile import Beside, before
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)

COOKIE = settings.SESSION_COOKIE_NAME
LATER = timedelta(minutes=5)


@pytest.fixture
def world(committed: WebWorld) -> WebWorld:
    """The world, committed for real, so that other connections see it."""
    return committed


def written(world: WebWorld, client: Client, rest: str = "notat/") -> dict[str, str]:
    """A form filled in, as it would be sent."""
    return filled_in(client.get(address(world.log, rest))) | {"text": "Nora sang."}


def test_the_session_is_written_before_the_commit(world: WebWorld, beside: Beside) -> None:
    holder = world.client("holder")
    sent = written(world, holder)

    def notes_seen() -> None:
        assert beside("SELECT count(*) FROM relay_note") == [(0,)]

    with clock.fixed(NOW + LATER), before("UPDATE django_session", notes_seen) as done:
        assert holder.post(address(world.log, "notat/"), sent).status_code == 302

    assert done
    assert beside("SELECT count(*) FROM relay_note") == [(1,)]


def test_a_session_ended_meanwhile_rolls_the_act_back_and_keeps_what_was_typed(world: WebWorld, beside: Beside) -> None:
    holder, at = world.client("holder"), address(world.log, "notat/")
    sent = written(world, holder)

    with before("INSERT INTO relay_note", lambda: beside("DELETE FROM django_session")) as done:
        answer = holder.post(at, sent)

    assert done
    assert (answer.status_code, answer["Location"]) == (302, f"/logg-inn/?til={at}")
    assert beside("SELECT count(*) FROM relay_note") == [(0,)]
    assert beside("SELECT count(*) FROM core_auditevent WHERE outcome = 'done' AND action = 'note.add'") == [(0,)]
    assert shown(holder.get(answer["Location"]), "You were signed out meanwhile", "kept as your draft")
    again = world.client("holder").get(at)
    assert shown(again, "Nora sang.", "Only you see the draft.")


def test_a_page_is_not_shown_to_a_session_that_was_ended_meanwhile(world: WebWorld, beside: Beside) -> None:
    holder = world.client("holder")

    with clock.fixed(NOW + LATER), before("INSERT INTO core_auditevent", lambda: beside("DELETE FROM django_session")):
        answer = holder.get(address(world.log))

    assert (answer.status_code, answer["Location"]) == (302, f"/logg-inn/?til={address(world.log)}")
    assert beside("SELECT count(*) FROM core_auditevent WHERE action = 'log.read' AND at > now()") == [(0,)]


def test_a_denied_try_is_recorded_with_its_session_and_nothing_else_of_it_stands(
    world: WebWorld, beside: Beside
) -> None:
    guardian = world.client("guardian")
    with clock.fixed(NOW + LATER):
        answer = guardian.post(address(world.log, "avslutt/"), {"reason": "goal_reached"})
        seen = guardian.session["seen"]

    assert answer.status_code == 403
    assert seen == (NOW + LATER).timestamp()
    assert beside("SELECT action FROM core_auditevent WHERE outcome = 'denied'") == [("log.close",)]


def test_a_denied_try_in_a_session_ended_meanwhile_is_recorded_all_the_same(world: WebWorld, beside: Beside) -> None:
    guardian = world.client("guardian")

    with clock.fixed(NOW + LATER), before("INSERT INTO core_auditevent", lambda: beside("DELETE FROM django_session")):
        answer = guardian.post(address(world.log, "avslutt/"), {"reason": "goal_reached"})

    assert answer["Location"].startswith("/logg-inn/")
    assert beside("SELECT action FROM core_auditevent WHERE outcome = 'denied'") == [("log.close",)]


@on_log(Action.NOTE_ADD)
def writes_and_is_denied(request: Request, log: RelayLog) -> HttpResponse:
    """A view of this test alone: it does what it may, and then what it may not."""
    notes.add(request.caller, log, text="Half of it.", seen_on=clock.today(), concern=None)
    raise Denied(request.caller, Action.LOG_CLOSE, log.pk, "visible")


@on_log(Action.NOTE_ADD)
def writes_and_says_nothing(request: Request, log: RelayLog) -> HttpResponse:
    """A view of this test alone: it leaves the session as it was."""
    notes.add(request.caller, log, text="Nora sang.", seen_on=clock.today(), concern=None)
    return HttpResponse(status=204)


urlpatterns = [
    path("<slug:municipality>/logg/<uuid:log>/halvt/", writes_and_is_denied),
    path("<slug:municipality>/logg/<uuid:log>/stilt/", writes_and_says_nothing),
    *theirs,
]


@override_settings(ROOT_URLCONF=__name__)
def test_an_act_that_leaves_the_session_as_it_was_stands_and_falls_with_it_too(world: WebWorld, beside: Beside) -> None:
    holder = world.client("holder")
    assert holder.post(address(world.log, "stilt/")).status_code == 204

    with before("INSERT INTO core_auditevent", lambda: beside("DELETE FROM django_session")) as done:
        answer = holder.post(address(world.log, "stilt/"))

    assert done and answer["Location"].startswith("/logg-inn/")
    assert beside("SELECT count(*) FROM relay_note") == [(1,)]


@override_settings(ROOT_URLCONF=__name__)
def test_what_was_done_before_the_refusal_is_undone_with_it(world: WebWorld, beside: Beside) -> None:
    holder = world.client("holder")

    assert holder.post(address(world.log, "halvt/")).status_code == 403
    assert beside("SELECT count(*) FROM relay_note") == [(0,)]
    assert beside("SELECT action, outcome FROM core_auditevent WHERE at = %s", NOW) == [("log.close", "denied")]


@pytest.mark.parametrize("is_secure", [True, False])
def test_the_cookie_is_the_browsers_alone_and_only_ours(world: WebWorld, is_secure: bool) -> None:
    holder = world.client("holder")

    with override_settings(SESSION_COOKIE_SECURE=is_secure):
        answer = send(holder, address(world.log, "notat/"), text="Nora sang.")

    cookie = answer.cookies[COOKIE]
    assert bool(cookie["secure"]) is is_secure
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert "Cookie" in answer["Vary"]


def test_who_has_signed_out_has_no_cookie_left_of_it(world: WebWorld) -> None:
    holder = world.client("holder")
    key = holder.cookies[COOKIE].value

    answer = holder.post("/logg-ut/")

    assert answer.cookies[COOKIE].value != key
    holder.cookies[COOKIE] = key
    assert holder.get(address(world.log)).status_code == 302


def test_somebody_nobody_knows_gets_no_session_for_looking(world: WebWorld, beside: Beside) -> None:
    assert Client().get("/logg-inn/").status_code == 200
    assert beside("SELECT count(*) FROM django_session") == [(0,)]


# --- two at once --------------------------------------------------------------------------------------------------


def at_once(world: WebWorld, browsers: list[Client], at: str, forms: list[dict[str, str]]) -> list[Any]:
    """Send the forms in the same moment, each in a thread with a connection of its own. Any: responses."""
    start = threading.Barrier(len(forms))

    def send_one(browser: Client, sent: dict[str, str]) -> Any:
        try:
            with clock.fixed(NOW), translation.override("en"):
                start.wait(20)
                return browser.post(at, sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as threads:
        return list(threads.map(send_one, browsers, forms))


def same_browser(one: Client) -> Client:
    """Another window of the same browser."""
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in one.cookies.items()})
    return other


def test_the_same_form_in_four_windows_at_once_is_done_once(world: WebWorld, beside: Beside) -> None:
    holder = world.client("holder")
    sent = written(world, holder)

    answers = at_once(world, [same_browser(holder) for _ in range(4)], address(world.log, "notat/"), [sent] * 4)

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, address(world.log))] * 4
    assert beside("SELECT count(*) FROM relay_note") == [(1,)]


def test_the_same_key_with_other_words_at_once_is_done_once_and_answered_with_both(
    world: WebWorld, beside: Beside
) -> None:
    holder = world.client("holder")
    sent = written(world, holder)
    forms = [sent | {"text": text} for text in ("Nora sang.", "Nora danced.")]

    answers = at_once(world, [same_browser(holder) for _ in forms], address(world.log, "notat/"), forms)

    first, second = sorted(answers, key=lambda one: one.status_code)
    assert (first.status_code, second.status_code) == (302, 409)
    assert shown(second, "Nora sang.", "Nora danced.")
    assert beside("SELECT count(*) FROM relay_note") == [(1,)]
