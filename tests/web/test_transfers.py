"""The baton on the page: offered, taken back, accepted, declined (R2)."""

from __future__ import annotations

import pytest

from stafettlogg.relay import transfers
from tests.web.conftest import WebWorld
from tests.web.forms import address, send, shown

pytestmark = pytest.mark.django_db


def test_the_leader_offers_it_to_somebody_in_the_unit_and_nobody_is_chosen_beforehand(world: WebWorld) -> None:
    transfers.withdraw(world.as_("leader"), world.transfer)
    leader, at = world.client("leader"), address(world.log, "stafett/")
    form = leader.get(at)
    assert shown(form, "Eli Strand") and not shown(form, "Liv Tveit") and not shown(form, "Solveig Bakke")
    assert send(leader, at).status_code == 422

    assert send(leader, at, to=str(world.people["colleague"].pk), message="Will you?").status_code == 302

    assert shown(leader.get(address(world.log)), "Offered to Eli Strand, not accepted yet.", "Solveig Bakke")


def test_r24_who_is_family_on_the_log_is_refused_on_the_field(world: WebWorld) -> None:
    transfers.withdraw(world.as_("leader"), world.transfer)

    answer = send(world.client("leader"), address(world.log, "stafett/"), to=str(world.people["teacher_mother"].pk))

    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["to"]


def test_r2_accepting_moves_the_baton(world: WebWorld) -> None:
    receiver, at = world.client("receiver"), address(world.log, f"stafett/{world.transfer.pk}/")
    assert shown(receiver.get(at), "Will you carry the baton for Nora?", "Ragnhild Nes asks you.")

    answer = send(receiver, at, note="Gladly.")

    assert (answer.status_code, answer.url) == (302, address(world.log))
    assert shown(receiver.get(answer.url), "You have the baton now.", "Write a concern")
    assert world.client("holder").get(address(world.log)).status_code == 404


def test_r2_declining_says_why_and_leads_away_from_the_log(world: WebWorld) -> None:
    receiver, at = world.client("receiver"), address(world.log, f"stafett/{world.transfer.pk}/nei/")

    assert send(receiver, at).status_code == 422
    answer = send(receiver, at, reason="I am on leave in spring.")

    assert (answer.status_code, answer.url) == (302, "/4699/")
    assert receiver.get(address(world.log)).status_code == 404


def test_the_leader_takes_an_offer_back(world: WebWorld) -> None:
    leader = world.client("leader")

    assert send(leader, address(world.log, f"stafett/{world.transfer.pk}/trekk/")).status_code == 302

    assert not shown(leader.get(address(world.log)), "not accepted yet")


@pytest.mark.parametrize(("name", "status"), [("holder", 403), ("guardian", 403), ("colleague", 404)])
def test_nobody_else_offers_or_accepts(world: WebWorld, name: str, status: int) -> None:
    for rest in ("stafett/", f"stafett/{world.transfer.pk}/", f"stafett/{world.transfer.pk}/nei/"):
        assert world.client(name).get(address(world.log, rest)).status_code == status
