"""Consent on the page: asked in full, answered yes or no, written down from paper, excepted, taken back (R1, R7, R21, R25)."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafettlogg.core.caller import Hat
from stafettlogg.relay.models import Consent
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def asked(world: WebWorld) -> Consent:
    """The one consent that is waiting on the quiet log."""
    (waiting,) = world.consents(world.quiet_log, world.as_("colleague"))
    return waiting


def test_r21_the_words_asked_stand_in_full_above_two_answers_none_chosen(world: WebWorld, asked: Consent) -> None:
    page = world.client("other_guardian", Hat.FAMILY).get(address(world.quiet_log, f"samtykke/{asked.pk}/svar/"))

    assert asked.words in unescape(page.content.decode())
    assert shown(page, "Yes, I consent", "No, I do not consent")
    assert "is_yes" not in filled_in(page)


def test_r1_a_yes_begins_the_log(world: WebWorld, asked: Consent) -> None:
    guardian = world.client("other_guardian", Hat.FAMILY)

    answer = send(
        guardian, address(world.quiet_log, f"samtykke/{asked.pk}/svar/"), is_yes="yes", limits="Not the doctor."
    )

    assert (answer.status_code, answer.url) == (302, address(world.quiet_log))
    assert shown(guardian.get(answer.url), "Thank you. Your answer is saved", "Not the doctor.", "You have said yes")


def test_r25_a_no_keeps_the_log_from_beginning(world: WebWorld, asked: Consent) -> None:
    guardian = world.client("other_guardian", Hat.FAMILY)

    send(guardian, address(world.quiet_log, f"samtykke/{asked.pk}/svar/"), is_yes="no")

    assert shown(guardian.get(address(world.quiet_log)), "not begun yet")


def test_an_answer_that_is_not_given_is_asked_for(world: WebWorld, asked: Consent) -> None:
    guardian = world.client("other_guardian", Hat.FAMILY)

    answer = send(guardian, address(world.quiet_log, f"samtykke/{asked.pk}/svar/"), limits="Not the doctor.")

    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["is_yes"]
    assert filled_in(answer)["limits"] == "Not the doctor."


def test_r25_signed_paper_is_written_down_with_its_file(world: WebWorld, asked: Consent) -> None:
    holder = world.client("colleague")
    at = address(world.quiet_log, f"samtykke/{asked.pk}/registrer/")

    without = send(holder, at, is_yes="yes", way="paper")
    with_it = send(holder, at, is_yes="yes", way="paper", paper=SimpleUploadedFile("ja.pdf", PDF))

    assert without.status_code == 422 and list(without.context["form"].errors) == ["paper"]
    assert with_it.status_code == 302
    assert shown(holder.get(address(world.quiet_log)), "ja.pdf", "being checked")


def test_r25_an_answer_cannot_be_given_in_the_future(world: WebWorld, asked: Consent) -> None:
    at = address(world.quiet_log, f"samtykke/{asked.pk}/registrer/")

    answer = send(world.client("colleague"), at, is_yes="yes", way="oral", on_date="1.1.2027")

    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["on_date"]


def test_r1_only_the_leader_goes_on_without_an_answer_and_says_why(world: WebWorld, asked: Consent) -> None:
    at = address(world.quiet_log, f"samtykke/{asked.pk}/unntak/")

    assert world.client("colleague").get(at).status_code == 403
    assert send(world.client("leader"), at).status_code == 422
    assert send(world.client("leader"), at, reason="Nobody knows where he is.").status_code == 302


def test_r7_a_guardian_takes_back_the_own_yes_without_saying_why(world: WebWorld) -> None:
    guardian, by = world.client("guardian"), world.as_("guardian")
    (own,) = (row for row in world.consents(world.log, by) if row.person_id == by.person)

    answer = send(guardian, address(world.log, f"samtykke/{own.pk}/trekk/"))

    assert answer.status_code == 302
    assert shown(guardian.get(address(world.log)), "Your consent is taken back.", "taken back")


def test_nobody_answers_or_takes_back_for_somebody_else(world: WebWorld, asked: Consent) -> None:
    by = world.as_("guardian")
    (own,) = (row for row in world.consents(world.log, by) if row.person_id == by.person)

    assert world.client("second_guardian").get(address(world.log, f"samtykke/{own.pk}/trekk/")).status_code == 403
    assert world.client("colleague").get(address(world.quiet_log, f"samtykke/{asked.pk}/svar/")).status_code == 403
    assert world.client("stranger").get(address(world.quiet_log, f"samtykke/{asked.pk}/svar/")).status_code == 404


def test_the_holder_asks_for_the_next_level_once(world: WebWorld) -> None:
    holder, at = world.client("holder"), address(world.log, "samtykke/")

    assert send(holder, at, level="2").status_code == 302
    assert shown(holder.get(address(world.log)), "level 2", "waits for an answer")
    again = send(holder, at, level="2")
    assert again.status_code == 422 and list(again.context["form"].errors) == ["level"]
