"""One word runs through everything, every address says what it is, and what may pass the gates is a list one can read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from stafettlogg.core.access_table import VERBS
from stafettlogg.core.operation import OPERATIONS
from stafettlogg.core.policy import POLICY, Action

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "stafettlogg"
TESTS = ROOT / "tests"
for package in ("identity", "relay"):
    for module in sorted((PACKAGE / package).glob("*.py")):
        import_module(f"stafettlogg.{package}.{module.stem}")

READS = {
    Action.LOG_READ,
    Action.LOG_TRAIL,
    Action.ATTACHMENT_READ,
    Action.WONDER_READ,
    Action.UNIT_READ,
    Action.UNIT_LIST,
    Action.PERSON_LIST,
    Action.TRAIL_LIST,
}
# verb → module.function, where English wants another word than the plural of the noun and the verb itself
CALLED = {
    Action.LOG_CLOSE: "closing.close",
    Action.LOG_REOPEN: "closing.reopen",
    Action.LOG_OPEN: "opening.open_log",
    Action.CHILD_CORRECT: "people.correct_child",
    Action.CHILD_INVITE: "people.invite_child",
    Action.GUARDIAN_INVITE: "people.invite_guardian",
    Action.GUARDIAN_CORRECT: "people.correct_guardian",
    Action.FAMILY_CONFIRM: "confirming.confirm",
    Action.FAMILY_DECLINE: "confirming.decline",
    Action.EMPLOYEE_ADMIT: "people.admit",
    Action.EMPLOYEE_DISMISS: "people.dismiss",
    Action.DEPUTY_APPOINT: "people.appoint_deputy",
    Action.DEPUTY_DISMISS: "people.dismiss_deputy",
    Action.LEADER_APPOINT: "posts.appoint",
    Action.LEADER_DISMISS: "posts.dismiss",
    Action.SETTINGS_CHANGE: "settings.change",
    Action.UNITS_IMPORT: "unit_file.carry_out",
    Action.STAFF_IMPORT: "staff_file.carry_out",
    Action.STAFF_APPOINT: "staff.appoint",
    Action.STAFF_DISMISS: "staff.dismiss",
    Action.PERSON_CORRECT: "staff.correct",
    Action.NUMBER_REQUEST: "requests.request_number",
    Action.NUMBER_CONFIRM: "requests.confirm_number",
    Action.NUMBER_DECLINE: "requests.decline_number",
    Action.NAME_CONFIRM: "requests.confirm_name",
    Action.NAME_DECLINE: "requests.decline_name",
    Action.LEVEL_CHANGE: "consents.change_level",
    Action.CONSENT_EXCEPT: "consents.except_",
    Action.CONCERN_EXCEPT: "concerns.except_",
    Action.EVALUATION_CHANGE: "measures.change_evaluation",
}


def called(action: Action) -> str:
    """The function that does it: the plural of the noun, a dot, the verb."""
    noun, verb = action.value.split(".")
    return CALLED.get(action, f"{noun}s.{verb}")


def addresses() -> Iterator[URLPattern]:
    """Every address of the product."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    return walk(get_resolver().url_patterns)


# --- one word -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", sorted({*Action} - READS))
def test_every_verb_that_changes_something_is_one_operation_of_the_same_name(action: Action) -> None:
    run = OPERATIONS[action]

    assert f"{run.__module__.rpartition('.')[2]}.{run.__name__}" == called(action)
    assert run.action is action  # type: ignore[attr-defined]


def test_what_is_only_read_has_no_operation() -> None:
    assert READS.isdisjoint(OPERATIONS)
    assert set(OPERATIONS) | READS == set(Action) == set(POLICY) == set(VERBS)


def test_no_two_operations_claim_the_same_verb() -> None:
    claims = re.findall(r"@operation\(Action\.(\w+)\)", "".join(file.read_text() for file in PACKAGE.rglob("*.py")))

    assert sorted(claims) == sorted({*claims})


@pytest.mark.parametrize("action", sorted({*Action} - {Action.UNIT_LIST, Action.TRAIL_LIST}))
def test_every_verb_has_an_address_of_the_same_name(action: Action) -> None:
    named = {pattern.name: pattern.callback for pattern in addresses()}

    assert action.value.replace(".", "-") in named
    assert getattr(named[action.value.replace(".", "-")], "access", None) == action


def test_every_address_says_what_it_is() -> None:
    silent = {str(pattern.pattern) for pattern in addresses() if not hasattr(pattern.callback, "access")}

    assert silent == set()


