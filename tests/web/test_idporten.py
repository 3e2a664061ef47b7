"""Signing in through a provider: who gets in, and – each lie a test of its own – who does not."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils.html import escape
from joserfc import jwt
from joserfc.jwk import OctKey

from stafettlogg.core import clock
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.scope import everywhere, system
from stafettlogg.identity import numbers, oidc, posts, providers, requests, signin, staff
from stafettlogg.identity.claims import SIGNED_OUT
from stafettlogg.identity.models import IdentityRequest, Person, Post, ProviderSession
from stafettlogg.identity.oidc import Reason
from stafettlogg.identity.stored_sessions import kept_as
from stafettlogg.relay import identities, people
from stafettlogg.web import landing
from tests.provider import Claims, Lie, Provider, came_back, new_key, running
from tests.roles import as_worker
from tests.web.conftest import WebWorld
from tests.web.signing_in import (
    BEGIN,
    CLIENT,
    browser,
    changed,
    keys_of,
    later,
    listening,
    must_be_stopped,
    ours,
    provider,
    recorded,
    signs_in,
    told,
    without,
)
from tests.world import NOW

__all__ = ["browser", "listening", "provider"]


# --- who gets in --------------------------------------------------------------------------------------------------


def test_the_leader_signs_in_and_the_level_and_the_eid_are_recorded(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    arrived = signs_in(browser, provider, world.numbers["leader"])

    assert arrived["Location"] == "/4699/"
    assert "Hello, Ragnhild Nes" in browser.get("/4699/").text
    assert recorded(world, "leader") == [("sign-in", "staff idporten-loa-high BankID")]


def test_what_is_asked_for_goes_straight_to_the_provider_and_not_through_the_browser(
    browser: Client, provider: Provider
) -> None:
    there = browser.get(BEGIN)["Location"]
    (asked,) = provider.pushed.values()

    assert {*dict(parse_qsl(urlsplit(there).query))} == {"client_id", "request_uri"}
    assert asked["acr_values"] == "idporten-loa-high"
    assert asked["code_challenge_method"] == "S256"
    assert asked["ui_locales"] == "en"
    assert asked["redirect_uri"] == "http://testserver/logg-inn/tilbake/"


def test_every_request_to_the_provider_is_signed_anew_and_lives_a_minute(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["leader"])

    assert len({one["jti"] for one in provider.assertions}) == len(provider.assertions) == 2
    assert {one["exp"] - one["iat"] for one in provider.assertions} == {60}


def test_a_provider_without_pushed_requests_is_asked_through_the_browser(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    provider.has_par = False

    assert signs_in(browser, provider, world.numbers["guardian"])["Location"] == "/4699/"


def test_one_keeps_nothing_of_the_number_in_the_session(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["holder"])
    row = Session.objects.get(session_key=kept_as(str(browser.session.session_key)))

    assert world.numbers["holder"] not in json.dumps(row.get_decoded())
    assert browser.session["at_provider"] == oidc.session_hash(provider.issuer, "sid-1").hex()


def test_signing_in_gives_a_new_session_key(browser: Client, provider: Provider, world: WebWorld) -> None:
    before = browser.session.session_key
    signs_in(browser, provider, world.numbers["holder"])

    assert browser.session.session_key != before


def test_r24_who_has_two_hats_chooses_after_signing_in_and_comes_where_one_was_going(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    browser.get(f"/logg-inn/?til=/4699/logg/{world.log.pk}/")
    chooses = signs_in(browser, provider, world.numbers["teacher_mother"])
    offered = browser.get("/hatt/").text
    went = browser.post("/hatt/", {"hat": "family"})

    assert chooses["Location"] == "/hatt/"
    assert "What you do as an employee." in offered
    assert went["Location"] == f"/4699/logg/{world.log.pk}/"
    assert browser.get(went["Location"]).status_code == 200


def test_the_next_sign_in_is_known_again_by_its_subject(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["holder"])
    browser.post("/logg-ut/")
    again = signs_in(browser, provider, world.numbers["holder"], sid="sid-2")

    assert again["Location"] == "/4699/"
    with acting(world.as_("holder")), system("the test looks at who is signed in"):
        assert Person.objects.get(pk=world.people["holder"].pk).signed_in_at == NOW


def test_on_behalf_of_is_asked_for_and_must_come_back(browser: Client, provider: Provider, world: WebWorld) -> None:
    made = ours(world, provider.issuer, onbehalfof="fjordvik")
    provider.clients[CLIENT] = keys_of(made)

    assert signs_in(browser, provider, world.numbers["leader"])["Location"] == "/4699/"


def test_a_second_provider_is_configuration_alone(browser: Client, provider: Provider, world: WebWorld) -> None:
    made = ours(
        world, provider.issuer, kind="ansattporten", client_id="stafettlogg-staff", levels=["substantial", "high"]
    )
    provider.clients["stafettlogg-staff"] = keys_of(made)
    offered = browser.get("/logg-inn/").text
    there = browser.get("/logg-inn/4699/ansattporten/")
    back = browser.get(came_back(provider.person_comes(there["Location"], world.numbers["leader"], acr="substantial")))

    assert back["Location"] == "/4699/"
    assert "Sign in with Ansattporten" in offered


# --- who does not: what the provider says is mutated, one thing at a time -------------------------------------------


LIES: dict[str, tuple[Lie, Reason]] = {
    "wrong issuer": (changed(iss="https://evil.example"), Reason.NOT_VALID),
    "no issuer": (without("iss"), Reason.NOT_VALID),
    "another's audience": (changed(aud="another"), Reason.NOT_VALID),
    "no audience": (without("aud"), Reason.NOT_VALID),
    "two audiences and nobody authorised": (changed(aud=[CLIENT, "another"]), Reason.NOT_VALID),
    "another authorised party": (changed(aud=[CLIENT, "another"], azp="another"), Reason.NOT_VALID),
    "wrong nonce": (changed(nonce="another"), Reason.NOT_VALID),
    "no nonce": (without("nonce"), Reason.NOT_VALID),
    "expired": (later(-300), Reason.CLOCK_WRONG),
    "from the future": (later(300), Reason.CLOCK_WRONG),
    "no expiry": (without("exp"), Reason.NOT_VALID),
    "no time of issue": (without("iat"), Reason.NOT_VALID),
    "expiry that is a text": (changed(exp="tomorrow"), Reason.NOT_VALID),
    "too low level": (changed(acr="idporten-loa-substantial"), Reason.LEVEL_TOO_LOW),
    "no level": (without("acr"), Reason.LEVEL_TOO_LOW),
    "a level nobody knows": (changed(acr="idporten-loa-highest"), Reason.LEVEL_TOO_LOW),
    "no number": (without("pid"), Reason.NO_NUMBER),
    "a number that is no text": (changed(pid=12345678901), Reason.NOT_VALID),
    "no subject": (without("sub"), Reason.NOT_VALID),
    "no session": (without("sid"), Reason.NOT_VALID),
    "a logout token": (changed(events={SIGNED_OUT: {}}), Reason.NOT_VALID),
}


@pytest.mark.parametrize("name", LIES)
def test_what_is_not_as_it_should_be_is_refused_and_recorded(
    name: str, browser: Client, provider: Provider, world: WebWorld
) -> None:
    lie, reason = LIES[name]
    refused = signs_in(browser, provider, world.numbers["leader"], lie=lie)

    must_be_stopped(browser, refused, reason)
    ((action, why),) = recorded(world)
    assert action == "sign-in.refused"
    assert why.startswith(reason)


def unsigned(header: Claims, claims: Claims) -> str:
    parts = ({**header, "alg": "none"}, claims)
    return ".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def test_an_unsigned_token_is_refused(browser: Client, provider: Provider, world: WebWorld) -> None:
    refused = signs_in(browser, provider, world.numbers["leader"], sign=unsigned)

    must_be_stopped(browser, refused, Reason.NOT_VALID)


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    def sign(header: Claims, claims: Claims) -> str:
        public = provider.key.as_pem(private=False)
        return jwt.encode({**header, "alg": "HS256"}, claims, OctKey.import_key(public.hex()), algorithms=["HS256"])

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"], sign=sign), Reason.NOT_VALID)


def test_a_token_signed_with_anothers_key_is_refused(browser: Client, provider: Provider, world: WebWorld) -> None:
    provider.signs_with = new_key("provider-1")

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"]), Reason.NOT_VALID)


def test_a_changed_token_is_refused(browser: Client, provider: Provider, world: WebWorld) -> None:
    def sign(header: Claims, claims: Claims) -> str:
        head, _, signature = jwt.encode(header, claims, provider.key, algorithms=["RS256"]).split(".")
        other = {**claims, "pid": world.numbers["holder"]}
        return f"{head}.{urlsafe_b64encode(json.dumps(other).encode()).rstrip(b'=').decode()}.{signature}"

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"], sign=sign), Reason.NOT_VALID)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": "another"}, Reason.STARTED_ELSEWHERE),
        ({"state": ""}, Reason.STARTED_ELSEWHERE),
        ({"iss": "https://evil.example"}, Reason.NOT_VALID),
        ({"iss": ""}, Reason.NOT_VALID),
        ({"code": "another"}, Reason.NOT_VALID),
        ({"code": ""}, Reason.NOT_VALID),
    ],
    ids=["another state", "no state", "another issuer", "an empty issuer", "another code", "no code"],
)
def test_an_answer_that_is_not_the_providers_is_refused(
    changes: dict[str, str], reason: Reason, browser: Client, provider: Provider, world: WebWorld
) -> None:
    said = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["leader"])
    refused = browser.get(came_back({**said, **changes}))

    must_be_stopped(browser, refused, reason)  # type: ignore[arg-type]


def test_an_answer_without_issuer_is_refused_where_the_provider_tells_it(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    said = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["leader"])
    del said["iss"]

    must_be_stopped(browser, browser.get(came_back(said)), Reason.NOT_VALID)  # type: ignore[arg-type]


def test_an_answer_is_used_once(browser: Client, provider: Provider, world: WebWorld) -> None:
    said = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["leader"])
    browser.get(came_back(said))
    browser.post("/logg-ut/")

    must_be_stopped(browser, browser.get(came_back(said)), Reason.STARTED_ELSEWHERE)  # type: ignore[arg-type]


def test_an_answer_that_was_refused_cannot_be_followed_by_another(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    said = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["leader"])
    first = browser.get(came_back({"error": "access_denied", "state": said["state"], "iss": provider.issuer}))

    must_be_stopped(browser, first, Reason.CANCELLED)  # type: ignore[arg-type]
    must_be_stopped(browser, browser.get(came_back(said)), Reason.STARTED_ELSEWHERE)  # type: ignore[arg-type]


def test_the_answers_of_two_browsers_cannot_be_swapped(browser: Client, provider: Provider, world: WebWorld) -> None:
    other = Client()
    mine = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["leader"])
    theirs = provider.person_comes(other.get(BEGIN)["Location"], world.numbers["guardian"], sid="sid-2")

    must_be_stopped(browser, browser.get(came_back(theirs)), Reason.STARTED_ELSEWHERE)  # type: ignore[arg-type]
    assert other.get(came_back(mine))["Location"] == "/logg-inn/stoppa/"


def test_the_code_of_another_browser_is_worth_nothing_without_its_verifier(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    theirs = provider.person_comes(Client().get(BEGIN)["Location"], world.numbers["leader"])
    mine = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["guardian"])

    refused = browser.get(came_back({**mine, "code": theirs["code"]}))
    must_be_stopped(browser, refused, Reason.NOT_VALID)  # type: ignore[arg-type]


def test_the_answer_of_one_provider_is_not_taken_for_anothers(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    with running() as other:
        other.now = provider.now
        made = ours(world, other.issuer, kind="ansattporten", client_id="staff")
        other.clients["staff"] = keys_of(made)
        browser.get("/logg-inn/4699/ansattporten/")
        (pushed,) = other.pushed.values()
        mixed_up = {"code": "theirs", "state": pushed["state"], "iss": provider.issuer}

        must_be_stopped(browser, browser.get(came_back(mixed_up)), Reason.NOT_VALID)  # type: ignore[arg-type]


@pytest.mark.parametrize("told", ["another", None])
def test_an_answer_on_behalf_of_somebody_else_is_refused(
    told: str | None, browser: Client, provider: Provider, world: WebWorld
) -> None:
    provider.clients[CLIENT] = keys_of(ours(world, provider.issuer, onbehalfof="fjordvik"))
    lie = changed(aud_onbehalfof=told) if told else without("aud_onbehalfof")

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"], lie=lie), Reason.NOT_VALID)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", Reason.CANCELLED),
        ("temporarily_unavailable", Reason.PROVIDER_DOWN),
        ("unmet_authentication_requirements", Reason.LEVEL_TOO_LOW),
        ("invalid_request", Reason.NOT_VALID),
    ],
)
def test_a_provider_that_says_no_is_understood(error: str, reason: Reason, browser: Client, provider: Provider) -> None:
    browser.get(BEGIN)
    (pushed,) = provider.pushed.values()
    refused = browser.get(
        came_back({"error": error, "error_description": "Nora Fjell", "state": pushed["state"], "iss": provider.issuer})
    )

    must_be_stopped(browser, refused, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["/.well-known/openid-configuration", "/par"])
def test_a_provider_that_is_down_gets_a_page_that_says_so(address: str, browser: Client, provider: Provider) -> None:
    provider.down.add(address)

    must_be_stopped(browser, browser.get(BEGIN), Reason.PROVIDER_DOWN)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["/token", "/jwks"])
def test_so_does_one_that_goes_down_meanwhile(
    address: str, browser: Client, provider: Provider, world: WebWorld
) -> None:
    said = provider.person_comes(browser.get(BEGIN)["Location"], world.numbers["leader"])
    provider.down.add(address)

    must_be_stopped(browser, browser.get(came_back(said)), Reason.PROVIDER_DOWN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lies",
    [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}],
    ids=["issuer", "http"],
)
def test_a_provider_that_describes_somebody_else_or_an_open_address_is_not_believed(
    lies: Claims, browser: Client, provider: Provider, world: WebWorld
) -> None:
    provider.metadata_lies = lies
    there = browser.get(BEGIN)
    if there["Location"] != "/logg-inn/stoppa/":
        there = browser.get(came_back(provider.person_comes(there["Location"], world.numbers["leader"])))

    must_be_stopped(browser, there, Reason.NOT_VALID)  # type: ignore[arg-type]


def test_in_production_a_provider_on_this_machine_is_not_believed(browser: Client, provider: Provider) -> None:
    with override_settings(MODE="production"):
        stopped = browser.get(BEGIN)

    assert stopped["Location"] == "/logg-inn/stoppa/"


@pytest.mark.parametrize("address", ["/.well-known/openid-configuration", "/par", "/token", "/jwks"])
def test_a_provider_that_says_it_is_elsewhere_is_not_followed(
    address: str, browser: Client, provider: Provider, world: WebWorld
) -> None:
    provider.moved.add(address)
    there = browser.get(BEGIN)
    if there["Location"] != "/logg-inn/stoppa/":
        there = browser.get(came_back(provider.person_comes(there["Location"], world.numbers["leader"])))

    must_be_stopped(browser, there, Reason.PROVIDER_DOWN)  # type: ignore[arg-type]


def test_made_up_eids_are_no_good_at_the_provider_for_real_people(
    browser: Client, provider: Provider, world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    tested = changed(amr=["TestID"])
    in_testing = signs_in(browser, provider, world.numbers["leader"], lie=tested)
    browser.post("/logg-ut/")
    monkeypatch.setattr(oidc, "PRODUCTION", provider.issuer)
    real = signs_in(browser, provider, world.numbers["leader"], lie=tested)
    also = signs_in(browser, provider, world.numbers["leader"], lie=changed(amr="TestID"))

    assert in_testing["Location"] == "/4699/"
    assert oidc.PRODUCTION != "https://idporten.no"
    for refused in (real, also):
        must_be_stopped(browser, refused, Reason.NOT_VALID)
    assert {why for _, why in recorded(world)} == {f"{Reason.NOT_VALID} test-id"}


# --- keys ---------------------------------------------------------------------------------------------------------


def test_the_providers_keys_are_fetched_once_and_again_when_there_is_a_new_one(
    browser: Client, provider: Provider, world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    browser.post("/logg-ut/")
    signs_in(browser, provider, world.numbers["leader"])
    once = provider.fetched_keys
    former, provider.key = provider.key, new_key("provider-2")
    monkeypatch.setattr(oidc, "KEYS_REST", 0)
    rotated = signs_in(browser, provider, world.numbers["leader"])
    provider.key = former

    assert once == 1
    assert rotated["Location"] == "/4699/"
    assert provider.fetched_keys == 2


def test_a_key_to_encrypt_with_signs_nothing(browser: Client, provider: Provider, world: WebWorld) -> None:
    to_encrypt = new_key("to-encrypt")
    provider.signs_with = to_encrypt
    provider.other_keys = [{**to_encrypt.as_dict(private=False), "use": "enc"}]
    lie = lambda header, _: header.update(kid="to-encrypt")  # noqa: E731 – a lie like the others

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"], lie=lie), Reason.NOT_VALID)
    assert oidc._usable(provider.other_keys) == [], "we do not leave it to the library to see that"


def test_a_key_nobody_knows_makes_us_ask_no_oftener_than_we_should(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    provider.signs_with = new_key("nobody's")
    for _ in range(3):
        signs_in(browser, provider, world.numbers["leader"], lie=lambda header, _: header.update(kid="nobody's"))

    assert provider.fetched_keys == 1


def test_we_sign_with_the_old_key_until_its_year_is_over_and_the_new_one_is_known_meanwhile(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    with acting(world.as_("leader")):
        made = providers.of(world.fjordvik.pk)[0]
    with as_worker(), clock.fixed(NOW + timedelta(days=300)):
        newer = providers.new_key(made)
    registered = {key.kid for key in keys_of(made).keys}
    with clock.fixed(NOW + timedelta(days=301)):
        before = providers.signing_key(made).kid
    with clock.fixed(NOW + timedelta(days=366)):
        after = providers.signing_key(made).kid

    assert registered == {before, after}
    assert (before != str(newer.pk), after) == (True, str(newer.pk))


def test_an_installation_without_a_key_says_that_it_cannot(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    with as_worker():
        providers.add(world.fjordvik, issuer=provider.issuer, client_id=CLIENT)

    must_be_stopped(browser, browser.get(BEGIN), Reason.PROVIDER_DOWN)  # type: ignore[arg-type]


# --- somebody the municipality does not know, or not any more -----------------------------------------------------


def test_somebody_nobody_has_written_in_is_told_whom_to_ask(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    pid = numbers.synthetic(NOW.date().replace(year=1990), 7)
    must_be_stopped(browser, signs_in(browser, provider, pid), Reason.UNKNOWN)


def test_somebody_known_without_post_or_log_is_told_so(browser: Client, provider: Provider, world: WebWorld) -> None:
    must_be_stopped(browser, signs_in(browser, provider, world.numbers["stranger"]), Reason.NO_ACCESS)


def test_somebody_whose_post_has_ended_is_told_so(browser: Client, provider: Provider, world: WebWorld) -> None:
    with acting(world.as_("administrator")), system("the test ends a post"):
        post = Post.objects.get_queryset().get(person=world.people["colleague"])
    staff.dismiss(world.as_("administrator"), post)

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["colleague"]), Reason.POST_ENDED)


def test_r26_a_leader_who_was_followed_meets_it_where_her_access_has_ended(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    """For as long as it is certain who it is, and in no other browser."""
    posts.appoint(
        world.as_("administrator"),
        world.unit,
        person=world.people["colleague"],
        kind="leader",
        from_date=clock.today(),
    )
    sentence = "Du leier ikkje lenger Fjordvik school: Eli Strand vart einingsleiar der 24. november 2026."

    must_be_stopped(browser, signs_in(browser, provider, world.numbers["leader"]), Reason.POST_ENDED)

    assert sentence in browser.get("/logg-inn/stoppa/?sprak=nn").text
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        assert sentence not in browser.get("/logg-inn/stoppa/?sprak=nn").text
    assert sentence not in Client().get("/logg-inn/stoppa/", follow=True).text
    must_be_stopped(browser, signs_in(browser, provider, world.numbers["stranger"]), Reason.NO_ACCESS)
    assert sentence not in browser.get("/logg-inn/stoppa/?sprak=nn").text


def test_a_number_that_is_not_taken_here_is_nobodys(browser: Client, provider: Provider) -> None:
    must_be_stopped(browser, signs_in(browser, provider, "01010112345"), Reason.UNKNOWN)


def test_the_subject_of_one_person_never_opens_for_another(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["holder"])
    browser.post("/logg-ut/")
    same = provider_subject(world.numbers["holder"])
    refused = signs_in(browser, provider, world.numbers["leader"], lie=changed(sub=same))

    must_be_stopped(browser, refused, Reason.NUMBER_CHANGED)


def test_the_same_subject_and_session_at_two_providers_are_two(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    same = changed(sub="1", sid="1")
    signs_in(browser, provider, world.numbers["holder"], lie=same)
    with running() as other:
        other.now = provider.now
        other.clients["staff"] = keys_of(ours(world, other.issuer, kind="ansattporten", client_id="staff"))
        second = Client()
        there = second.get("/logg-inn/4699/ansattporten/")
        back = second.get(came_back(other.person_comes(there["Location"], world.numbers["leader"], lie=same)))
        token = other.logout_token("1", "staff")
        left = Client().post("/logg-ut/melding/", {"logout_token": token})

    assert back["Location"] == "/4699/", "the subject of the one is nobody at the other"
    assert left.status_code == 200
    assert second.get("/4699/").status_code == 302
    assert browser.get("/4699/").status_code == 200, "who leaves the one has not left the other"


def test_r20_a_guardian_whose_number_has_changed_comes_in_when_a_leader_has_written_it_in(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    former, number = world.numbers["guardian"], numbers.synthetic(date(1982, 6, 3), 9)
    same = changed(sub=provider_subject(former))
    signs_in(browser, provider, former)
    browser.post("/logg-ut/")
    must_be_stopped(browser, signs_in(browser, provider, number, lie=same), Reason.NUMBER_CHANGED)

    leader = world.as_("leader")
    membership = next(
        row for row in world.memberships(world.log, leader) if row.person_id == world.people["guardian"].pk
    )
    people.correct_guardian(
        leader, membership, reason="Nytt nummer.", name="Anne Fjell", number=number, basis="parental", call_name="mamma"
    )

    signs_in(browser, provider, number, lie=same)
    assert browser.get(f"/4699/logg/{world.log.pk}/").status_code == 200


def test_r27_whoever_comes_with_a_number_that_was_exchanged_is_told_whom_to_call(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    """For ninety days: if it was not that person's wish, somebody has taken a place."""
    former, new = world.numbers["receiver"], numbers.synthetic(date(1979, 5, 17), 41)
    with as_worker(), everywhere("the test finds a post"):
        post = Post.objects.get_queryset().get(person=world.people["receiver"])
    requests.request_number(world.as_("leader"), post, number=new, reason="It was mistyped.")
    with as_worker(), everywhere("the test finds a request"):
        asked = IdentityRequest.objects.get_queryset().get(post=post)
    with as_worker():
        identities.weigh(asked.pk)
    requests.confirm_number(world.as_("substitute"), asked)
    with as_worker():
        identities.carry_out(asked.pk)

    must_be_stopped(browser, signs_in(browser, provider, former), Reason.NUMBER_EXCHANGED)
    signs_in(browser, provider, new)
    assert browser.get("/4699/").status_code == 200
    (way_in,) = providers.of(world.fjordvik.pk)
    for days, is_known in ((89, True), (91, False)):
        with clock.fixed(NOW + timedelta(days=days)), before_sign_in(world.fjordvik.pk):
            assert signin.was_somebodys(way_in, former) is is_known


