"""One log as it is lived: told in the order it happened, each thing some days ago, and done through its operation.

What people do at work happens on a working day; what is answered at home, on an evening before one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from stafettlogg.core import clock
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import enter
from stafettlogg.identity.models import Child
from stafettlogg.management.world.place import Place, number_of
from stafettlogg.relay import (
    attachments,
    closing,
    concerns,
    consents,
    glimpses,
    measures,
    notes,
    people,
    steps,
    transfers,
    voices,
)
from stafettlogg.relay.models import Concern, Consent, Measure, Membership, Note, RelayLog, Step, Transfer
from stafettlogg.relay.opening import GuardianEntry, open_log

WINDOW = timedelta(days=42)
PAUSE = timedelta(minutes=4)
MORNING, AFTERNOON, EVENING = 9, 14, 20
THURSDAY, FRIDAY = 3, 4


def moment(days: int, hour: int) -> datetime:
    """That many days ago, at about that hour in Norway; what would fall on a weekend was done before it."""
    day = clock.today() - timedelta(days=days)
    last = THURSDAY if hour >= EVENING else FRIDAY
    day -= timedelta(days=max(0, day.weekday() - last))
    return datetime.combine(day, time(hour, days * 7 % 50), clock.NORWAY)


@contextmanager
def ago(days: int, hour: int = MORNING) -> Iterator[date]:
    """The clock moved to that moment."""
    with clock.fixed(moment(days, hour)):
        yield clock.today()


def entered(by: Caller, log: RelayLog) -> RelayLog:
    """The log with a permit; use inside `acting(by)`."""
    here = enter(by, RelayLog, log.pk, ("municipality",))
    if here is None:
        raise LookupError("The training world asked for a log that its person may not see.")
    return here


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said about the child when a log is opened."""

    child: str
    born: date
    guardians: Sequence[GuardianEntry]
    has_number: bool = True
    protection: str = Child.Protection.NONE