def test_addresses_are_norwegian_words_in_plain_letters_and_names_are_unique() -> None:
    patterns = list(addresses())
    names = [pattern.name for pattern in patterns]

    assert None not in names
    assert len({*names}) == len(names)
    for pattern in patterns:
        assert re.fullmatch(r"(<\w+:\w+>|[a-z0-9-]+|/)*", str(pattern.pattern)), pattern


@pytest.mark.parametrize("action", sorted({*Action} - READS))
def test_every_operation_is_called_by_a_test(action: Action) -> None:
    module, function = called(action).split(".")
    tests = "".join(file.read_text() for file in TESTS.rglob("*.py"))

    assert re.search(rf"\b{module}\.{function}\(", tests)


# --- who may pass the gates ---------------------------------------------------------------------------------------

WITHOUT_CALLER = {
    "core/mark.py": "how far the database has come belongs to nobody",
    "core/scope.py": "what they are",
    "identity/bootstrap.py": "nobody is there yet",
    "identity/people.py": "a person or child by a keyed hash, or the one a root names",
    "identity/posts.py": "choices of people in the own unit",
    "identity/providers.py": "how one signs in belongs to nobody yet",
    "identity/signin.py": "before sign-in",
    "identity/requests.py": "the name in a request that one is to confirm",
    "identity/staff.py": "everybody with a post, for who has entered the municipality",
    "identity/staff_file.py": "everybody in the units a file names, for who has entered the municipality",
    "identity/told.py": "what one is told oneself, and who is officer today",
    "identity/units.py": "whether another unit has the name or number",
    "management/commands/demo.py": "the training world",
    "management/commands/world.py": "the training world",
    "management/oversight.py": "who is officer, for the doctor",
    "management/places.py": "the officer is told what the command line does",
    "management/standin.py": "the training site's people, whom the stand-in lets one be",
    "relay/attachments.py": "the worker's check",
    "relay/confirming.py": "R24: who is to know that somebody waits belongs to nobody",
    "relay/drafts.py": "drafts that are too old belong to nobody",
    "relay/drilling.py": "a drill opens what is sealed, and shows nothing of it",
    "relay/called.py": "R28: the names of those who stand in a trail one may see",
    "relay/duplicates.py": "R20 belongs to nobody",
    "relay/identities.py": "R27 and R28 are weighed and carried out by the worker",
    "relay/opening.py": "R25 belongs to nobody",
    "relay/wonders.py": "R22 belongs to nobody",
}
BARE_SETS = {
    "core/audit.py": "one insert of many events",
    "core/policy.py": "the relations themselves",
    "relay/standing.py": "counts inside a list that was asked for with a caller",
}


def calling(pattern: str) -> set[str]:
    """The files of the package whose code has the pattern, comments and docstrings left out."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        if "migrations" in file.parts:
            continue
        code = ast.unparse(_without_docstrings(ast.parse(file.read_text())))
        if re.search(pattern, code):
            found.add(str(file.relative_to(PACKAGE)))
    return found


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            vars(node)["body"] = [
                line for line in body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.fix_missing_locations(tree)


def test_who_asks_without_a_caller_stands_on_the_list() -> None:
    assert calling(r"\b(system|everywhere|as_system)\(") - {"core/acting.py"} <= {*WITHOUT_CALLER}


def test_who_makes_a_bare_queryset_stands_on_the_list() -> None:
    assert calling(r"(?<![A-Za-z])(models\.)?QuerySet\(") - {"core/scope.py"} <= {*BARE_SETS}


def test_who_opens_a_scoped_query_stands_in_core() -> None:
    assert calling(r"\.opened = True|\._opened\(\)|ScopedQuery\(|\bPermit\(") <= {"core/scope.py", "core/audit.py"}


def test_the_way_round_the_gates_is_used_by_nobody() -> None:
    assert calling(r"_base_manager|_raw_delete|\._update\(|RawSQL|\.extra\(|\bwriting\(\)") <= {
        "core/scope.py",
        "core/operation.py",
        "identity/signin.py",  # signing in is no operation: it is done to no root
        "identity/told.py",  # to have seen what one is told is one's own, and done to no root
    }


def test_who_asks_for_drafts_is_one_file() -> None:
    assert calling(r"\b(Draft|Writing)\.objects") == {"relay/drafts.py"}


def test_the_web_writes_nothing_itself() -> None:
    asks = calling(r"\.(save|delete|create|bulk_create|update_or_create|get_or_create)\(|\bstamp\(")

    assert {file for file in asks if file.startswith("web/")} <= {
        "web/signin.py",
        "web/keeping.py",  # the session, last in the request's transaction
    }


def test_the_look_would_find_one() -> None:
    assert "relay/wonders.py" in calling(r"\beverywhere\(")
    assert "core/policy.py" in calling(r"QuerySet\(")
