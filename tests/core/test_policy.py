"""The table itself: every verb, relation and condition is in it, named, and about one root."""

from __future__ import annotations

from pathlib import Path

import pytest

from stafettlogg.core import access_table
from stafettlogg.core.access_table import PEOPLE, ROWS, VERBS
from stafettlogg.core.policy import POLICY, RELATIONS, Action, Relation, root_of

ACCESS = Path(__file__).parents[2] / "docs" / "access.md"


def test_the_access_page_is_what_the_table_says() -> None:
    assert ACCESS.read_text() == access_table.page(), "Run make docs, and read the difference before it is signed."


def test_every_verb_has_a_row_and_a_name() -> None:
    assert set(POLICY) == set(Action)
    assert set(VERBS) == set(Action)


def test_every_relation_holds_somewhere_and_is_used() -> None:
    used = {relation for grants in POLICY.values() for grant in grants for relation in grant.relations}

    assert set(RELATIONS) == set(Relation) == set(PEOPLE)
    assert used == set(Relation)


@pytest.mark.parametrize("action", Action)
def test_a_verb_is_about_one_root_alone(action: Action) -> None:
    roots = {RELATIONS[relation].root for grant in POLICY[action] for relation in grant.relations}

    assert roots == {root_of(action)}


@pytest.mark.parametrize("action", Action)
def test_every_condition_has_words(action: Action) -> None:
    for grant in POLICY[action]:
        assert access_table.when(grant)
        assert ROWS[grant.row]


def test_no_two_verbs_are_called_the_same() -> None:
    assert len(set(VERBS.values())) == len(VERBS)