class Tale:
    """A log, and who holds the baton; every verb begins with how many days ago it was."""

    def __init__(
        self, place: Place, days: int, leader: str, unit: str, holder: str, opening: Opening, wonder: UUID | None = None
    ) -> None:
        self.place, self.leader, self.holder = place, leader, holder
        self._days, self._last = days, moment(days, MORNING)
        self._newest: dict[UUID, Measure] = {}
        opener = holder if wonder else leader
        with self._at(days, MORNING):
            self.log = open_log(
                place.as_(opener),
                place.units[unit],
                child_name=opening.child,
                child_number=number_of(opening.born) if opening.has_number else None,
                child_born=opening.born,
                protection=opening.protection,
                holder=place.people[holder].pk,
                guardians=opening.guardians,
                wonder=wonder,
            )

    # --- consent ----------------------------------------------------------------------------------------------------

    def yes(self, days: int, name: str, level: int = 1) -> None:
        """A guardian, or a young person, says yes in the product."""
        self._answer(days, name, level, is_yes=True)

    def no(self, days: int, name: str, level: int = 1) -> None:
        """A guardian says no."""
        self._answer(days, name, level, is_yes=False)

    def yes_on_paper(self, days: int, name: str, paper: bytes) -> None:
        """A guardian has signed on paper, and the holder writes it down with the paper (R25)."""
        with self._at(days):
            by = self._by()
            consents.register(
                by,
                self._question(by, name, 1),
                is_yes=True,
                way=Consent.Way.PAPER,
                on_date=clock.today(),
                paper=SimpleUploadedFile("samtykke-signert.pdf", paper, "application/pdf"),
            )

    def without(self, days: int, name: str, reason: str) -> None:
        """The leader goes on without the answer of somebody who cannot be reached (R25)."""
        with self._at(days):
            by = self.place.as_(self.leader)
            consents.except_(by, self._question(by, name, 1), reason=reason)

    def asks(self, days: int, level: int) -> None:
        """Ask for consent to a level."""
        with self._at(days):
            consents.ask(self._by(), self.log, level=level)

    def goes_to(self, days: int, level: int, reason: str) -> None:
        """Change the level."""
        with self._at(days):
            consents.change_level(self._by(), self.log, level=level, reason=reason)

    def _answer(self, days: int, name: str, level: int, *, is_yes: bool) -> None:
        with self._at(days, EVENING):
            by = self.place.as_(name, Hat.FAMILY)
            consents.answer(by, self._question(by, name, level), is_yes=is_yes)

    def _question(self, by: Caller, name: str, level: int) -> Consent:
        with acting(by):
            asked = Consent.objects.of(entered(by, self.log).permit).filter(level=level, answered_at=None)
            return next(c for c in asked.select_related("person") if c.person and c.person.name == name)

    # --- what we are attentive to, and try ----------------------------------------------------------------------------

    def worry(self, days: int, area: str, text: str) -> Concern:
        """Write a concern."""
        with self._at(days):
            return concerns.add(self._by(), self.log, area=area, text=text)

    def say_better(self, days: int, concern: Concern, text: str) -> None:
        """Word a concern better."""
        with self._at(days):
            concerns.change(self._by(), concern, area=concern.area, text=text, version=concern.version)

    def resolve(self, days: int, concern: Concern, note: str) -> None:
        """The concern is gone."""
        with self._at(days):
            concerns.resolve(self._by(), concern, note=note, version=concern.version)

    def needs_no_other(self, days: int, concern: Concern, reason: str) -> None:
        """Say why there is no measure in one of the two places (R3)."""
        with self._at(days):
            concerns.except_(self._by(), concern, reason=reason, version=concern.version)

    def here(self, days: int, concern: Concern, title: str, goal: str, how: str, who: str = "") -> Measure:
        """Try something in the unit, from today, to be looked at in six weeks (R4)."""
        return self._plan(days, concern, Measure.Arena.UNIT, title, goal, how, who or self.holder)

    def at_home(self, days: int, concern: Concern, title: str, goal: str, how: str, who: str) -> Measure:
        """Try something at home."""
        return self._plan(days, concern, Measure.Arena.HOME, title, goal, how, who)

    def _plan(self, days: int, concern: Concern, arena: str, title: str, goal: str, how: str, who: str) -> Measure:
        with self._at(days):
            return measures.plan(
                self._by(),
                self.log,
                concern=concern.pk,
                arena=arena,
                title=title,
                goal=goal,
                how=how,
                responsible=self.place.people[who].pk,
                start=clock.today(),
                evaluate_by=clock.today() + WINDOW,
            )

    def do_better(self, days: int, measure: Measure, *, how: str = "", who: str = "") -> None:
        """Word better how a measure is done, or give it to somebody else."""
        with self._at(days), acting(self._by()):
            measure = self._newest.get(measure.pk, measure)
            self._newest[measure.pk] = measures.change(
                self._by(),
                measure,
                title=measure.title,
                goal=measure.goal,
                how=how or measure.how,
                responsible=self.place.people[who].pk if who else measure.responsible_id,
                evaluate_by=measure.evaluate_by,
                version=measure.version,
            )

    def look(
        self,
        days: int,
        measure: Measure,
        outcome: str,
        decision: str,
        *,
        child: str = "",
        not_asked: str = "",
        home: str = "",
        work: str = "",
        why: str = "",
        early: str = "",
        title: str = "",
        how: str = "",
    ) -> Measure:
        """Look at how it went, in three views; gives the measure that goes on."""
        measure = self._newest.get(measure.pk, measure)
        with self._at(days):
            evaluation = measures.evaluate(
                self._by(),
                measure,
                outcome=outcome,
                decision=decision,
                reason=why,
                early_reason=early,
                child_view=child,
                child_not_asked=not_asked,
                guardians_view=home,
                professionals_view=work,
                next_evaluate_by=None if decision == "end" else clock.today() + WINDOW,
                new_title=title,
                new_how=how,
                version=measure.version,
            )
        self._newest[measure.pk] = evaluation.measure
        return self._follower(measure) if decision == "adjust" else measure

    def _follower(self, measure: Measure) -> Measure:
        with acting(self._by()):
            return Measure.objects.of(entered(self._by(), self.log).permit).get(instead_of=measure.pk)

    # --- what is seen and said --------------------------------------------------------------------------------------

    def saw(self, days: int, text: str, by: str = "") -> None:
        """A glimpse at work."""
        with self._at(days):
            glimpses.add(self._by(by), self.log, text=text, arena=Measure.Arena.UNIT, seen_on=clock.today())

    def heard(self, days: int, text: str, by: str = "") -> Note:
        """A glimpse from home, as it was told the day after."""
        with self._at(days):
            yesterday = clock.today() - timedelta(days=1)
            return glimpses.add(self._by(by), self.log, text=text, arena=Measure.Arena.HOME, seen_on=yesterday)

    def said(self, days: int, text: str, by: str = "") -> None:
        """The child's voice."""
        with self._at(days):
            voices.record(self._by(by), self.log, text=text, seen_on=clock.today())

    def noted(self, days: int, text: str, concern: Concern | None = None, by: str = "") -> Note:
        """A note."""
        with self._at(days):
            about = concern.pk if concern else None
            return notes.add(self._by(by), self.log, text=text, seen_on=clock.today(), concern=about)

    def note_better(self, days: int, note: Note, text: str) -> None:
        """Correct a note."""
        with self._at(days):
            notes.change(self._by(), note, text=text, version=note.version)

    def attached(self, days: int, note: Note, name: str, paper: bytes) -> None:
        """Put a document under a note."""
        with self._at(days):
            attachments.add(self._by(), note, file=SimpleUploadedFile(name, paper, "application/pdf"))

    def path(self, days: int, *words: str) -> list[Step]:
        """The stepping stones, in the child's own words."""
        with self._at(days):
            return [steps.add(self._by(), self.log, text=text) for text in words]

    def reach(self, days: int, step: Step) -> None:
        """A step is reached."""
        with self._at(days):
            steps.change(self._by(), step, text=step.text, reached_on=clock.today(), version=step.version)

    # --- people, baton, end -----------------------------------------------------------------------------------------

    def hands_over(self, days: int, to: str, message: str, note: str = "") -> None:
        """The leader offers the baton, and the day after it is taken."""
        self.offered(days, to, message)
        with self._at(days - 1):
            by = self.place.as_(to)
            transfers.accept(by, self._offer(by), note=note)
        self.holder = to

    def offered(self, days: int, to: str, message: str) -> None:
        """The leader offers the baton."""
        with self._at(days):
            transfers.offer(self.place.as_(self.leader), self.log, to=self.place.people[to], message=message)

    def declined(self, days: int, name: str, reason: str) -> None:
        """The one who was offered the baton says no."""
        with self._at(days):
            by = self.place.as_(name)
            transfers.decline(by, self._offer(by), reason=reason)

    def _offer(self, by: Caller) -> Transfer:
        with acting(by):
            return next(t for t in transfers.transfers(entered(by, self.log)) if not (t.accepted_at or t.declined_at))

    def deputy(self, days: int, name: str, until: date) -> None:
        """Somebody stands in for the holder."""
        with self._at(days):
            person = self.place.people[name]
            people.appoint_deputy(self.place.as_(self.leader), self.log, person=person, until_date=until)

    def lets_in(self, days: int, name: str) -> None:
        """The leader lets an employee in."""
        with self._at(days):
            people.admit(self.place.as_(self.leader), self.log, person=self.place.people[name])

    def invites_child(self, days: int, name: str, born: date) -> Membership:
        """Let the young person in."""
        with self._at(days):
            joined = people.invite_child(self._by(), self.log, number=number_of(born))
        self.place.people[name] = joined.person
        return joined

    def closes(self, days: int, reason: str, note: str) -> None:
        """The leader closes the log."""
        with self._at(days):
            closing.close(self.place.as_(self.leader), self.log, reason=reason, note=note)

    def reopens(self, days: int, reason: str) -> None:
        """The leader opens it again."""
        with self._at(days):
            closing.reopen(self.place.as_(self.leader), self.log, reason=reason)

    # --- when and who -------------------------------------------------------------------------------------------------

    def _by(self, name: str = "") -> Caller:
        return self.place.as_(name or self.holder)

    @contextmanager
    def _at(self, days: int, hour: int = AFTERNOON) -> Iterator[None]:
        """The clock at that moment, but never before what was told last."""
        if days > self._days:
            raise ValueError(f"Tell it in order: {days} days ago comes before {self._days} days ago.")
        self._days, self._last = days, max(moment(days, hour), self._last + PAUSE)
        with clock.fixed(self._last):
            yield
