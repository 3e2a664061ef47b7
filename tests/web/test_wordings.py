"""Earlier wordings on the page (R14)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stafettlogg.relay import concerns
from tests.relay.rows import a_concern
from tests.web.conftest import WebWorld
from tests.web.forms import address, shown

pytestmark = pytest.mark.django_db


def test_r14_whoever_reads_the_log_reads_what_stood_in_it_before(world: WebWorld) -> None:
    concern = a_concern(world, text="In the first words.")
    concerns.change(world.as_("deputy"), concern, area="play", text="In the second words.", version=1)

    page = world.client("guardian").get(address(world.log, "tidlegare/"))

    assert shown(page, "In the first words.", "Changed by Marit Haug")
    assert not shown(page, "In the second words.")


def test_r14_the_earlier_wordings_of_one_text_stand_alone_with_what_they_were(world: WebWorld) -> None:
    concern, other = a_concern(world, text="In the first words."), a_concern(world, text="Something else.")
    concerns.change(world.as_("deputy"), concern, area="feelings", text="In the second words.", version=1)
    concerns.change(world.as_("deputy"), other, area="play", text="Something new.", version=1)

    page = world.client("guardian").get(address(world.log, f"tidlegare/{concern.pk}/"))

    assert shown(page, "What was written", "In the first words.", "Area", "Play and friends")
    assert not shown(page, "Something else.")


def test_a_text_of_another_log_and_one_that_was_never_changed_have_no_earlier_wordings(world: WebWorld) -> None:
    far = concerns.add(world.as_("far_leader"), world.far_log, area="play", text="Far away.")
    concerns.change(world.as_("far_leader"), far, area="play", text="Farther away.", version=1)
    there = world.client("holder").get(address(world.log, f"tidlegare/{far.pk}/"))
    nowhere = world.client("holder").get(address(world.log, f"tidlegare/{uuid4()}/"))

    assert shown(there, "Nothing has been changed.") and shown(nowhere, "Nothing has been changed.")


def test_a_log_that_was_never_changed_says_so(world: WebWorld) -> None:
    assert shown(world.client("holder").get(address(world.log, "tidlegare/")), "Nothing has been changed.")


def test_a_stranger_does_not_get_there(world: WebWorld) -> None:
    assert world.client("stranger").get(address(world.log, "tidlegare/")).status_code == 404
