"""There and back through ID-porten and Ansattporten, and out again from both sides (`docs/idporten.md`)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from stafettlogg.identity.oidc import KEYS_REST
from tests.browser import axe
from tests.browser.hands import Hand
from tests.browser.site import Site
from tests.browser.standin import FJORDVIK, HAVVIK, Standin, be, beside, go, is_asked, is_outside, leave, sign_in
from tests.browser.visits import speak

pytestmark = pytest.mark.browser

PEOPLE = {
    "leader": ("Kari Lunde", FJORDVIK, "Kari Lunde"),
    "holder": ("Olav Myklebust", FJORDVIK, "Tuva Solheim Aune"),
    "guardian": ("Terje Aune", FJORDVIK, "Olav Myklebust"),
    "leader in Havvik": ("Berit Strand", HAVVIK, "Sara Berg"),
    "guardian in Havvik": ("Camilla Berg", HAVVIK, "Jon Eide"),
}


@pytest.fixture(scope="module")
def standin(site: Site) -> Iterator[Standin]:
    """The service, with the stand-in as every municipality's way in while this file lasts."""
    with beside(site) as running:
        yield running


def path(hand: Hand) -> str:
    return urlsplit(hand.page.url).path


@pytest.mark.parametrize("who", PEOPLE)
def test_one_signs_in_and_out_again_also_at_the_provider(standin: Standin, who: str) -> None:
    name, municipality, seen = PEOPLE[who]
    with standin.somebody() as hand:
        sign_in(hand, name, municipality)
        assert path(hand).startswith(f"/{municipality}/")
        assert hand.reads(seen)

        leave(hand)

        go(hand, municipality)
        assert is_asked(hand.page)


def test_who_signs_out_at_the_provider_is_out_here_within_a_second(standin: Standin) -> None:
    with standin.somebody() as hand:
        pid = sign_in(hand, "Kari Lunde")
        begun = time.monotonic()

        standin.sign_out(pid)

        assert time.monotonic() - begun < 1
        hand.page.reload()
        assert is_outside(hand.page)


def test_ansattporten_is_another_provider_by_configuration_alone_and_tells_in_a_frame(standin: Standin) -> None:
    with standin.somebody() as hand:
        sign_in(hand, "Olav Myklebust", kind="ansattporten", eid="Buypass")
        assert hand.reads("Tuva Solheim Aune")
        there = hand.page.context.new_page()

        there.goto(f"{standin.ansattporten}/logout")
        there.get_by_text("Du er logga ut").wait_for()

        hand.page.reload()
        assert is_outside(hand.page)


def test_a_higher_level_than_one_came_with_is_asked_for(standin: Standin) -> None:
    with standin.somebody() as hand:
        sign_in(hand, "Kari Lunde", HAVVIK, eid="Minid-APP")
        assert hand.reads("We do not find you here")

        go(hand, FJORDVIK)

        assert hand.reads("asks for a higher level")
        assert not hand.reads("MinID")
        be(hand, "Kari Lunde")
        assert path(hand) == f"/{FJORDVIK}/"


def test_who_is_known_at_the_provider_comes_to_another_service_without_being_asked(standin: Standin) -> None:
    with standin.somebody() as hand:
        sign_in(hand, "Kari Lunde")

        go(hand, HAVVIK)

        assert hand.reads("We do not find you here"), "she came all the way, and nobody there knows her"


def test_one_comes_back_under_the_other_hat_without_being_asked(standin: Standin) -> None:
    with standin.somebody() as hand:
        sign_in(hand, "Hanne Solheim")
        hand.go_to(hand.page.locator("button[name=hat][value=staff]"))
        hand.page.context.clear_cookies(domain="localhost")  # as when one has been away for too long

        go(hand)

        assert path(hand) == "/hatt/"
        hand.go_to(hand.page.locator("button[name=hat][value=family]"))
        assert hand.page.get_by_role("heading", level=1).filter(has_text="Tuva").is_visible()


def test_something_large_asks_for_a_fresh_sign_in_though_the_provider_knows_one(standin: Standin) -> None:
    with standin.somebody() as hand:
        sign_in(hand, "Kari Lunde")

        hand.page.goto(f"/logg-inn/{FJORDVIK}/idporten/?ny=1")

        assert hand.page.locator("button[value=BankID]").is_visible()


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
def test_the_provider_speaks_ones_language(standin: Standin, language: str) -> None:
    with standin.somebody() as hand:
        speak(hand, language)

        go(hand)

        assert hand.page.locator("html").get_attribute("lang") == language


def test_who_stops_comes_to_a_page_for_everybody(standin: Standin) -> None:
    with standin.somebody(bypass_csp=True) as hand:
        faults = list(axe.faults(hand.page, axe.ALL))
        go(hand)
        faults += axe.faults(hand.page, axe.in_turn(0))

        hand.go_to(hand.page.get_by_role("button", name="Cancel"))

        assert hand.reads("You stopped signing in")
        faults += axe.faults(hand.page, axe.ALL)
        assert [str(fault) for fault in faults] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Freja Holm", "You signed in without a national identity number"),
        ("Oddny Ukjend", "We do not find you here"),
    ],
)
def test_who_does_not_get_in_is_told_why_and_can_leave_the_provider(standin: Standin, name: str, reason: str) -> None:
    with standin.somebody() as hand:
        sign_in(hand, name)
        assert hand.reads(reason)

        leave(hand)

        go(hand)
        assert is_asked(hand.page)


def test_the_provider_may_change_its_key_at_any_time(standin: Standin) -> None:
    with standin.somebody() as hand:
        sign_in(hand, "Kari Lunde")
    time.sleep(KEYS_REST)  # keys are not fetched more often than this, whatever turns up

    standin.rotate()

    with standin.somebody() as hand:
        sign_in(hand, "Kari Lunde")
        assert path(hand) == f"/{FJORDVIK}/"
