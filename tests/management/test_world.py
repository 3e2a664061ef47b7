"""The training world holds what a course needs: every state, in believable words, in the language of its municipality."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import enter
from stafettlogg.identity import posts, signin
from stafettlogg.identity.models import Child
from stafettlogg.management import world
from stafettlogg.management.world.place import Place
from stafettlogg.relay import opening, standing, wonders
from stafettlogg.relay.models import Evaluation, Membership, RelayLog, Wonder
from stafettlogg.relay.timeline import Register
from stafettlogg.relay.whole import Whole, whole
from stafettlogg.relay.wordings import earlier
from tests.conftest import FOLDER, empty_tables
from tests.roles import as_worker
from tests.world import NOW

LEADERS = {
    "Fjordvik": ("Kari Lunde", "Marit Haugen", "Bente Kalland", "Gunnhild Tveiten", "Jostein Rygg"),
    "Havvik": ("Berit Strand", "Mona Krog"),
}
ENGLISH = {"the", "and", "with", "of", "was", "this", "that", "they", "not", "you", "somebody", "child", "log"}
BOKMÅL = {"jeg", "ikke", "hun", "hva", "hvordan", "noe", "mye", "hjemme", "være", "bare", "også", "deres", "dere"}
NYNORSK = {"eg", "ikkje", "kva", "korleis", "noko", "mykje", "heime", "vere", "berre", "dykk", "frå", "ho"}
SEASONAL = {"haust", "høst", "vinter", "sommar", "sommer", "jul", "nyttår", "påske", "september", "oktober", "november"}
VIOLENCE = re.compile(r"\b(vald|vold|slår|slått|slo|overgrep|mishandl\w*|blåmerk\w*)\b")


@dataclass
class Built:
    """The world, and where each log is read from: by a leader who is no family of it."""

    fjordvik: Place
    havvik: Place
    logs: dict[str, tuple[Caller, RelayLog]]

    @contextmanager
    def log_of(self, child: str, register: Register | None = None) -> Iterator[Whole]:
        """The log of the child as its leader sees it."""
        by, log = self.logs[child]
        with acting(by):
            here = enter(by, RelayLog, log.pk, ("municipality", "child", "holder", "unit"))
            assert here is not None
            yield whole(here, register)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """The world as `make demo` builds it, on 24 November 2026, really committed."""
    with django_db_blocker.unblock(), clock.fixed(NOW):
        try:
            with as_worker():
                fjordvik, havvik = world.build()
            yield Built(fjordvik, havvik, {**_logs(fjordvik, "Fjordvik"), **_logs(havvik, "Havvik")})
        finally:
            empty_tables(FOLDER)


def _logs(place: Place, name: str) -> dict[str, tuple[Caller, RelayLog]]:
    found = {}
    for leader in LEADERS[name]:
        by = place.as_(leader)
        with acting(by):
            for unit in place.units.values():
                found.update({line.child_name.split()[0]: (by, line.log) for line in standing.unit_logs(by, unit)})
    return found


# --- what is promised -----------------------------------------------------------------------------------------------


def test_there_are_two_municipalities_fifteen_logs_and_some_forty_people(built: Built) -> None:
    people = {place.municipality.name: signin.everybody(place.municipality) for place in (built.fjordvik, built.havvik)}

    assert len(built.logs) >= 15
    assert 35 <= len({one.person for one in people["Fjordvik kommune"]}) <= 50
    assert 8 <= len({one.person for one in people["Havvik kommune"]}) <= 15
    kinds = [unit.kind for unit in built.fjordvik.units.values()]
    assert sorted(kinds) == ["health_station", "kindergarten", "kindergarten", "ppt", "school", "school"]


def outcomes(decision: str) -> Callable[[Whole], bool]:
    """Whether the newest evaluation ended so, less than a week ago."""

    def is_so(log: Whole) -> bool:
        newest = max((e for view in log.measures for e in view.evaluations), key=lambda e: e.at, default=None)
        recent = newest is not None and (clock.now() - newest.at).days < 7
        every = {
            e.decision for view in log.measures for e in view.evaluations if newest and e.at.date() == newest.at.date()
        }
        return recent and decision in every

    return is_so


def agreed(log: Whole, level: int) -> bool:
    """Whether the log has reached the level, and everybody said yes to it."""
    said = [consent.is_yes for consent in log.consents if consent.level == level]
    return log.log.level >= level and bool(said) and all(said)


def answers(log: Whole, level: int) -> set[bool | None]:
    """What was answered to a level: yes, no, nothing."""
    return {consent.is_yes for consent in log.consents if consent.level == level}


STATES: tuple[tuple[str, str, Callable[[Whole], bool]], ...] = (
    ("waits for one of two consents", "Emil", lambda log: not log.log.is_active and answers(log, 1) == {True, None}),
    ("one guardian said no", "Iver", lambda log: not log.log.is_active and answers(log, 1) == {True, False}),
    ("one guardian could not be reached", "Eskil", lambda log: any(c.excepted_at for c in log.consents)),
    ("signed on paper", "Leon", lambda log: any(c.way == "paper" for c in log.consents) and bool(log.attachments)),
    ("is in use and has no concern yet", "Trym", lambda log: log.log.is_active and not log.concerns),
    ("lacks a measure at home", "Ylva", lambda log: log.order.missing_home == 1 and not log.order.missing_unit),
    ("has an exception with a reason", "Eskil", lambda log: bool(log.concerns[0].concern.exception_reason)),
    ("is due this week", "Mathias", lambda log: log.order.due == 2 and not log.order.late),
    ("is due this week, in Havvik", "Leon", lambda log: log.order.due == 2 and not log.order.late),
    ("has just passed its day", "Tuva", lambda log: log.order.late == 2),
    ("is late", "Sigve", lambda log: log.order.late == 2),
    ("was just evaluated: continue", "Eskil", outcomes(Evaluation.Decision.CONTINUE)),
    ("was just evaluated: adjust", "Håkon", outcomes(Evaluation.Decision.ADJUST)),
    ("was just evaluated: more help", "Zofia", outcomes(Evaluation.Decision.MORE_HELP)),
    ("shows the old beside the new", "Tuva", lambda log: any(view.replaces for view in log.running)),
    ("is at level 2 with its consent", "Amina", lambda log: agreed(log, 2)),
    ("is at level 3 with its consents", "Sondre", lambda log: agreed(log, 2) and agreed(log, 3)),
    ("waits for consent to level 2", "Zofia", lambda log: log.log.level == 1 and answers(log, 2) == {True, None}),
    ("has the baton offered", "Amina", lambda log: log.offer is not None),
    ("has had the baton declined", "Håkon", lambda log: any(t.declined_at for t in log.transfers)),
    ("has been handed over twice", "Even", lambda log: len(log.legs) == 3),
    ("has been handed over once", "Tuva", lambda log: len(log.legs) == 2),
    ("has a deputy", "Ella", lambda log: any(m.kind == Membership.Kind.DEPUTY for m in log.members)),
    ("has an employee let in", "Sondre", lambda log: any(m.kind == Membership.Kind.EMPLOYEE for m in log.members)),
    ("has lost its holder", "Mathias", lambda log: log.order.is_holder_gone),
    ("has a file under a note", "Sondre", lambda log: any(file.note_id for file in log.attachments)),
    ("is of a child with a protected address", "Ella", lambda log: log.log.child.protection != Child.Protection.NONE),
    (
        "has a guardian without parental responsibility",
        "Johannes",
        lambda log: [m.basis for m in log.members].count(Membership.Basis.WITHOUT) == 1,
    ),
    ("is closed with the goal reached", "Jonas", lambda log: log.log.closing_reason == "goal_reached"),
    ("goes on in an individual plan", "Oda", lambda log: log.log.closing_reason == "individual_plan"),
)  # fmt: skip


@pytest.mark.parametrize(("state", "child", "is_so"), STATES, ids=[state for state, _child, _is_so in STATES])
def test_a_log_of_the_world(built: Built, state: str, child: str, is_so: Callable[[Whole], bool]) -> None:
    with built.log_of(child) as log:
        assert is_so(log), f"The log of {child} {state} no more."


def test_a_young_person_of_fifteen_is_in_her_own_log(built: Built) -> None:
    by = built.havvik.as_("Sara Berg", Hat.FAMILY)

    with acting(by):
        (line,) = standing.my_logs(by)
        age = line.log.child.age(clock.today())

    assert (line.child_name, age) == ("Sara Berg", 15)


def test_r24_a_leader_who_is_a_guardian_reads_that_log_as_one(built: Built) -> None:
    at_work, at_home = built.fjordvik.as_("Gunnhild Tveiten"), built.fjordvik.as_("Gunnhild Tveiten", Hat.FAMILY)

    with acting(at_work):
        led = {line.child_name for line in standing.unit_logs(at_work, built.fjordvik.units["Fossheim skule"])}
    with acting(at_home):
        own = {line.child_name for line in standing.my_logs(at_home)}

    assert "Even Hamre Lie" in led
    assert "Sigve Tveiten" not in led
    assert own == {"Sigve Tveiten"}


def test_r24_a_teacher_who_is_a_mother_has_two_hats(built: Built) -> None:
    at_work, at_home = built.fjordvik.as_("Silje Hamre"), built.fjordvik.as_("Silje Hamre", Hat.FAMILY)

    with acting(at_work):
        held = {line.child_name for line in standing.my_logs(at_work)}
    with acting(at_home):
        own = {line.child_name for line in standing.my_logs(at_home)}

    assert held == {"Johannes Sunde", "Oda Lindal", "Sondre Raa"}
    assert own == {"Even Hamre Lie"}


def test_r20_somebody_has_tried_to_open_a_second_log(built: Built) -> None:
    with built.log_of("Håkon") as log:
        child = str(log.log.child_id)
    (planned,) = ProcrastinateJob.objects.filter(task_name=f"{opening.__package__}.jobs.count_duplicate")

    assert planned.args["child"] == child


def test_a_closed_log_has_been_opened_again(built: Built) -> None:
    with built.log_of("Live") as log:
        kept = {wording.field for wording in earlier(log.log)}

        assert log.log.is_active
        assert "closing_note" in kept
        assert len(log.running) == len(log.ended) == 2


def test_r2_havviks_ppt_looks_for_a_leader(built: Built) -> None:
    by = built.havvik.as_("Lise Fosse", Hat.ADMINISTRATION)

    with acting(by):
        without = [unit.name for unit in posts.units_without_leader(by)]

    assert without == ["PPT Havvik"]


def test_there_is_a_wonder_in_every_state(built: Built) -> None:
    seen: dict[str, set[str]] = {}
    for name in ("Hanne Solheim", "Olav Myklebust", "Ingrid Vik", "Mikal Stene", "Jorunn Løland", "Wenche Ulvik"):
        by = built.fjordvik.as_(name)
        with acting(by):
            seen[name] = {_state(wonder) for wonder in wonders.mine(by)}

    assert seen == {
        "Hanne Solheim": {"draft"},
        "Olav Myklebust": {"nothing_more"},
        "Ingrid Vik": {"shared", "own_unit, opened"},
        "Mikal Stene": {"late"},
        "Jorunn Løland": {"duty_to_report"},
        "Wenche Ulvik": {"own_unit"},
    }


def _state(wonder: Wonder) -> str:
    if wonder.decided_at:
        return f"{wonder.decision}, opened" if wonder.opened_at else wonder.decision
    return "draft" if wonder.shared_at is None else "late" if wonder.is_late else "shared"


# --- how it is told -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("register", Register)
def test_r23_every_log_is_told_in_every_register(built: Built, register: Register) -> None:
    for child in built.logs:
        with built.log_of(child, register) as log:
            told = [happening.text for happening in log.happenings]

        assert told
        assert [text for text in told if "%(" in text or "Somebody" in text] == []


def test_the_main_logs_are_rich(built: Built) -> None:
    for child in ("Tuva", "Amina", "Even", "Sondre"):
        with built.log_of(child) as log:
            assert 8 <= len(log.glimpses) <= 20, child
            assert {note.arena for note in log.glimpses} == {"unit", "home"}
            assert 3 <= len(log.steps) <= 5
            assert any(step.reached_on for step in log.steps)
            assert log.voice is not None
            seen = [e for view in log.measures for e in view.evaluations]
            assert all((e.child_view or e.child_not_asked) and e.guardians_view and e.professionals_view for e in seen)


def test_earlier_wordings_are_kept(built: Built) -> None:
    with built.log_of("Tuva") as log:
        kept = [wording.text for wording in earlier(log.log)]

    assert "Tuva er åleine i friminutta." in kept


def test_what_happens_at_work_happens_on_working_days_and_in_order(built: Built) -> None:
    for child in built.logs:
        with built.log_of(child) as log:
            worked = [note for note in log.entries if note.at.astimezone(clock.NORWAY).weekday() > 4]
            activated = log.log.activated_at
            early = [note for note in log.entries if activated is None or note.at < activated]

        assert worked == early == [], child


# --- in which words -------------------------------------------------------------------------------------------------


def texts(log: Whole) -> Iterator[str]:
    """Everything somebody wrote in the log, but how the guardians see it: they write as they speak."""
    yield from filter(None, (log.log.closing_note, log.log.unevaluated_reason))
    for view in log.concerns:
        yield from filter(None, (view.concern.text, view.concern.exception_reason, view.concern.resolved_note))
    for tried in log.measures:
        yield from (tried.measure.title, tried.measure.goal, tried.measure.how)
        for e in tried.evaluations:
            yield from filter(None, (e.reason, e.early_reason, e.child_view, e.child_not_asked, e.professionals_view))
    yield from (step.text for step in log.steps)
    yield from (note.text for note in log.entries)
    yield from (offer.message or offer.answer or "" for offer in log.transfers)
    yield from (consent.exception_reason or "" for consent in log.consents)
    yield from (wording.text for wording in earlier(log.log))


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-zæøåéèòô]+", text.lower()))


@pytest.mark.parametrize("child", [log.__name__.rsplit(".")[-1] for log in (*world.IN_FJORDVIK, *world.IN_HAVVIK)])
def test_texts_are_in_the_language_of_the_municipality(built: Built, child: str) -> None:
    called = child.replace("haakon", "håkon").capitalize()
    foreign = ENGLISH | SEASONAL | (NYNORSK if called in ("Sara", "Leon") else BOKMÅL)

    with built.log_of(called) as log:
        wrong = [text for text in texts(log) if words(text) & foreign or VIOLENCE.search(text.lower())]

    assert wrong == []


def test_r13_nothing_about_a_protected_child_names_a_place(built: Built) -> None:
    names = {word for unit in built.fjordvik.units for word in unit.lower().split()} - {"skule", "barnehage"}

    with built.log_of("Ella") as log:
        told = " ".join(texts(log)).lower()

    assert [name for name in names if name in told] == []


def test_r15_no_wonder_tells_what_was_feared(built: Built) -> None:
    by = built.fjordvik.as_("Jorunn Løland")

    with acting(by):
        (wonder,) = wonders.mine(by)
        written = f"{wonder.about} {wonder.text} {wonder.decision_note}"

    assert VIOLENCE.search(written.lower()) is None
    assert wonder.opened_at is None
