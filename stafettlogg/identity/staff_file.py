"""Those who work in the units, from a file: known by their national number, written in, put right and ended (R2).

The file tells everybody in the units it names: whoever has a post there and does not stand in it, ends. Nobody is deleted,
units that are not named are left alone, and so are posts of the municipality. Somebody without a number cannot stand in a
file: such a one ends only where the file has a new leader in the same role. A file changes nobody's number (R27), and
nobody's own name: only what a post shows (R28).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from stafettlogg.core import audit, clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import operation
from stafettlogg.core.outbox import later
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import system
from stafettlogg.identity import naming, people, posts, staff_rows, units
from stafettlogg.identity.imports import Plan, Verdict, What
from stafettlogg.identity.models import Municipality, Person, Post, Waits
from stafettlogg.identity.staff_rows import COLUMNS as COLUMNS
from stafettlogg.identity.staff_rows import Entry, Key
from stafettlogg.identity.tables import Row

MANY = 5  # more than a fifth of those who work there ending at once is asked about
BATCH = 1000
WEIGH_NAMES = "stafettlogg.relay.jobs.weigh_names"


@dataclass
class StaffPlan(Plan):
    """The verdicts, and what would be written."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Post] = field(default_factory=list)
    ended: list[Post] = field(default_factory=list)
    persons: dict[bytes, Person] = field(default_factory=dict)
    waiting: set[Key] = field(default_factory=set)


def plan(municipality: Municipality, rows: list[Row]) -> StaffPlan:
    """What the rows would do; the permit of the municipality is asked."""
    municipality.permit.must_be_alive()
    entries, wrong = staff_rows.read(municipality, rows, units.named(municipality.pk))
    made = StaffPlan(wrong)
    if not wrong:
        _decide(municipality, entries, made)
    return made


# --- what becomes of it ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already: whom the numbers are, and the posts of the units named."""

    persons: dict[bytes, Person]
    posts: dict[Key, Post]


def _known(municipality: Municipality, entries: list[Entry]) -> Known:
    units_of = {entry.unit.pk: entry.unit for entry in entries}
    in_force = Q(until_date=None) | Q(until_date__gte=clock.today())
    with system("who works in the units a file names, and whom its numbers are, for the administrator"):
        found = Person.objects.get_queryset().filter(
            municipality=municipality, number_hash__in=[entry.hash for entry in entries]
        )
        persons = {bytes(person.number_hash or b""): person for person in found}
        held = Post.objects.get_queryset().filter(in_force, ended_at=None, unit__in=units_of, kind__in=posts.UNIT_KINDS)
        working: dict[Key, Post] = {}
        for post in held.select_related("person"):
            post.unit = units_of[post.unit_id]  # type: ignore[index]  # these kinds have a unit
            working[post.unit, _hash(post.person), post.kind] = post
        return Known(persons, working)


def _decide(municipality: Municipality, entries: list[Entry], made: StaffPlan) -> None:
    known = _known(municipality, entries)
    made.persons = known.persons
    own = people.person(municipality.permit.by.person)
    for entry in entries:
        if entry.is_over:
            made.verdicts.append(Verdict(entry.line, What.OVER, entry.name, entry.unit.name))
            continue
        if _gives(entry, known.posts.get(entry.key)) and _is_of(own, entry, known):
            sentence = _("This row is about yourself. Somebody else must bring it in.")
            made.verdicts.append(Verdict(entry.line, What.WRONG, entry.name, entry.unit.name, sentence=sentence))
            continue
        post = known.posts.get(entry.key)
        told = [] if post is None else [*_changed(post, entry, made), *_kept_name(post, entry)]
        if post is None:
            made.new.append(entry)
            if not _fits(entry, known):
                made.waiting.add(entry.key)
        what = What.NEW if post is None else What.CHANGED if post in made.changed else What.SAME
        made.verdicts.append(Verdict(entry.line, what, entry.name, entry.unit.name, sentence="; ".join(told)))
    kept = {entry.key for entry in entries if not entry.is_over}
    led = {(entry.unit, entry.kind) for entry in made.new if entry.kind in posts.LEADING}
    made.ended = [
        post
        for (unit, number, kind), post in known.posts.items()
        if (unit, number, kind) not in kept and (number or (unit, kind) in led)
    ]
    for post in made.ended:
        made.verdicts.append(Verdict(0, What.ENDED, post.called, str(post.unit), sentence=post.role))
    made.must_be_meant = len(made.ended) * MANY > len(known.posts)


def _hash(person: Person) -> bytes:
    """What the person is known by in a file: a stand-in's number is found by nobody else (R28)."""
    if person.is_stand_in:
        return people.number_hash(person.municipality_id, person.number or "")
    return bytes(person.number_hash or b"")


def _fits(entry: Entry, known: Known) -> bool:
    """Whether the number is nobody's here, or is registered under a name that fits the row's (R28); no verdict tells it."""
    person = known.persons.get(entry.hash)
    return person is None or naming.fit(entry.name, person.name)


def _gives(entry: Entry, post: Post | None) -> bool:
    """Whether the row gives somebody more than there is: a post, or other days of one."""
    if post is None:
        return True
    has_other_start = entry.from_date is not None and entry.from_date != post.from_date
    return has_other_start or (entry.tells_until and entry.until_date != post.until_date)


def _is_of(own: Person, entry: Entry, known: Known) -> bool:
    """R26: whether the row is about whoever brings the file in, by the own number or by another of the same birth and name."""
    person = known.persons.get(entry.hash)
    return people.is_alike(own, entry.digits, entry.name, *([person.name] if person else []))


