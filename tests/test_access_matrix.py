"""Every verb × everybody × every root of both municipalities, against docs/access.md as it is printed (domain.md § 4)."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest

from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.operation import OPERATIONS, Denied, Refused, Stale
from stafettlogg.core.policy import Action, actions_on, root_of
from stafettlogg.core.scope import RootModel, Scoped, enter
from stafettlogg.identity.models import Municipality, Unit
from stafettlogg.relay.models import RelayLog, Wonder
from tests.deeds import WORDS, target
from tests.filled import Filled, filled, undone
from tests.personas import EVERY_ROW, OWNERS, PAGE, PERSONAS, PLACES, Persona, Place, granted

__all__ = ["filled"]

pytestmark = pytest.mark.usefixtures("filled")

ROOTS: dict[str, type[RootModel]] = {
    "Stafettloggen": RelayLog,
    "Undringa": Wonder,
    "Eininga": Unit,
    "Kommunen": Municipality,
}


@pytest.mark.parametrize("persona", PERSONAS, ids=str)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_what_one_may_do_is_what_the_page_says(place: Place, persona: Persona, filled: Filled) -> None:
    by, model = persona.caller(filled), ROOTS[place.section]
    wanted = set(granted(place, persona))
    with acting(by):
        root = enter(by, model, place.root(filled).pk)
        can = {action.value for action in root.permit.actions} if root else set()
        listed = {
            action.value
            for action in Action
            if model._meta.label == root_of(action)
            and model.objects.allowed(by, action).filter(pk=place.root(filled).pk).exists()
        }

    assert can == wanted
    assert listed == wanted, "the list and the check are one rule"


# on the main log everybody; elsewhere those who stand in some relation, and two who never do
ASKING = [
    pytest.param(place, persona, id=f"{place}-{persona}")
    for place in PLACES
    for persona in PERSONAS
    if place.name == "log" or place.relations(persona) or persona.key in ("stranger", "far_leader")
]


@pytest.mark.parametrize(("place", "persona"), ASKING)
def test_every_operation_asks_before_it_does(place: Place, persona: Persona, filled: Filled) -> None:
    by, model = persona.caller(filled), ROOTS[place.section]
    for action in (action for action in OPERATIONS if root_of(action) == model._meta.label):
        row = target(filled, place, action)
        if row is None and action in granted(place, persona):
            continue  # there is no such row there to be allowed to touch
        with undone():
            try:
                with suppress(Refused, Stale):  # allowed, and then a rule says no: nothing else is
                    OPERATIONS[action](by, row or place.root(filled), **WORDS[action](filled, by))
                denied = False
            except Denied:
                denied = True
        assert denied is not may(place, persona, action), f"{action} by {persona} on {place}"


def may(place: Place, persona: Persona, action: Action) -> bool:
    """Whether the page lets the persona do it to the row that the deed is about."""
    on = granted(place, persona).get(action, set())
    owners = [OWNERS[row].get(action, ()) for row in on if row in OWNERS]
    return bool(EVERY_ROW & on) or any(persona.key in ((own,) if isinstance(own, str) else own) for own in owners)


# what a rule refuses to everybody in the filled world, after the policy has said yes; no name waits there to be confirmed
RULED = {
    Action.CHILD_INVITE: "This person has the same place in the log already.",
    Action.LEVEL_CHANGE: "Choose another level than the present one.",
}
NO_ROW = (Action.NAME_CONFIRM, Action.NAME_DECLINE)


@pytest.mark.parametrize("action", sorted({*OPERATIONS} - {*NO_ROW}))
def test_every_operation_takes_these_words_from_somebody(action: Action, filled: Filled) -> None:
    """Else the words would be refused before anything was asked or done, and the matrix would show nothing."""
    refused = []
    for place in (place for place in PLACES if ROOTS[place.section]._meta.label == root_of(action)):
        for persona in (one for one in PERSONAS if may(place, one, action)):
            row, by = target(filled, place, action), persona.caller(filled)
            with undone():
                try:
                    if row is not None and OPERATIONS[action](by, row, **WORDS[action](filled, by)):
                        return
                except (Refused, Stale) as no:
                    refused.append(f"{persona} on {place}: {no}")
    rule = RULED.get(action)
    assert rule is not None, refused
    assert rule in {said.partition(": ")[2] for said in refused}


def rows_of(world: Filled, action: str, by: Caller) -> set[UUID]:
    """The rows of the main log that the verb may touch, by the permit."""
    models: dict[str, type[Scoped]] = {
        "note": type(world.notes["holder"]),
        "glimpse": type(world.notes["holder"]),
        "voice": type(world.notes["holder"]),
        "measure": type(world.measures["holder"]),
        "evaluation": type(world.evaluations["holder"]),
        "transfer": type(world.transfer),
        "consent": type(world.consents(world.log, world.as_("holder"))[0]),
    }
    with acting(by):
        log = enter(by, RelayLog, world.log.pk)
        assert log is not None
        return set(models[action.split(".")[0]].objects.of(log.permit, Action(action)).values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["holder", "employee", "deputy", "leader"])
@pytest.mark.parametrize("action", ["note.change", "glimpse.change", "voice.change"])
def test_only_the_writer_corrects(name: str, action: str, filled: Filled) -> None:
    own = {note.pk for note in filled.notes.values() if note.by_id == filled.people[name].pk}
    if action not in {row.action for row in PAGE if "tilsett med tilgang" in row.relations} and name == "employee":
        own = set()

    assert rows_of(filled, action, filled.as_(name)) == own


def test_an_employee_touches_the_measures_she_is_responsible_for_and_the_holder_all(filled: Filled) -> None:
    mine, hers = filled.measures["holder"].pk, filled.measures["employee"].pk
    for action in ("measure.change", "measure.evaluate"):
        assert rows_of(filled, action, filled.as_("employee")) == {hers}
        for name in ("holder", "deputy", "leader"):
            assert rows_of(filled, action, filled.as_(name)) >= {mine, hers}
    assert rows_of(filled, "evaluation.change", filled.as_("employee")) == {filled.evaluations["employee"].pk}
    assert len(rows_of(filled, "evaluation.change", filled.as_("deputy"))) == 3


@pytest.mark.parametrize("name", ["guardian", "second_guardian", "child", "teacher_mother"])
def test_nobody_answers_or_withdraws_for_another(name: str, filled: Filled) -> None:
    by = filled.as_(name, Hat.FAMILY)
    own = {row.pk for row in filled.consents(filled.log, filled.as_("holder")) if row.person_id == by.person}

    assert rows_of(filled, "consent.answer", by) == own
    assert rows_of(filled, "consent.withdraw", by) == own
    assert bool(own) is (name != "teacher_mother"), "who has no parental responsibility is not asked"


def test_only_who_was_offered_the_baton_can_take_it(filled: Filled) -> None:
    offered = rows_of(filled, "transfer.withdraw", filled.as_("leader"))
    for action in ("transfer.accept", "transfer.decline"):
        hers = rows_of(filled, action, filled.as_("receiver"))
        assert filled.transfer.pk in hers
        assert hers < offered, "an offer to the colleague is among them"
        assert rows_of(filled, action, filled.as_("leader")) == set()


def test_the_page_names_every_verb_and_nothing_else() -> None:
    assert {row.action for row in PAGE} == {action.value for action in Action}


def test_somebody_can_do_everything_and_nobody_can_do_all(filled: Filled) -> None:
    for action in Action:
        place = {place for place in PLACES if ROOTS[place.section]._meta.label == root_of(action)}
        can = {str(p) for p in PERSONAS for one in place if action.value in granted(one, p)}
        assert can, f"nobody of the personas shows {action}"
        assert len(can) < len(PERSONAS)


def test_every_verb_of_a_root_is_asked_about() -> None:
    for place in PLACES:
        label = ROOTS[place.section]._meta.label
        assert {row.action for row in PAGE if row.section == place.section} == {
            action.value for action in Action if root_of(action) == label
        }
    assert {label for model in ROOTS.values() if (label := model._meta.label)} == {root_of(action) for action in Action}
    assert all(actions_on(root_of(action)) for action in Action)