def provider_subject(pid: str) -> str:
    """The subject the provider gave this person."""
    return sha256(f"pairwise {pid}".encode()).hexdigest()


def test_who_did_not_get_in_can_still_sign_out_of_the_provider(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["stranger"])
    offered = browser.get("/logg-inn/stoppa/").text
    leaving = browser.post("/logg-ut/")

    assert 'action="/logg-ut/"' in offered
    assert f'action="{provider.issuer}/logout"' in leaving.text
    assert 'name="id_token_hint"' in leaving.text


@pytest.mark.parametrize("language", ["nn", "nb", "se", "en"])
def test_every_landing_says_what_happened_in_four_languages(
    language: str, browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["stranger"])
    for reason in Reason:
        session = browser.session
        session["stopped"] = {**session["stopped"], "reason": reason.value}
        session.save()
        told = browser.get(f"/logg-inn/stoppa/?sprak={language}")

        assert f'<html lang="{language}"' in told.text
        is_english = escape(str(landing.WORDS[reason].what)) in told.text
        assert is_english is (language == "en"), f"{reason} is translated"


# --- leaving ------------------------------------------------------------------------------------------------------


def test_signing_out_sends_the_browser_to_the_provider_by_post_with_what_it_knows(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    leaving = browser.post("/logg-ut/")

    assert 'name="post_logout_redirect_uri" value="http://testserver/logg-ut/ferdig/"' in leaving.text
    assert f"form-action 'self' {provider.issuer};" in leaving["Content-Security-Policy"]
    assert browser.get("/4699/")["Location"].startswith("/logg-inn/")
    assert browser.get("/logg-ut/ferdig/")["Location"] == "/logg-inn/"


def test_when_the_provider_says_so_one_is_out_at_the_next_click(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    before = browser.get("/4699/").status_code
    answered = told(provider)

    assert (before, answered.status_code) == (200, 200)
    assert "no-store" in answered["Cache-Control"]
    assert browser.get("/4699/")["Location"].startswith("/logg-inn/")


def test_also_after_one_has_changed_hats(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["teacher_mother"])
    browser.post("/hatt/", {"hat": "family"})
    told(provider)

    assert browser.get("/4699/")["Location"].startswith("/logg-inn/")


def test_and_nobody_else_is(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["leader"], sid="sid-2")
    told(provider)

    assert browser.get("/4699/").status_code == 200


def test_a_session_that_has_run_out_here_is_ended_by_the_provider_all_the_same(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    with clock.fixed(NOW + timedelta(minutes=31)):
        before = browser.get("/4699/")["Location"]
        answered = told(provider, later(31 * 60))
        after = browser.get("/4699/")["Location"]

    assert (before, answered.status_code, after) == ("/logg-inn/?til=/4699/", 200, "/logg-inn/?til=/4699/")


LOGOUT_LIES: dict[str, Lie] = {
    "another's audience": changed(aud="another"),
    "another issuer": changed(iss="https://evil.example"),
    "no events": without("events"),
    "another event": changed(events={"urn:other": {}}),
    "a nonce": changed(nonce="n"),
    "no jti": without("jti"),
    "no session": without("sid"),
    "no time": without("iat"),
    "too old": later(-400),
    "from the future": later(400),
    "another type": lambda header, _: header.update(typ="JWT"),
    "no type": lambda header, _: header.pop("typ"),
}


@pytest.mark.parametrize("name", LOGOUT_LIES)
def test_a_logout_token_that_is_not_one_ends_nothing(
    name: str, browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["leader"])

    assert told(provider, LOGOUT_LIES[name]).status_code == 400
    assert browser.get("/4699/").status_code == 200


def test_nor_does_one_signed_by_somebody_else(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["leader"])

    assert told(provider, key=new_key("provider-1")).status_code == 400
    assert browser.get("/4699/").status_code == 200


def test_an_id_token_is_no_logout_token(browser: Client, provider: Provider, world: WebWorld) -> None:
    kept: list[str] = []

    def sign(header: Claims, claims: Claims) -> str:
        kept.append(jwt.encode(header, claims, provider.key, algorithms=["RS256"]))
        return kept[0]

    signs_in(browser, provider, world.numbers["leader"], sign=sign)

    assert Client().post("/logg-ut/melding/", {"logout_token": kept[0]}).status_code == 400
    assert browser.get("/4699/").status_code == 200


def test_sessions_that_are_over_are_forgotten_at_night(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    begun = ProviderSession.objects.count(), Session.objects.count()
    providers.forget_sessions(NOW - timedelta(days=1))
    kept = ProviderSession.objects.count(), Session.objects.count()
    providers.forget_sessions(clock.now() + timedelta(days=9000))

    assert kept == begun
    assert min(begun) > 0
    assert (ProviderSession.objects.count(), Session.objects.count()) == (0, 0)


@pytest.mark.parametrize("rubbish", ["", "a.b", "a.b.c", "e30.e30.e30", "..", "x" * 10_000])
def test_rubbish_is_refused(rubbish: str, provider: Provider) -> None:
    assert Client().post("/logg-ut/melding/", {"logout_token": rubbish}).status_code == 400


def test_a_logout_token_is_used_once(browser: Client, provider: Provider, world: WebWorld) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    token = provider.logout_token("sid-1", CLIENT)
    first, second = (Client().post("/logg-ut/melding/", {"logout_token": token}).status_code for _ in range(2))

    assert (first, second) == (200, 400)


def test_the_providers_own_page_may_frame_the_sign_out_and_nobody_elses(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["leader"])
    stranger = Client().get("/logg-ut/ramme/", {"iss": "https://evil.example", "sid": "sid-1"})
    still_in = browser.get("/4699/").status_code
    framed = Client().get("/logg-ut/ramme/", {"iss": provider.issuer, "sid": "sid-1"})

    assert (stranger.status_code, still_in) == (200, 200)
    assert f"frame-ancestors {provider.issuer}" in framed["Content-Security-Policy"]
    assert browser.get("/4699/")["Location"].startswith("/logg-inn/")


# --- once more, before something that asks for it -------------------------------------------------------------------


def test_a_fresh_sign_in_asks_the_provider_to_see_the_person_again_and_keeps_the_hat(
    browser: Client, provider: Provider, world: WebWorld
) -> None:
    signs_in(browser, provider, world.numbers["teacher_mother"])
    browser.post("/hatt/", {"hat": "family"})
    there = browser.get(f"{BEGIN}?ny=1")
    (pushed,) = provider.pushed.values()
    back = browser.get(came_back(provider.person_comes(there["Location"], world.numbers["teacher_mother"])))

    assert pushed["prompt"] == "login"
    assert back["Location"] == "/4699/"
    assert browser.session["hat"] == "family"


@pytest.mark.parametrize(
    "lie", [changed(auth_time=int(NOW.timestamp()) - 3600), without("auth_time")], ids=["old", "none"]
)
def test_a_fresh_sign_in_that_is_not_fresh_is_refused(
    lie: Lie, browser: Client, provider: Provider, world: WebWorld
) -> None:
    there = browser.get(f"{BEGIN}?ny=1")
    back = browser.get(came_back(provider.person_comes(there["Location"], world.numbers["leader"], lie=lie)))

    must_be_stopped(browser, back, Reason.NOT_VALID)  # type: ignore[arg-type]


def test_an_address_without_such_a_provider_is_not_there(browser: Client, provider: Provider) -> None:
    assert browser.get("/logg-inn/4698/idporten/").status_code == 404
    assert browser.get("/logg-inn/4699/facebook/").status_code == 404
