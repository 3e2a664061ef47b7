"""Concerns: written anew, worded better, resolved or excepted – and nothing is lost."""

from __future__ import annotations

import pytest

from stafettlogg.core.acting import acting
from stafettlogg.core.operation import Denied, Refused, Stale
from stafettlogg.relay import concerns, wordings
from stafettlogg.relay.models import Concern
from tests.relay.rows import a_concern
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["holder", "deputy", "leader", "substitute"])
def test_those_who_carry_the_log_add_concerns(world: World, name: str) -> None:
    concern = a_concern(world, name)

    with world.inside("guardian") as log:
        assert [(row.pk, row.text, row.by.name) for row in concerns.concerns(log)] == [
            (concern.pk, "Nora is often alone in the breaks.", world.people[name].name)
        ]


@pytest.mark.parametrize("name", ["employee", "receiver", "guardian", "child", "stranger", "far_leader"])
def test_nobody_else_adds_concerns(world: World, name: str) -> None:
    with pytest.raises(Denied):
        a_concern(world, name)


def test_a_log_that_is_not_active_takes_no_concern(world: World) -> None:
    with pytest.raises(Denied):
        concerns.add(world.as_("leader"), world.quiet_log, area="play", text="Too early")


def test_an_empty_text_is_refused_on_its_field(world: World) -> None:
    with pytest.raises(Refused) as refused:
        a_concern(world, text="  \n")

    assert refused.value.field == "text"


def test_r14_a_change_keeps_the_earlier_wording(world: World) -> None:
    concern = a_concern(world)

    changed = concerns.change(world.as_("leader"), concern, area="feelings", text="Nora seems sad.", version=1)

    assert (changed.area, changed.text, changed.version) == ("feelings", "Nora seems sad.", 2)
    with world.inside("holder") as log:
        assert {(kept.field, kept.text, kept.by.name) for kept in wordings.earlier(log, concern.pk)} == {
            ("area", "play", "Ragnhild Nes"),
            ("text", "Nora is often alone in the breaks.", "Ragnhild Nes"),
        }


def test_r14_nothing_is_overwritten_by_somebody_who_has_not_seen_the_newest(world: World) -> None:
    concern = a_concern(world)
    concerns.change(world.as_("leader"), concern, area="play", text="Newest.", version=1)

    with acting(world.as_("holder")):
        with pytest.raises(Stale) as stale:
            concerns.change(world.as_("holder"), concern, area="play", text="Older page.", version=1)

        assert isinstance(stale.value.row, Concern)
        assert (stale.value.row.text, stale.value.row.version) == ("Newest.", 2)


def test_a_concern_is_resolved_once_with_what_tells_us_so(world: World) -> None:
    concern = a_concern(world)

    resolved = concerns.resolve(world.as_("holder"), concern, note="She has two good friends.", version=1)

    assert resolved.resolved_at is not None
    with pytest.raises(Refused):
        concerns.resolve(world.as_("holder"), resolved, note="Again", version=2)
    with world.inside("holder") as log:
        assert [row.resolved_note for row in concerns.concerns(log)] == ["She has two good friends."]


def test_r3_an_exception_has_its_reason_in_writing(world: World) -> None:
    concern = a_concern(world)

    with pytest.raises(Refused) as refused:
        concerns.except_(world.as_("holder"), concern, reason=" ", version=1)
    excepted = concerns.except_(world.as_("holder"), concern, reason="The family asked for rest at home.", version=1)

    assert refused.value.field == "reason"
    assert excepted.exception_reason == "The family asked for rest at home."
