"""Consent: what makes a log active, what keeps it from it, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.core.operation import Denied, Refused
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import numbers
from stafettlogg.identity.models import Municipality
from stafettlogg.relay import consents, opening, people, words
from stafettlogg.relay.models import Consent, RelayLog
from tests.roles import as_worker
from tests.world import NOW, World, guardian_entry, say_yes


@pytest.fixture
def fresh(world: World) -> Iterator[RelayLog]:
    """A new log of a sixteen-year-old with two guardians; nobody has answered."""
    yield opening.open_log(
        world.as_("leader"),
        world.unit,
        child_name="Jakob Ny",
        child_number=numbers.synthetic(date(2010, 1, 9), 5),
        holder=world.people["holder"].pk,
        guardians=[guardian_entry(world, "stranger"), guardian_entry(world, "other_guardian", call_name="pappa")],
    )


def _own(world: World, log: RelayLog, name: str) -> Consent:
    rows = world.consents(log, world.as_("holder"))
    return next(row for row in rows if row.is_open and row.person_id == world.people[name].pk)


def _childs(world: World, log: RelayLog) -> Consent:
    return next(row for row in world.consents(log, world.as_("holder")) if row.is_open and row.is_childs)


def _say(world: World, log: RelayLog, name: str, is_yes: bool) -> Consent:
    row = _own(world, log, name)
    return consents.register(world.as_("holder"), row, is_yes=is_yes, way="oral", on_date=clock.today())


def _is_active(world: World, log: RelayLog) -> bool:
    with world.inside("holder", log) as own:
        return own.is_active


def _child_says(world: World, log: RelayLog, is_yes: bool = True) -> Consent:
    row = _childs(world, log)
    return consents.register(world.as_("holder"), row, is_yes=is_yes, way="oral", on_date=clock.today())


def test_r1_a_log_becomes_active_with_the_last_needed_yes(world: World, fresh: RelayLog) -> None:
    """All with parental responsibility, and the child itself from fifteen."""
    _say(world, fresh, "stranger", True)
    assert not _is_active(world, fresh)

    _say(world, fresh, "other_guardian", True)
    assert not _is_active(world, fresh)

    _child_says(world, fresh)
    assert _is_active(world, fresh)


def test_r1_a_younger_child_is_not_asked(world: World) -> None:
    """Under the consent age the guardians answer alone."""
    asked = world.consents(world.other_log, world.as_("other_holder"))

    assert [row.is_childs for row in asked] == [False]


def test_r1_a_municipality_may_ask_for_one_guardian_only(world: World, fresh: RelayLog) -> None:
    """A setting, not a branch."""
    with as_worker(), everywhere("a setting of the municipality"):
        Municipality.objects.get_queryset().filter(pk=world.fjordvik.pk).update(all_guardians_consent=False)

    _say(world, fresh, "stranger", True)
    _child_says(world, fresh)

    assert _is_active(world, fresh)


def test_r1_an_exception_with_a_reason_stands_for_a_missing_answer(world: World, fresh: RelayLog) -> None:
    """But never for every answer."""
    leader = world.as_("leader")
    for name in ("stranger", "other_guardian"):
        consents.except_(leader, _own(world, fresh, name), reason="Er ikkje å få tak i.")
    assert not _is_active(world, fresh)

    _child_says(world, fresh)
    assert _is_active(world, fresh)


def test_r1_an_exception_is_the_leaders_and_needs_a_reason(world: World, fresh: RelayLog) -> None:
    """The holder may not."""
    row = _own(world, fresh, "stranger")

    with pytest.raises(Denied):
        consents.except_(world.as_("holder"), row, reason="Er ikkje å få tak i.")
    with pytest.raises(Refused) as refused:
        consents.except_(world.as_("leader"), row, reason=" ")
    assert refused.value.field == "reason"


def test_r25_one_clear_no_keeps_the_log_from_becoming_active(world: World, fresh: RelayLog) -> None:
    """Whoever else says yes."""
    _say(world, fresh, "stranger", False)
    _say(world, fresh, "other_guardian", True)
    _child_says(world, fresh)

    assert not _is_active(world, fresh)


def test_r25_a_guardian_who_changes_a_no_is_asked_anew(world: World, fresh: RelayLog) -> None:
    """The no stays in the history, the new yes counts."""
    _say(world, fresh, "stranger", False)
    _say(world, fresh, "other_guardian", True)
    _child_says(world, fresh)

    with clock.fixed(NOW + timedelta(days=3)):
        consents.ask(world.as_("holder"), fresh, level=1)
        _say(world, fresh, "stranger", True)

        assert _is_active(world, fresh)
    answers = [
        row.is_yes for row in world.consents(fresh, world.as_("holder")) if row.person_id == world.people["stranger"].pk
    ]
    assert answers == [False, True]


def test_r25_an_answer_on_paper_comes_with_the_paper(world: World, fresh: RelayLog) -> None:
    """And tells who registered it."""
    holder, row = world.as_("holder"), _own(world, fresh, "stranger")

    with pytest.raises(Refused) as refused:
        consents.register(holder, row, is_yes=True, way="paper", on_date=clock.today())
    assert refused.value.field == "paper"

    paper = SimpleUploadedFile("samtykke.pdf", b"%PDF-1.4 a signed paper", "application/pdf")
    answered = consents.register(holder, row, is_yes=True, way="paper", on_date=date(2026, 11, 20), paper=paper)
    assert (answered.way, answered.registered_by_id, answered.from_date) == ("paper", holder.person, date(2026, 11, 20))


def test_an_answer_is_not_registered_in_the_future(world: World, fresh: RelayLog) -> None:
    """Nor answered twice."""
    row = _own(world, fresh, "stranger")

    with pytest.raises(Refused) as refused:
        consents.register(world.as_("holder"), row, is_yes=True, way="oral", on_date=clock.today() + timedelta(days=1))
    assert refused.value.field == "on_date"

    consents.register(world.as_("holder"), row, is_yes=True, way="oral", on_date=clock.today())
    with pytest.raises(Refused):
        consents.register(world.as_("holder"), row, is_yes=False, way="oral", on_date=clock.today())


def test_nobody_answers_for_somebody_else(world: World, fresh: RelayLog) -> None:
    """A guardian answers the own question only, and staff do not answer at all."""
    row = _own(world, fresh, "stranger")

    for name, hat in (("other_guardian", "family"), ("guardian", "family"), ("holder", "staff"), ("leader", "staff")):
        with pytest.raises(Denied):
            consents.answer(world.as_(name, Hat(hat)), row, is_yes=True)


def test_r21_what_was_asked_is_kept_with_the_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later text changes nothing for those who have answered."""
    before = words.consent(1, "nn")
    monkeypatch.setitem(words.CONSENT[1], "nn", "Ei heilt ny tekst.")

    asked = world.consents(world.log, world.as_("holder"))

    assert {row.words for row in asked} == {before}