def _changed(post: Post, entry: Entry, made: StaffPlan) -> list[str]:
    """What the row says otherwise of a post, in words; the post is changed to it. The person keeps the own name (R28)."""
    wanted: dict[str, str | date | None] = {}
    if naming.is_respelt(entry.name, post.called):
        wanted["name"] = entry.name
    if entry.title is not None:
        wanted["title"] = entry.title or None
    if entry.from_date is not None:
        wanted["from_date"] = entry.from_date
    if entry.tells_until:
        wanted["until_date"] = entry.until_date
    told = []
    for column in COLUMNS:
        if column.key not in wanted:
            continue
        before = post.called if column.key == "name" else getattr(post, column.key)
        if before != wanted[column.key]:
            told.append(_("%(column)s, from “%(old)s”") % {"column": column.label, "old": _as_told(before)})
            setattr(post, column.key, wanted[column.key])
    if told:
        made.changed.append(post)
    return told


def _kept_name(post: Post, entry: Entry) -> list[str]:
    """That another name than the one that stands there is not taken over: a file changes no more than how it is spelt (R28)."""
    if naming.is_respelt(entry.name, post.called):
        return []
    return [_("“%(name)s” stands on, a file changes only how a name is spelt") % {"name": post.called}]


def _as_told(value: str | date | None) -> str:
    return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else (value or "–")


# --- doing it -------------------------------------------------------------------------------------------------------


@operation(Action.STAFF_IMPORT)
def carry_out(
    by: Caller, municipality: Municipality, /, *, rows: list[Row], seen: str, is_meant: bool = False
) -> Municipality:
    """Write all of it, or nothing, and what happened in each unit's own trail.

    `seen` is the print of what somebody has looked at; `is_meant` says that many endings are. Raises `Refused`.
    """
    looked = plan(municipality, rows)
    looked.must_be_as_shown(seen, is_meant=is_meant)
    before: dict[UUID | None, list[Post]] = {
        entry.unit.pk: posts.leading(entry.unit.pk) for entry in looked.new if entry.kind in posts.LEADING
    }
    looked.ended = [post for post in looked.ended if not _is_followed_by_one_who_waits(post, looked)]
    _end(looked)
    for post in looked.changed:
        post.save(update_fields=["name", "title", "from_date", "until_date"])
    now = clock.now()
    made = _write(municipality, looked, now)
    for post in made:
        if post.kind in posts.LEADING and not post.waits_for:
            posts.tell_appointed(post, before[post.unit_id])
    followed = {(post.unit_id, post.kind) for post in made}
    for post in looked.ended:
        if post.kind in posts.LEADING and (post.unit_id, post.kind) not in followed:
            posts.tell_dismissed(post)
    later(WEIGH_NAMES, municipality=municipality.pk, by=by.person, at=now.isoformat())
    audit.done_to(
        municipality.permit,
        Action.STAFF_IMPORT,
        [(_verb(post, Action.LEADER_DISMISS, Action.STAFF_DISMISS), post) for post in looked.ended]
        + [(_verb(post, Action.LEADER_APPOINT, Action.STAFF_APPOINT), post) for post in made],
    )
    return municipality


def _is_followed_by_one_who_waits(post: Post, looked: StaffPlan) -> bool:
    """Whether somebody leads on, for who is to follow must be confirmed first (R28)."""
    return post.kind in posts.LEADING and (post.unit_id, post.kind) in {(key[0].pk, key[2]) for key in looked.waiting}


def _verb(post: Post, leading: Action, other: Action) -> Action:
    return leading if post.kind in posts.LEADING else other


def _end(looked: StaffPlan) -> None:
    """End those who are not in the file, and make room for new leaders where the former one's last day has passed."""
    led = [
        (entry.unit.pk, entry.kind)
        for entry in looked.new
        if entry.kind in posts.LEADING and entry.key not in looked.waiting
    ]
    followed = Q(pk__in=[])
    for unit, kind in led:
        followed |= Q(unit=unit, kind=kind, until_date__lt=clock.today())
    with system("the posts that a file ends"):
        held = Post.objects.get_queryset().filter(ended_at=None)
        held.filter(followed).update(ended_at=clock.now())
        held.filter(pk__in=[post.pk for post in looked.ended]).update(until_date=clock.today(), ended_at=clock.now())


def _write(municipality: Municipality, looked: StaffPlan, now: datetime) -> list[Post]:
    unknown = {entry.hash: entry for entry in looked.new if entry.hash not in looked.persons}
    added = [
        Person(municipality=municipality, name=entry.name, number=entry.digits, number_hash=found)
        for found, entry in unknown.items()
    ]
    stand_ins = {
        entry.key: Person(municipality=municipality, name=entry.name, number=entry.digits)
        for entry in looked.new
        if entry.key in looked.waiting
    }
    Person.objects.get_queryset().bulk_create([*added, *stand_ins.values()], batch_size=BATCH)
    persons = looked.persons | dict(zip(unknown, added, strict=True))
    made = [
        Post(
            municipality=municipality,
            person=stand_ins.get(entry.key) or persons[entry.hash],
            waits_for=Waits.NAME.value if entry.key in looked.waiting else "",
            unit=entry.unit,
            kind=entry.kind,
            name=entry.name,
            appointed_at=now,
            title=entry.title or None,
            from_date=entry.from_date or clock.today(),
            until_date=entry.until_date,
        )
        for entry in looked.new
    ]
    Post.objects.get_queryset().bulk_create(made, batch_size=BATCH)
    return made
