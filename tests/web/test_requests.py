"""Another number, asked for on one page and confirmed on another (R27)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from stafettlogg.core.caller import Hat
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import numbers
from stafettlogg.identity.models import IdentityRequest, Person, Post
from stafettlogg.relay import identities, people
from tests.roles import as_worker
from tests.web.conftest import WebWorld

NEW = numbers.synthetic(date(1979, 5, 17), 40)
SENT = "Sent to be confirmed. The old number holds until then."


def asked(world: WebWorld, number: str = NEW, by: str = "leader") -> str:
    """What the page says to who asks for another number for the receiver; the worker has weighed it afterwards."""
    with as_worker(), everywhere("the test finds a post"):
        post = Post.objects.get_queryset().get(person=world.people["receiver"])
    address = f"/4699/eining/{world.unit.pk}/tilsett/{post.pk}/nummer/"
    told = world.client(by).post(address, {"number": number, "reason": "It was mistyped."}, follow=True)
    pk = request().pk
    with as_worker():
        identities.weigh(pk)
    assert told.status_code == 200
    return str(told.text)


def request() -> IdentityRequest:
    with as_worker(), everywhere("the test finds a request"):
        found = IdentityRequest.objects.get_queryset().order_by("-asked_at").first()
        assert found is not None
        return found


def link(page: str) -> str:
    """The way from the start page to what waits."""
    found = re.search(r'href="(/4699/(?:nummer|namn)/[0-9a-f-]+/)"', page)
    assert found, "nothing waits"
    return found[1]


@pytest.mark.parametrize("whose", [None, "receiver", "guardian", "other_leader"])
def test_r27_the_page_says_the_same_whatever_the_number_is(whose: str | None, world: WebWorld) -> None:
    told = asked(world, world.numbers[whose] if whose else NEW)

    assert SENT in told
    assert NEW not in told
    if whose not in (None, "receiver"):
        assert world.people[str(whose)].name not in told


def test_r27_the_other_leader_meets_it_on_the_first_page_and_confirms(world: WebWorld) -> None:
    asked(world)
    browser = world.client("substitute")
    shown = browser.get(link(browser.get("/4699/").text)).text
    told = browser.post(link(browser.get("/4699/").text), {"sent": "1"}, follow=True).text
    pk = request().pk
    with as_worker():
        identities.carry_out(pk)

    assert NEW in shown
    assert "Per Dal" in shown
    assert "It was mistyped." in shown
    assert "You have confirmed the number." in told
    assert request().outcome == "done"


@pytest.mark.parametrize(("name", "hat"), [("administrator", Hat.ADMINISTRATION), ("substitute", Hat.STAFF)])
def test_r27_who_confirms_is_told_that_the_number_is_taken_and_an_administrator_by_whom(
    name: str, hat: Hat, world: WebWorld
) -> None:
    asked(world, world.numbers["guardian"])
    browser = world.client(name, hat)
    shown = browser.get(link(browser.get("/4699/").text)).text

    assert "registered here already" in shown
    assert ("Anne Fjell" in shown) is (hat is Hat.ADMINISTRATION)
    assert "Yes, the number is right" not in shown


def test_r27_it_can_be_declined(world: WebWorld) -> None:
    asked(world)
    browser = world.client("administrator")
    address = link(browser.get("/4699/").text)
    told = browser.post(f"{address}nei/", {"sent": "1"}, follow=True).text

    assert "The number is not changed." in told
    assert request().outcome == "declined"
    assert browser.get(address).status_code == 404


def test_r27_it_waits_on_nobody_elses_page(world: WebWorld) -> None:
    asked(world)
    for name, hat in (
        ("leader", None),
        ("receiver", None),
        ("other_leader", None),
        ("officer", None),
        ("holder", None),
    ):
        browser = world.client(name, hat)
        assert "/4699/nummer/" not in browser.get("/4699/").text
        assert browser.get(f"/4699/nummer/{request().pk}/").status_code in (403, 404)


# --- R28: a name that does not fit ----------------------------------------------------------------------------------


def test_r28_the_page_says_the_same_and_two_meet_it_on_their_first_pages(world: WebWorld) -> None:
    """Who typed sees *brought in* as always; an administrator and the officer see names and number, no child and no unit."""
    told = {}
    for name, number in (("Ein Ny", NEW), ("Wilma Feilnamn", world.numbers["other_leader"])):
        written = {"name": name, "number": number, "basis": "without"}
        page = world.client("leader").post(f"/4699/logg/{world.log.pk}/folk/foresett/", written, follow=True)
        told[name] = page.redirect_chain, "The guardian can read the log" in page.text, name in page.text
        assert "Gro Sande" not in page.text
    assert told["Ein Ny"] == told["Wilma Feilnamn"]
    with as_worker(), everywhere("the test finds who stands in"):
        stand_in = Person.objects.get_queryset().get(number__isnull=False, number_hash=None)
    with as_worker():
        identities.weigh_name(stand_in.pk, world.people["leader"].pk)

    for name in ("administrator", "officer"):
        browser = world.client(name)
        address = link(browser.get("/4699/").text)
        shown = browser.get(address).text
        assert all(text in shown for text in ("Wilma Feilnamn", "Gro Sande", world.numbers["other_leader"]))
        assert not any(text in shown for text in ("Nora", world.unit.name))
        assert (
            "You have confirmed that they are the same person."
            in browser.post(address, {"sent": "1"}, follow=True).text
        )
        pk = request().pk
        with as_worker():
            identities.carry_out(pk)
    assert request().outcome == "done"
    assert "/4699/namn/" not in world.client("leader").get("/4699/").text


def test_r28_it_can_be_declined(world: WebWorld) -> None:
    people.invite_guardian(
        world.as_("leader"), world.log, name="Wilma Feilnamn", number=world.numbers["other_leader"], basis="without"
    )
    with as_worker(), everywhere("the test finds who stands in"):
        stand_in = Person.objects.get_queryset().get(number__isnull=False, number_hash=None)
    with as_worker():
        identities.weigh_name(stand_in.pk, world.people["leader"].pk)
    browser = world.client("officer")
    told = browser.post(f"{link(browser.get('/4699/').text)}nei/", {"sent": "1"}, follow=True).text

    assert "What was typed gives nobody access." in told
    assert request().outcome == "declined"