def test_r8_level_two_is_refused_without_a_consent_to_that_level(world: World) -> None:
    """Consent to level 1 is not enough; with a yes from all it is allowed, and the reason stays as a note."""
    holder = world.as_("holder")
    with pytest.raises(Refused) as refused:
        consents.change_level(holder, world.log, level=2, reason="PPT bør vere med.")
    assert refused.value.field == "level"

    consents.ask(holder, world.log, level=2)
    for name in ("guardian", "second_guardian", "child"):
        say_yes(world, world.log, name)

    assert consents.change_level(holder, world.log, level=2, reason="PPT bør vere med.").level == 2
    assert consents.change_level(holder, world.log, level=1, reason="Det går betre.").level == 1


def test_r8_a_withdrawn_consent_opens_no_level(world: World) -> None:
    """R7: at once; and the log keeps what is written."""
    holder = world.as_("holder")
    consents.ask(holder, world.log, level=2)
    given = [say_yes(world, world.log, name) for name in ("guardian", "second_guardian", "child")]

    consents.withdraw(world.as_("guardian"), given[0])

    with pytest.raises(Refused):
        consents.change_level(holder, world.log, level=2, reason="PPT bør vere med.")
    assert _is_active(world, world.log)


def test_nobody_withdraws_the_consent_of_somebody_else(world: World) -> None:
    """Only the one who gave it."""
    given = next(
        row for row in world.consents(world.log, world.as_("guardian")) if row.person_id == world.people["guardian"].pk
    )

    for name in ("second_guardian", "child", "leader"):
        with pytest.raises(Denied):
            consents.withdraw(world.as_(name), given)


def test_r1_a_guardian_who_comes_later_is_asked_for_every_level_reached(world: World) -> None:
    """And until then no further level opens."""
    holder = world.as_("holder")

    people.invite_guardian(
        holder, world.log, name=world.people["stranger"].name, number=world.numbers["stranger"], basis="parental"
    )

    assert _own(world, world.log, "stranger").level == 1
    with pytest.raises(Refused):
        consents.ask(holder, world.log, level=1)


def test_the_same_question_is_not_asked_twice(world: World) -> None:
    """Everybody has been asked."""
    with pytest.raises(Refused) as refused:
        consents.ask(world.as_("holder"), world.log, level=1)
    assert refused.value.field == "level"


def test_the_world_is_consented_the_day_after_it_was_opened(world: World) -> None:
    """The tests' world keeps its promise."""
    with world.inside("guardian") as own:
        assert own.activated_at is not None
        assert own.activated_at < NOW
