"""A form that is sent twice is done once, and the second sending ends where the first did."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stafettlogg.relay import entries
from stafettlogg.relay.models import RelayLog
from tests.relay.rows import a_concern
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in

pytestmark = pytest.mark.django_db


def twice(client: Client, log: RelayLog, rest: str, **answers: Any) -> None:
    """Send one form two times, as a double click does, and meet the log both times."""
    at = address(log, rest)
    sent = {**filled_in(client.get(at)), **answers}
    for answer in (client.post(at, sent), client.post(at, sent)):
        assert (answer.status_code, answer["Location"]) == (302, address(log))


def test_an_entry_sent_twice_is_written_once(world: WebWorld) -> None:
    twice(world.client("holder"), world.log, "lysglimt/", text="She laughed a lot.", arena="unit")

    with world.inside("holder") as log:
        assert len(entries.entries(log)) == 1


def test_a_change_sent_twice_is_no_quarrel_with_oneself(world: WebWorld) -> None:
    concern = a_concern(world)

    twice(world.client("holder"), world.log, f"merksemd/{concern.pk}/", text="In better words.")


def test_what_can_be_done_once_only_is_not_refused_the_second_time(world: WebWorld) -> None:
    twice(world.client("receiver"), world.log, f"stafett/{world.transfer.pk}/", note="Thank you.")
    twice(world.client("leader"), world.log, "avslutt/", reason="goal_reached", note="Thank you, Nora.")
    twice(world.client("leader"), world.log, "opne/", reason="It came back.")


def test_a_spent_key_hides_no_try_that_is_another_act(world: WebWorld) -> None:
    holder = world.client("holder")
    sent = filled_in(holder.get(address(world.log, "notat/"))) | {"text": "Seen."}
    holder.post(address(world.log, "notat/"), sent)

    assert holder.post(address(world.log, "avslutt/"), sent).status_code == 403
    assert holder.post(address(world.other_log, "notat/"), sent).status_code == 404
