"""The way in and out of a training site, and the hats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import system
from stafettlogg.identity.alphabet import order
from stafettlogg.relay import people
from stafettlogg.web.guard import NOBODY
from tests.web.conftest import WebWorld
from tests.world import NOW

ACCOUNT = {"municipality": "4699", "user": "demo20", "password": "BTI2000"}


@pytest.fixture
def way_in(world: WebWorld) -> Iterator[Client]:
    """A browser that nobody has used, in English."""
    browser = Client()
    browser.post("/sprak/", {"language": "en"})
    yield browser


def signed_in(browser: Client, world: WebWorld, name: str, hat: Hat) -> HttpResponse:
    browser.post("/logg-inn/", ACCOUNT)
    return browser.post("/logg-inn/kven/", {"who": f"{world.people[name].pk}:{hat}"})  # type: ignore[return-value]


def recorded(by: Caller) -> list[str]:
    with acting(by), system("the test looks at what is recorded"):
        return [event.action for event in AuditEvent.objects.get_queryset().filter(person=by.person).order_by("number")]


def test_somebody_signs_in_as_a_made_up_person_and_comes_to_the_first_page(way_in: Client, world: WebWorld) -> None:
    to_people = way_in.post("/logg-inn/", ACCOUNT)
    people_page = way_in.get(to_people["Location"])
    arrived = signed_in(way_in, world, "leader", Hat.STAFF)

    assert to_people["Location"] == "/logg-inn/kven/"
    assert "Ragnhild Nes" in people_page.text
    assert "Kari Ukjend" not in people_page.text  # belongs to nothing: there is nothing for her to see
    assert arrived["Location"] == "/4699/"
    assert "Hello, Ragnhild Nes" in way_in.get("/4699/").text
    assert "sign-in" in recorded(world.as_("leader"))


def test_the_made_up_people_stand_under_their_unit_and_families_together(way_in: Client) -> None:
    way_in.post("/logg-inn/", ACCOUNT)
    text = way_in.get("/logg-inn/kven/").text
    headings = re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", text)

    units = ["Fjordvik kindergarten", "Fjordvik ppt", "Fjordvik school"]
    assert headings == ["At work", *units, "At home", "In the municipality"]
    at_home = re.findall(r"<strong>([^<]+)</strong>", text.split("At home")[1].split("In the municipality")[0])
    assert at_home == sorted(at_home, key=lambda name: order(name.split()[-1]))


def test_a_wrong_password_gets_a_kind_sentence_and_is_recorded(way_in: Client, world: WebWorld) -> None:
    refused = way_in.post("/logg-inn/", {**ACCOUNT, "password": "BTI2001"})

    assert refused.status_code == 422
    assert "do not belong together" in refused.text
    assert 'value="demo20"' in refused.text
    assert way_in.get("/logg-inn/kven/").status_code == 302
    assert recorded(Caller(NOBODY, world.fjordvik.pk, Hat.STAFF)) == ["sign-in.failed"]


def test_no_try_is_counted_where_the_password_is_published(way_in: Client) -> None:
    for _ in range(12):
        way_in.post("/logg-inn/", {**ACCOUNT, "password": "wrong"})

    assert way_in.post("/logg-inn/", ACCOUNT).status_code == 302
    assert "tries" not in way_in.session


def test_nobody_is_let_in_who_is_not_offered(way_in: Client, world: WebWorld) -> None:
    away = signed_in(way_in, world, "far_leader", Hat.STAFF)
    wrong_hat = signed_in(way_in, world, "guardian", Hat.STAFF)

    assert away.status_code == wrong_hat.status_code == 200
    assert "person" not in way_in.session


def test_signing_in_gives_a_new_session_key_and_keeps_no_rights(way_in: Client, world: WebWorld) -> None:
    way_in.post("/logg-inn/", ACCOUNT)
    before = way_in.session.session_key
    signed_in(way_in, world, "holder", Hat.STAFF)

    assert way_in.session.session_key != before
    assert {*way_in.session.keys()} == {
        "person", "municipality", "number", "municipality_language", "hat", "hats", "began", "seen", "authenticated",
        "language",
    }  # fmt: skip


def test_one_comes_back_to_the_page_one_asked_for_and_never_to_another_place(way_in: Client, world: WebWorld) -> None:
    asked = way_in.get(f"/4699/logg/{world.log.pk}/")
    way_in.get(asked["Location"])
    own = signed_in(way_in, world, "guardian", Hat.FAMILY)
    way_in.post("/logg-ut/")
    way_in.get("/logg-inn/?til=//evil.example/4699/")
    elsewhere = signed_in(way_in, world, "guardian", Hat.FAMILY)

    assert own["Location"] == f"/4699/logg/{world.log.pk}/"
    assert elsewhere["Location"] == "/4699/"


def test_r24_the_hat_is_changed_without_signing_in_again(way_in: Client, world: WebWorld) -> None:
    leader = world.as_("leader")
    people.invite_guardian(
        leader, world.quiet_log, name="Ingunn Moe", number=world.numbers["teacher_mother"], basis="parental"
    )
    signed_in(way_in, world, "teacher_mother", Hat.STAFF)
    at_work = way_in.get(f"/4699/logg/{world.quiet_log.pk}/")
    offered = way_in.get("/hatt/")
    changed = way_in.post("/hatt/", {"hat": "family"})
    at_home = way_in.get(f"/4699/logg/{world.quiet_log.pk}/")
    never = way_in.post("/hatt/", {"hat": "officer"})

    assert at_work.status_code == 404
    assert "You wear it now." in offered.text
    assert changed["Location"] == "/4699/"
    assert at_home.status_code == 200
    assert never.status_code == 200
    assert way_in.session["hat"] == "family"


def test_who_signs_out_is_out(way_in: Client, world: WebWorld) -> None:
    signed_in(way_in, world, "holder", Hat.STAFF)
    link = way_in.get("/logg-ut/")
    still_in = way_in.get("/4699/")
    way_in.post("/logg-ut/")
    after = way_in.get("/4699/")

    assert link.status_code == 405
    assert still_in.status_code == 200
    assert after["Location"].startswith("/logg-inn/")
    assert "sign-out" in recorded(world.as_("holder"))


@pytest.mark.parametrize(("hat", "hours"), [(Hat.STAFF, 8), (Hat.FAMILY, 2)])
def test_a_session_ends_after_its_longest_time_however_busy(world: WebWorld, hat: Hat, hours: int) -> None:
    browser = world.client("guardian" if hat is Hat.FAMILY else "holder")
    codes = []
    for minutes in range(0, hours * 60 + 21, 20):
        with clock.fixed(NOW + timedelta(minutes=minutes)):
            codes.append(browser.get(f"/4699/logg/{world.log.pk}/").status_code)

    assert codes == [200] * (len(codes) - 1) + [302]


def test_a_session_ends_after_half_an_hour_of_nothing(world: WebWorld) -> None:
    browser = world.client("holder")
    with clock.fixed(NOW + timedelta(minutes=31)):
        late = browser.get("/4699/")

    assert late["Location"] == "/logg-inn/?til=/4699/"


@pytest.mark.parametrize("moment", ["began", "seen", "authenticated"])
@pytest.mark.parametrize(("seconds", "is_in"), [(59, True), (61, False)])
def test_a_session_from_more_than_a_minute_ahead_is_over(
    world: WebWorld, moment: str, seconds: int, is_in: bool
) -> None:
    browser = world.client("holder")
    session = browser.session
    session[moment] = (NOW + timedelta(seconds=seconds)).timestamp()
    session.save()

    assert (browser.get("/4699/").status_code == 200) is is_in


def test_the_language_is_kept_and_leads_back_to_ones_own_pages_alone(way_in: Client) -> None:
    back = way_in.post("/sprak/", {"language": "nb", "next": "/logg-inn/"})
    elsewhere = way_in.post("/sprak/", {"language": "xx", "next": "https://evil.example/"})

    assert back["Location"] == "/logg-inn/"
    assert elsewhere["Location"] == "/"
    assert way_in.get("/logg-inn/")["Content-Language"] == "nb"


def test_training_sign_in_does_not_exist_in_production(way_in: Client) -> None:
    with override_settings(MODE="production"):
        told, tried, chosen = (
            way_in.get("/logg-inn/"),
            way_in.post("/logg-inn/", ACCOUNT),
            way_in.get("/logg-inn/kven/"),
        )

    assert "Choose your municipality" in told.text
    assert "demo20" not in told.text
    assert tried.status_code == chosen.status_code == 404
