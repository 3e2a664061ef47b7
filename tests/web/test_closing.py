"""Closing a log on the page, and opening it again (R14, R18, R20)."""

from __future__ import annotations

import pytest

from tests.relay.rows import plan
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, send, shown

pytestmark = pytest.mark.django_db


def test_r18_measures_nobody_has_evaluated_need_a_reason(world: WebWorld) -> None:
    plan(world)
    leader, at = world.client("leader"), address(world.log, "avslutt/")

    answer = send(leader, at, reason="moved", note="Good luck, Nora.")

    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["unevaluated_reason"]
    assert filled_in(answer)["note"] == "Good luck, Nora." and filled_in(answer)["reason"] == "moved"
    assert send(leader, at, reason="moved", note="Good luck.", unevaluated_reason="She has moved.").status_code == 302


def test_a_log_is_closed_with_its_note_and_opened_again_with_a_reason(world: WebWorld) -> None:
    leader = world.client("leader")
    assert not shown(leader.get(address(world.log, "avslutt/")), "Some measures were never evaluated")

    assert (
        send(leader, address(world.log, "avslutt/"), reason="goal_reached", note="Thank you, Nora.").status_code == 302
    )
    assert shown(world.client("guardian").get(address(world.log)), "This log is closed", "Thank you, Nora.")

    assert send(leader, address(world.log, "opne/"), reason="It came back.").status_code == 302
    page = leader.get(address(world.log))
    assert shown(page, "The log was opened again: It came back.") and not shown(page, "This log is closed")
    assert shown(leader.get(address(world.log, "tidlegare/")), "Thank you, Nora.")


def test_r14_nothing_is_written_in_a_closed_log(world: WebWorld) -> None:
    send(world.client("leader"), address(world.log, "avslutt/"), reason="goal_reached", note="Thank you, Nora.")

    for rest in ("merksemd/", "tiltak/", "notat/", "lysglimt/", "stemme/", "steg/", "niva/", "samtykke/", "stafett/"):
        assert world.client("leader").get(address(world.log, rest)).status_code == 403


def test_r9_only_the_leader_closes(world: WebWorld) -> None:
    for name, status in (("holder", 403), ("guardian", 403), ("stranger", 404)):
        assert world.client(name).get(address(world.log, "avslutt/")).status_code == status
