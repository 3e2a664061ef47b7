"""Wonders: written, shared, decided."""

from __future__ import annotations

import pytest

from stafettlogg.relay import wonders
from stafettlogg.relay.models import Wonder
from tests.web.conftest import WebWorld

WORDS = {"about": "Ola", "text": "He sits alone in every break."}


@pytest.fixture
def draft(world: WebWorld) -> Wonder:
    """What the employee has written, shown to nobody."""
    return wonders.write(world.as_("employee"), world.unit, **WORDS)


@pytest.fixture
def shared(world: WebWorld, draft: Wonder) -> Wonder:
    """The same, with the leader."""
    return wonders.share(world.as_("employee"), draft)


def at(wonder: Wonder, rest: str = "") -> str:
    """Where it is."""
    return f"/4699/undring/{wonder.pk}/{rest}"


def test_an_employee_writes_a_draft_and_shares_it(world: WebWorld) -> None:
    browser = world.client("employee")
    written = browser.post(f"/4699/eining/{world.unit.pk}/undring/", WORDS)
    read = browser.get(written["Location"]).text
    sent = browser.post(f"{written['Location']}del/", follow=True).text

    assert "Only you" in read
    assert "He sits alone in every break." in read
    assert "Your leader can read it now" in sent
    assert "Share with the leader" not in sent
    assert "Ola" in world.client("leader").get(written["Location"]).text


def test_nothing_typed_is_lost_when_something_is_missing(world: WebWorld) -> None:
    refused = world.client("employee").post(f"/4699/eining/{world.unit.pk}/undring/", {"about": "Ola", "text": ""})

    assert refused.status_code == 422
    assert 'value="Ola"' in refused.text


def test_r22_a_draft_is_its_writers_alone_and_a_shared_one_the_leaders_too(world: WebWorld, draft: Wonder) -> None:
    before = {name: world.client(name).get(at(draft)).status_code for name in ("employee", "leader", "colleague")}
    wonders.share(world.as_("employee"), draft)
    after = {name: world.client(name).get(at(draft)).status_code for name in ("employee", "leader", "colleague")}

    assert before == {"employee": 200, "leader": 404, "colleague": 404}
    assert after == {"employee": 200, "leader": 200, "colleague": 404}


def test_r15_the_duty_to_report_is_shown_before_anything_is_written_or_decided(world: WebWorld, shared: Wonder) -> None:
    pages = (
        world.client("employee").get(f"/4699/eining/{world.unit.pk}/undring/").text,
        world.client("leader").get(at(shared, "avgjer/")).text,
        world.client("leader").get(f"/4699/eining/{world.unit.pk}/logg/").text,
    )

    for text in pages:
        assert "Then do not tell the home first." in text
        assert "tel:116111" in text
        assert "tel:02800" in text
        assert text.index("tel:116111") < text.index("<textarea")


def test_r15_nothing_is_decided_before_the_duty_is_read(world: WebWorld, shared: Wonder) -> None:
    leader = world.client("leader")
    unread = leader.post(at(shared, "avgjer/"), {"decision": "own_unit", "note": "Thank you."})
    read = leader.post(at(shared, "avgjer/"), {"decision": "own_unit", "note": "Thank you.", "has_read_duty": "on"})

    assert unread.status_code == 422
    assert "Read first what to do on suspicion of violence or abuse." in unread.text
    assert "Thank you." in unread.text
    assert read["Location"] == at(shared)


@pytest.mark.parametrize("decision", ["own_unit", "more_services", "nothing_more", "duty_to_report"])
def test_r15_a_log_is_opened_from_a_wonder_only_where_that_is_decided(
    world: WebWorld, shared: Wonder, decision: str
) -> None:
    wonders.decide(world.as_("leader"), shared, decision=decision, has_read_duty=True)
    link = f"/4699/eining/{world.unit.pk}/logg/?undring={shared.pk}"
    shown = [world.client(name).get(at(shared)).text for name in ("employee", "leader")]

    assert [link in text for text in shown] == [decision in ("own_unit", "more_services")] * 2
    assert ["tel:116111" in text for text in shown] == [decision == "duty_to_report"] * 2


def test_r14_a_text_changed_meanwhile_is_not_overwritten(world: WebWorld, draft: Wonder) -> None:
    browser = world.client("employee")
    wonders.change(world.as_("employee"), draft, about="Ola", text="He sits alone on Mondays.", version=1)
    refused = browser.post(at(draft, "endre/"), {"about": "Ola", "text": "He was ill.", "version": "1"})

    assert refused.status_code == 409
    assert "He was ill." in refused.text
    assert "He sits alone on Mondays." in refused.text


def test_the_writer_reads_but_does_not_decide(world: WebWorld, shared: Wonder) -> None:
    assert world.client("employee").get(at(shared, "avgjer/")).status_code == 403
    assert world.client("colleague").get(at(shared, "avgjer/")).status_code == 404
