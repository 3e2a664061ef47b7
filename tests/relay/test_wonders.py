"""Wonders: who sees them, when they are decided, and how they are forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.operation import Denied, Refused, Stale
from stafettlogg.core.scope import everywhere
from stafettlogg.relay import wonders
from stafettlogg.relay.models import Wonder
from tests.roles import as_worker
from tests.world import NOW, World


def _shared(world: World) -> Wonder:
    by = world.as_("colleague")
    wonder = wonders.write(by, world.unit, about="Emil", text="Er mykje åleine i friminutta.")
    return wonders.share(by, wonder)


def _decided(world: World, decision: str) -> Wonder:
    return wonders.decide(world.as_("leader"), _shared(world), decision=decision, has_read_duty=True)


def test_r22_a_draft_is_seen_by_its_writer_alone(world: World) -> None:
    """Not even the leader lists it."""
    by = world.as_("colleague")

    wonder = wonders.write(by, world.unit, about="Emil", text="Er mykje åleine.")

    with acting(by):
        assert [row.pk for row in wonders.mine(by)] == [wonder.pk]
    with acting(world.as_("leader")):
        assert wonders.to_decide(world.as_("leader")) == []
    with pytest.raises(Denied):
        wonders.decide(world.as_("leader"), wonder, decision="own_unit", has_read_duty=True)


def test_r22_a_shared_wonder_is_seen_by_the_leader_and_not_by_colleagues(world: World) -> None:
    """Nor by a leader of another unit."""
    wonder = _shared(world)

    for name in ("leader", "substitute"):
        with acting(world.as_(name)):
            assert [row.pk for row in wonders.to_decide(world.as_(name))] == [wonder.pk]
    for name in ("holder", "other_leader", "stranger"):
        with acting(world.as_(name)):
            assert wonders.to_decide(world.as_(name)) == []


def test_r5_a_wonder_is_decided_within_fourteen_days_and_late_after_that(world: World) -> None:
    """The last day itself is in time."""
    _shared(world)
    by = world.as_("leader")

    with acting(by):
        (wonder,) = wonders.to_decide(by)

    assert wonder.decide_by == date(2026, 12, 8)
    with clock.fixed(NOW + timedelta(days=14)):
        assert not wonder.is_late
    with clock.fixed(NOW + timedelta(days=15)):
        assert wonder.is_late


def test_r15_nothing_is_decided_before_the_duty_to_report_is_read(world: World) -> None:
    """The refusal stands on the tick."""
    wonder = _shared(world)

    with pytest.raises(Refused) as refused:
        wonders.decide(world.as_("leader"), wonder, decision="own_unit", has_read_duty=False)

    assert refused.value.field == "has_read_duty"


def test_r14_a_wonder_is_not_overwritten_by_somebody_who_has_not_seen_the_newest(world: World) -> None:
    """Two windows, one writer."""
    by = world.as_("colleague")
    wonder = wonders.write(by, world.unit, about="Emil", text="Først.")
    wonders.change(by, wonder, about="Emil", text="Så.", version=1)

    with pytest.raises(Stale):
        wonders.change(by, wonder, about="Emil", text="Gamalt vindauge.", version=1)


def test_a_decided_wonder_is_not_changed(world: World) -> None:
    """What was decided about stays as it was."""
    wonder = _decided(world, "nothing_more")

    with pytest.raises(Denied):
        wonders.change(world.as_("colleague"), wonder, about="Emil", text="Nytt.", version=1)


def test_an_empty_wonder_is_refused_on_its_field(world: World) -> None:
    """About whom, and what."""
    for about, text, at in ((" ", "Noko", "about"), ("Emil", " ", "text")):
        with pytest.raises(Refused) as refused:
            wonders.write(world.as_("colleague"), world.unit, about=about, text=text)
        assert refused.value.field == at


def test_nobody_writes_a_wonder_in_a_unit_they_do_not_work_in(world: World) -> None:
    """Neither staff of another unit nor a guardian."""
    for name in ("other_leader", "guardian", "far_leader"):
        with pytest.raises(Denied):
            wonders.write(world.as_(name), world.unit, about="Emil", text="Noko")


def test_r22_a_wonder_that_led_to_nothing_loses_its_text_after_ninety_days(world: World) -> None:
    """The decision stays; other wonders keep their text."""
    nothing, helped = _decided(world, "nothing_more"), _decided(world, "own_unit")

    with clock.fixed(NOW + timedelta(days=90)), as_worker():
        assert wonders.forget_old() == 0
    with clock.fixed(NOW + timedelta(days=91)), as_worker():
        assert wonders.forget_old() == 1
        assert wonders.forget_old() == 0

    with as_worker(), everywhere("looking after"):
        kept = {row.pk: (row.text is None, row.decision) for row in Wonder.objects.get_queryset()}
    assert kept == {nothing.pk: (True, "nothing_more"), helped.pk: (False, "own_unit")}
