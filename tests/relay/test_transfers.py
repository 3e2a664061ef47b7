"""The baton is never on the ground."""

from __future__ import annotations

import pytest

from stafettlogg.core.acting import acting
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import enter
from stafettlogg.relay import transfers
from stafettlogg.relay.models import RelayLog
from tests.world import World


def _can(world: World, name: str, action: Action) -> bool:
    by = world.as_(name)
    with acting(by):
        found = enter(by, RelayLog, world.log.pk)
        return found is not None and action in found.permit.actions


def _holder(world: World) -> str:
    with world.inside("leader") as log:
        return log.holder.name


def test_r2_the_holder_holds_until_the_next_has_accepted(world: World) -> None:
    """Then the holder, the legs and the rights change in the same moment."""
    assert _holder(world) == world.people["holder"].name

    transfers.accept(world.as_("receiver"), world.transfer, note="Eg tek over.")

    assert _holder(world) == world.people["receiver"].name
    assert _can(world, "receiver", Action.CONCERN_ADD)
    assert not _can(world, "holder", Action.LOG_READ)
    with world.inside("receiver") as log:
        held = [(leg.holder.name, leg.until_at is None) for leg in transfers.legs(transfers.transfers(log))]
    assert held == [(world.people["holder"].name, False), (world.people["receiver"].name, True)]


def test_r2_declining_leaves_the_baton_where_it_is(world: World) -> None:
    """With a reason, and without the right to read."""
    with pytest.raises(Refused) as refused:
        transfers.decline(world.as_("receiver"), world.transfer, reason=" ")
    assert refused.value.field == "reason"

    transfers.decline(world.as_("receiver"), world.transfer, reason="Har for mykje no.")

    assert _holder(world) == world.people["holder"].name
    assert not _can(world, "receiver", Action.LOG_READ)


def test_r2_an_offer_taken_back_is_not_accepted(world: World) -> None:
    """The receiver stands outside again."""
    transfers.withdraw(world.as_("leader"), world.transfer)

    with pytest.raises(Denied):
        transfers.accept(world.as_("receiver"), world.transfer)
    assert _holder(world) == world.people["holder"].name


def test_r2_one_offer_at_a_time(world: World) -> None:
    """The baton is one."""
    with pytest.raises(Refused) as refused:
        transfers.offer(world.as_("leader"), world.log, to=world.people["colleague"])
    assert refused.value.field == "to"


def test_r9_only_the_leader_offers_and_takes_back(world: World) -> None:
    """Neither the holder, the receiver nor another leader."""
    for name in ("holder", "deputy", "employee", "receiver", "other_leader", "guardian"):
        with pytest.raises(Denied):
            transfers.withdraw(world.as_(name), world.transfer)
        with pytest.raises(Denied):
            transfers.offer(world.as_(name), world.log, to=world.people["colleague"])


def test_nobody_accepts_what_was_offered_to_somebody_else(world: World) -> None:
    """Not even the leader."""
    for name in ("leader", "holder", "colleague", "employee"):
        with pytest.raises(Denied):
            transfers.accept(world.as_(name), world.transfer)


def test_the_one_who_was_offered_reads_but_does_not_write(world: World) -> None:
    """Enough to decide."""
    assert _can(world, "receiver", Action.LOG_READ)
    assert not _can(world, "receiver", Action.CONCERN_ADD)


@pytest.mark.parametrize("name", ["teacher_mother", "other_leader", "stranger", "holder"])
def test_r24_the_baton_is_offered_to_free_staff_of_the_unit_only(world: World, name: str) -> None:
    """Not to family, other units, or the one who holds it."""
    transfers.withdraw(world.as_("leader"), world.transfer)

    with pytest.raises(Refused) as refused:
        transfers.offer(world.as_("leader"), world.log, to=world.people[name])

    assert refused.value.field == "to"
