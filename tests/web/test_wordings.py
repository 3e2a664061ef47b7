"""Earlier wordings on the page (R14)."""

from __future__ import annotations

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


def test_a_log_that_was_never_changed_says_so(world: WebWorld) -> None:
    assert shown(world.client("holder").get(address(world.log, "tidlegare/")), "Nothing has been changed.")


def test_a_stranger_does_not_get_there(world: WebWorld) -> None:
    assert world.client("stranger").get(address(world.log, "tidlegare/")).status_code == 404
