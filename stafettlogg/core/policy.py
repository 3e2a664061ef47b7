"""Who may do what. The whole access policy is the table POLICY below.

Read a row as: *these relations* may do *this*, *when* the root is so, on *rows* that are so. Everything else in the
code base only asks this table; `docs/access.md` is written from it. Source: the routine and domain.md § 4.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.apps import apps
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat


class Root(StrEnum):
    """What is locked, allowed and trailed as one: everything else belongs to exactly one of these."""

    LOG = "relay.RelayLog"
    WONDER = "relay.Wonder"
    UNIT = "identity.Unit"
    MUNICIPALITY = "identity.Municipality"


class Action(StrEnum):
    """Every verb of the product: policy row, operation, event, address and label share the name."""

    LOG_READ = "log.read"
    LOG_TRAIL = "log.trail"
    LOG_CLOSE = "log.close"
    LOG_REOPEN = "log.reopen"
    CHILD_CORRECT = "child.correct"
    CHILD_INVITE = "child.invite"
    GUARDIAN_INVITE = "guardian.invite"
    GUARDIAN_CORRECT = "guardian.correct"
    FAMILY_CONFIRM = "family.confirm"
    FAMILY_DECLINE = "family.decline"
    EMPLOYEE_ADMIT = "employee.admit"
    EMPLOYEE_DISMISS = "employee.dismiss"
    DEPUTY_APPOINT = "deputy.appoint"
    DEPUTY_DISMISS = "deputy.dismiss"
    TRANSFER_OFFER = "transfer.offer"
    TRANSFER_WITHDRAW = "transfer.withdraw"
    TRANSFER_ACCEPT = "transfer.accept"
    TRANSFER_DECLINE = "transfer.decline"
    CONSENT_ASK = "consent.ask"
    CONSENT_ANSWER = "consent.answer"
    CONSENT_REGISTER = "consent.register"
    CONSENT_EXCEPT = "consent.except"
    CONSENT_WITHDRAW = "consent.withdraw"
    LEVEL_CHANGE = "level.change"
    CONCERN_ADD = "concern.add"
    CONCERN_CHANGE = "concern.change"
    CONCERN_RESOLVE = "concern.resolve"
    CONCERN_EXCEPT = "concern.except"
    MEASURE_PLAN = "measure.plan"
    MEASURE_CHANGE = "measure.change"
    MEASURE_EVALUATE = "measure.evaluate"
    EVALUATION_CHANGE = "evaluation.change"
    STEP_ADD = "step.add"
    STEP_CHANGE = "step.change"
    VOICE_RECORD = "voice.record"
    VOICE_CHANGE = "voice.change"
    GLIMPSE_ADD = "glimpse.add"
    GLIMPSE_CHANGE = "glimpse.change"
    NOTE_ADD = "note.add"
    NOTE_CHANGE = "note.change"
    ATTACHMENT_ADD = "attachment.add"
    ATTACHMENT_READ = "attachment.read"

    WONDER_READ = "wonder.read"
    WONDER_CHANGE = "wonder.change"
    WONDER_SHARE = "wonder.share"
    WONDER_DECIDE = "wonder.decide"

    UNIT_READ = "unit.read"
    WONDER_WRITE = "wonder.write"
    LOG_OPEN = "log.open"
    LEADER_APPOINT = "leader.appoint"
    LEADER_DISMISS = "leader.dismiss"
    STAFF_APPOINT = "staff.appoint"
    STAFF_DISMISS = "staff.dismiss"
    PERSON_CORRECT = "person.correct"
    NUMBER_REQUEST = "number.request"
    UNIT_CHANGE = "unit.change"

    UNIT_LIST = "unit.list"
    UNIT_ADD = "unit.add"
    UNITS_IMPORT = "units.import"
    STAFF_IMPORT = "staff.import"
    PERSON_LIST = "person.list"
    NUMBER_CONFIRM = "number.confirm"
    NUMBER_DECLINE = "number.decline"
    NAME_CONFIRM = "name.confirm"
    NAME_DECLINE = "name.decline"
    SETTINGS_CHANGE = "settings.change"
    TRAIL_LIST = "trail.list"


class Relation(StrEnum):
    """How a caller can stand to one root."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    LEADER = "leader"
    EMPLOYEE = "employee"
    RECEIVER = "receiver"
    GUARDIAN = "guardian"
    CHILD = "child"
    OFFICER = "officer"
    WRITER = "writer"
    WONDER_LEADER = "wonder_leader"
    UNIT_LEADER = "unit_leader"
    UNIT_EMPLOYEE = "unit_employee"
    DECIDED_WRITER = "decided_writer"
    UNIT_ADMINISTRATOR = "unit_administrator"
    ADMINISTRATOR = "administrator"
    OFFICER_OF = "officer_of"
    LEADING = "leading"


# --- relations: each starts from the person, through an index -----------------------------------------------------

NEVER = Q(pk__in=[])


def _valid(today: date) -> Q:
    """A post or a membership that is in force that day and waits for nobody (R24, R28); dates are never the belt's business."""
    return Q(from_date__lte=today) & (Q(until_date=None) | Q(until_date__gte=today)) & Q(ended_at=None, waits_for="")


def _rows(model: str) -> QuerySet[Model]:
    return QuerySet(apps.get_model(model))


@lru_cache(maxsize=256)
def _there(model: str, today: date, **where: Hashable) -> Exists:
    """The same question is the same object, so that it is asked once."""
    return Exists(_rows(model).filter(_valid(today), **where))


def _post(by: Caller, *kinds: str, **where: Hashable) -> Q:
    return Q(_there("identity.Post", clock.today(), person=by.person, kind__in=kinds, **where))


def _member(by: Caller, *kinds: str) -> Q:
    return Q(_there("relay.Membership", clock.today(), log=OuterRef("pk"), person=by.person, kind__in=kinds))


def _staff_of_log(by: Caller) -> Q:
    """R24: who is guardian or child on a log has no staff relation to it. No relation without a post in its unit."""
    return _post(by, "leader", "substitute", "employee", unit=OuterRef("unit_id")) & ~_member(by, "guardian", "child")


def _family_of_log(by: Caller) -> Q:
    """R24 under a hat whose belt shows no membership: what the belt itself keeps of the caller's own (core_access)."""
    own = _rows("core.Access").filter(root=OuterRef("pk"), person=by.person, hat=Hat.FAMILY.value)
    return Q(Exists(own))


def _decided_wonder(by: Caller) -> Q:
    wonders = _rows("relay.Wonder").filter(
        unit=OuterRef("pk"), writer=by.person, decision__in=("own_unit", "more_services"), opened_at=None
    )
    return Q(Exists(wonders))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a relation holds: to which root, under which hat, for which rows of it."""

    root: Root
    hat: Hat
    rows: Callable[[Caller], Q]


_LEADING = ("leader", "substitute")

RELATIONS: dict[Relation, Link] = {
    Relation.HOLDER: Link(Root.LOG, Hat.STAFF, lambda by: Q(holder=by.person) & _staff_of_log(by)),
    Relation.DEPUTY: Link(Root.LOG, Hat.STAFF, lambda by: _member(by, "deputy") & _staff_of_log(by)),
    Relation.LEADER: Link(
        Root.LOG,
        Hat.STAFF,
        lambda by: _post(by, *_LEADING, unit=OuterRef("unit_id")) & ~_member(by, "guardian", "child"),
    ),
    Relation.EMPLOYEE: Link(Root.LOG, Hat.STAFF, lambda by: _member(by, "employee") & _staff_of_log(by)),
    Relation.RECEIVER: Link(Root.LOG, Hat.STAFF, lambda by: _member(by, "receiver") & _staff_of_log(by)),
    Relation.GUARDIAN: Link(Root.LOG, Hat.FAMILY, lambda by: _member(by, "guardian")),
    Relation.CHILD: Link(Root.LOG, Hat.FAMILY, lambda by: _member(by, "child")),
    Relation.OFFICER: Link(Root.LOG, Hat.OFFICER, lambda by: _post(by, "officer") & ~_family_of_log(by)),
    Relation.WRITER: Link(
        Root.WONDER,
        Hat.STAFF,
        lambda by: Q(writer=by.person) & _post(by, *_LEADING, "employee", unit=OuterRef("unit_id")),
    ),
    Relation.WONDER_LEADER: Link(Root.WONDER, Hat.STAFF, lambda by: _post(by, *_LEADING, unit=OuterRef("unit_id"))),
    Relation.UNIT_LEADER: Link(Root.UNIT, Hat.STAFF, lambda by: _post(by, *_LEADING, unit=OuterRef("pk"))),
    Relation.UNIT_EMPLOYEE: Link(
        Root.UNIT, Hat.STAFF, lambda by: _post(by, *_LEADING, "employee", unit=OuterRef("pk"))
    ),
    Relation.DECIDED_WRITER: Link(
        Root.UNIT, Hat.STAFF, lambda by: _decided_wonder(by) & _post(by, "employee", unit=OuterRef("pk"))
    ),
    Relation.UNIT_ADMINISTRATOR: Link(Root.UNIT, Hat.ADMINISTRATION, lambda by: _post(by, "administrator")),
    Relation.ADMINISTRATOR: Link(Root.MUNICIPALITY, Hat.ADMINISTRATION, lambda by: _post(by, "administrator")),
    Relation.OFFICER_OF: Link(Root.MUNICIPALITY, Hat.OFFICER, lambda by: _post(by, "officer")),
    Relation.LEADING: Link(Root.MUNICIPALITY, Hat.STAFF, lambda by: _post(by, *_LEADING)),
}

# --- conditions on the root, and on a row inside it ---------------------------------------------------------------

ALWAYS = Q()
OPEN = Q(closed_at=None)
ACTIVE = Q(activated_at__isnull=False, closed_at=None)
CLOSED = Q(closed_at__isnull=False)
ACTIVE_PLANNING = ACTIVE & Q(municipality__employees_plan=True)
ACTIVE_WRITING = ACTIVE & Q(municipality__employees_write=True)
DRAFT = Q(shared_at=None)
SHARED = Q(shared_at__isnull=False)
UNDECIDED = Q(shared_at__isnull=False, decided_at=None)
UNDECIDED_OR_DRAFT = Q(decided_at=None)


@dataclass(frozen=True, slots=True)
class RowCondition:
    """Which rows inside the root a grant is about, in words for the access table."""

    name: str
    rows: Callable[[Caller], Q] = field(compare=False)


EVERY = RowCondition("every", lambda by: Q())
WRITTEN = RowCondition("written", lambda by: Q(by=by.person))
RESPONSIBLE = RowCondition("responsible", lambda by: Q(responsible=by.person) | Q(by=by.person))
RESPONSIBLE_MEASURE = RowCondition(
    "responsible_measure", lambda by: Q(measure__responsible=by.person) | Q(measure__by=by.person)
)
ASKED = RowCondition("asked", lambda by: Q(person=by.person))
OFFERED = RowCondition("offered", lambda by: Q(to=by.person))
EMPLOYED = RowCondition("employed", lambda by: Q(kind="employee"))
# R24: neither whom it is about nor who typed it
WAITING = RowCondition(
    "waiting", lambda by: Q(waits_for="lead", ended_at=None) & ~Q(person=by.person) & ~Q(by=by.person)
)
LEADS = RowCondition("leads", lambda by: Q(kind__in=_LEADING))


def _of_others(by: Caller, kind: str) -> Q:
    """What waits to be confirmed, by neither whom it is about, nor who asked, nor who has confirmed it already."""
    self = Q(person=by.person) | Q(found=by.person) | Q(asked_by=by.person) | Q(first_by=by.person)
    return Q(kind=kind, outcome="", second_by=None) & ~self


def _numbers(by: Caller) -> Q:
    """R27: routed to the unit one leads or to an administrator; else to an administrator and then to one more."""
    waits = Q(route="unit", first_by=None)
    if by.hat is Hat.STAFF:
        leads = _post(by, *_LEADING, unit=OuterRef("unit_id"))
        return _of_others(by, "number") & waits & leads
    if by.hat is Hat.ADMINISTRATION:
        return _of_others(by, "number") & (waits | Q(route="municipality"))
    return _of_others(by, "number") & Q(route="municipality", first_by__isnull=False)


def _names(by: Caller) -> Q:
    """R28: an administrator and the officer, in whichever order."""
    return _of_others(by, "name") & Q(route="both") & ~Q(first_hat=by.hat.value)


NUMBERS = RowCondition("numbers", _numbers)
NAMES = RowCondition("names", _names)


@dataclass(frozen=True, slots=True)
class Grant:
    """One cell group of the table: these relations, when the root is so, on these rows."""

    relations: tuple[Relation, ...]
    when: Q
    row: RowCondition


def allow(*relations: Relation, when: Q = ALWAYS, row: RowCondition = EVERY) -> Grant:
    """Write a grant."""
    return Grant(relations, when, row)


H, D, L, E = Relation.HOLDER, Relation.DEPUTY, Relation.LEADER, Relation.EMPLOYEE
R, G, C, O = Relation.RECEIVER, Relation.GUARDIAN, Relation.CHILD, Relation.OFFICER  # noqa: E741
W, WL = Relation.WRITER, Relation.WONDER_LEADER
UL, UE, UD, UA = Relation.UNIT_LEADER, Relation.UNIT_EMPLOYEE, Relation.DECIDED_WRITER, Relation.UNIT_ADMINISTRATOR
A, OO, LL = Relation.ADMINISTRATOR, Relation.OFFICER_OF, Relation.LEADING

POLICY: dict[Action, tuple[Grant, ...]] = {
    # the log itself: only the leader closes and opens again (R9)
    Action.LOG_READ:         (allow(H, D, L, E, G, C), allow(R, when=ACTIVE)),
    Action.LOG_TRAIL:        (allow(H, D, L, G, C, O),),
    Action.LOG_CLOSE:        (allow(L, when=OPEN),),
    Action.LOG_REOPEN:       (allow(L, when=CLOSED),),
    Action.CHILD_CORRECT:    (allow(L, when=OPEN),),
    # people of the log
    Action.CHILD_INVITE:     (allow(H, D, L, when=OPEN),),
    Action.GUARDIAN_INVITE:  (allow(H, D, L, when=OPEN),),
    Action.GUARDIAN_CORRECT: (allow(L, when=OPEN),),
    Action.FAMILY_CONFIRM:   (allow(L, when=OPEN, row=WAITING),),
    Action.FAMILY_DECLINE:   (allow(L, when=OPEN, row=WAITING),),
    Action.EMPLOYEE_ADMIT:   (allow(L, when=OPEN),),
    Action.EMPLOYEE_DISMISS: (allow(L, when=OPEN),),
    Action.DEPUTY_APPOINT:   (allow(L, when=OPEN),),
    Action.DEPUTY_DISMISS:   (allow(L, when=OPEN),),
    # the baton
    Action.TRANSFER_OFFER:    (allow(L, when=OPEN),),
    Action.TRANSFER_WITHDRAW: (allow(L, when=OPEN),),
    Action.TRANSFER_ACCEPT:   (allow(R, when=OPEN, row=OFFERED),),
    Action.TRANSFER_DECLINE:  (allow(R, when=OPEN, row=OFFERED),),
    # consent
    Action.CONSENT_ASK:      (allow(H, D, L, when=OPEN),),
    Action.CONSENT_ANSWER:   (allow(G, C, when=OPEN, row=ASKED),),
    Action.CONSENT_REGISTER: (allow(H, D, L, when=OPEN),),
    Action.CONSENT_EXCEPT:   (allow(L, when=OPEN),),
    Action.CONSENT_WITHDRAW: (allow(G, C, when=OPEN, row=ASKED),),
    Action.LEVEL_CHANGE:     (allow(H, D, L, when=ACTIVE),),
    # what we worry about, try and see
    Action.CONCERN_ADD:       (allow(H, D, L, when=ACTIVE),),
    Action.CONCERN_CHANGE:    (allow(H, D, L, when=ACTIVE),),
    Action.CONCERN_RESOLVE:   (allow(H, D, L, when=ACTIVE),),
    Action.CONCERN_EXCEPT:    (allow(H, D, L, when=ACTIVE),),
    Action.MEASURE_PLAN:      (allow(H, D, L, when=ACTIVE), allow(E, when=ACTIVE_PLANNING)),
    Action.MEASURE_CHANGE:    (allow(H, D, L, when=ACTIVE), allow(E, when=ACTIVE_PLANNING, row=RESPONSIBLE)),
    Action.MEASURE_EVALUATE:  (allow(H, D, L, when=ACTIVE), allow(E, when=ACTIVE_PLANNING, row=RESPONSIBLE)),
    Action.EVALUATION_CHANGE: (allow(H, D, L, when=ACTIVE), allow(E, when=ACTIVE_PLANNING, row=RESPONSIBLE_MEASURE)),
    Action.STEP_ADD:          (allow(H, D, L, when=ACTIVE),),
    Action.STEP_CHANGE:       (allow(H, D, L, when=ACTIVE),),
    Action.VOICE_RECORD:      (allow(H, D, L, when=ACTIVE),),
    Action.VOICE_CHANGE:      (allow(H, D, L, when=ACTIVE, row=WRITTEN),),
    Action.GLIMPSE_ADD:       (allow(H, D, L, when=ACTIVE), allow(E, when=ACTIVE_WRITING)),
    Action.GLIMPSE_CHANGE:    (allow(H, D, L, E, when=ACTIVE, row=WRITTEN),),
    Action.NOTE_ADD:          (allow(H, D, L, when=ACTIVE), allow(E, when=ACTIVE_WRITING)),
    Action.NOTE_CHANGE:       (allow(H, D, L, E, when=ACTIVE, row=WRITTEN),),
    Action.ATTACHMENT_ADD:    (allow(H, D, L, E, when=ACTIVE),),
    Action.ATTACHMENT_READ:   (allow(H, D, L, E, G, C),),
    # before any log: a wonder is seen by its writer and the leader, nobody else (R22)
    Action.WONDER_READ:   (allow(W), allow(WL, when=SHARED)),
    Action.WONDER_CHANGE: (allow(W, when=UNDECIDED_OR_DRAFT),),
    Action.WONDER_SHARE:  (allow(W, when=DRAFT),),
    Action.WONDER_DECIDE: (allow(WL, when=UNDECIDED),),
    # the unit
    Action.UNIT_READ:      (allow(UL, UA),),
    Action.WONDER_WRITE:   (allow(UE),),
    Action.LOG_OPEN:       (allow(UL, UD),),
    Action.LEADER_APPOINT: (allow(UA),),
    Action.LEADER_DISMISS: (allow(UA, row=LEADS),),
    Action.STAFF_APPOINT:  (allow(UL, UA),),
    Action.STAFF_DISMISS:  (allow(UL, UA, row=EMPLOYED),),
    Action.PERSON_CORRECT: (allow(UL, row=EMPLOYED), allow(UA)),
    Action.NUMBER_REQUEST: (allow(UL, row=EMPLOYED), allow(UA)),
    Action.UNIT_CHANGE:    (allow(UA),),
    # the municipality
    Action.UNIT_LIST:       (allow(A),),
    Action.UNIT_ADD:        (allow(A),),
    Action.UNITS_IMPORT:    (allow(A),),
    Action.STAFF_IMPORT:    (allow(A),),
    Action.PERSON_LIST:     (allow(A),),
    Action.NUMBER_CONFIRM:  (allow(A, OO, LL, row=NUMBERS),),
    Action.NUMBER_DECLINE:  (allow(A, OO, LL, row=NUMBERS),),
    Action.NAME_CONFIRM:    (allow(A, OO, row=NAMES),),
    Action.NAME_DECLINE:    (allow(A, OO, row=NAMES),),
    Action.SETTINGS_CHANGE: (allow(A),),
    Action.TRAIL_LIST:      (allow(OO),),
}  # fmt: skip


def root_of(action: Action) -> Root:
    """Which root the action is about."""
    return RELATIONS[POLICY[action][0].relations[0]].root


def actions_on(root: Root) -> tuple[Action, ...]:
    """All actions about one kind of root, in the order of the table."""
    return tuple(action for action in POLICY if root_of(action) is root)


def _municipality(by: Caller, root: Root) -> Q:
    return Q(pk=by.municipality) if root is Root.MUNICIPALITY else Q(municipality=by.municipality)


def _related(by: Caller, relation: Relation) -> Q:
    link = RELATIONS[relation]
    return link.rows(by) if link.hat is by.hat else NEVER


def rule(by: Caller, action: Action) -> Q:
    """The roots on which `by` may do `action`: the check, the list and the lock are this one condition."""
    granted = NEVER
    for grant in POLICY[action]:
        for relation in grant.relations:
            if RELATIONS[relation].hat is by.hat:
                granted |= grant.when & _related(by, relation)
    return granted & _municipality(by, root_of(action))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the caller stands to one root: the relations that hold, and the grants they give for each action."""

    relations: frozenset[Relation]
    grants: dict[Action, tuple[Grant, ...]]

    @property
    def actions(self) -> frozenset[Action]:
        """Everything the caller may do to the root now."""
        return frozenset(self.grants)

    def because(self, action: Action) -> str:
        """The first relation that gives `action`, for the trail."""
        held = (r.value for grant in self.grants.get(action, ()) for r in grant.relations if r in self.relations)
        return next(held, "")

    def rows(self, by: Caller, action: Action) -> Q:
        """Which rows inside the root `action` may touch: the row conditions of the grants that hold, OR'ed."""
        allowed = NEVER
        for grant in self.grants.get(action, ()):
            if grant.row == EVERY:
                return Q()
            allowed |= grant.row.rows(by)
        return allowed


class Facts:
    """What one query tells about a root and the caller: which relations and conditions hold.

    Each distinct question in them is asked once; how the answers are put together stands in the relation or condition.
    """

    def __init__(self, by: Caller, root: Root) -> None:
        self.by, self.root = by, root
        self.relations = {r: link.rows(by) for r, link in RELATIONS.items() if link.root is root and link.hat is by.hat}
        self.conditions: list[Q] = []
        for action in actions_on(root):
            self.conditions += [g.when for g in POLICY[action] if g.when not in self.conditions]
        self._grants = {
            action: tuple((grant, self.conditions.index(grant.when)) for grant in POLICY[action])
            for action in actions_on(root)
        }
        asked = dict.fromkeys(part for q in (*self.relations.values(), *self.conditions) for part in _questions(q))
        self._names = {question: f"fact_{number}" for number, question in enumerate(asked)}

    def on(self, rows: QuerySet[Model]) -> QuerySet[Model]:
        """Annotate those of `rows` that are in the caller's municipality with the answers."""
        answers = {name: ExpressionWrapper(Q(question), BooleanField()) for question, name in self._names.items()}
        here = rows.filter(_municipality(self.by, self.root))
        annotated: QuerySet[Model] = here.annotate(**answers)
        return annotated

    def read(self, row: Model) -> Standing:
        """What the annotated `row` says, by the table."""
        said = {question: bool(getattr(row, name)) for question, name in self._names.items()}
        true = frozenset(relation for relation, q in self.relations.items() if _holds(q, said))
        holds = [_holds(q, said) for q in self.conditions]
        grants = {
            action: tuple(grant for grant, when in asked if holds[when] and not true.isdisjoint(grant.relations))
            for action, asked in self._grants.items()
        }
        return Standing(true, {action: held for action, held in grants.items() if held})


def _questions(q: Q, negated: bool = False) -> Iterator[object]:
    """The questions a condition is put together of. What may be NULL is never negated: SQL and Python would disagree."""
    negated = negated or q.negated
    for part in q.children:
        if isinstance(part, Q):
            yield from _questions(part, negated)
        elif negated and not isinstance(part, Exists):
            raise TypeError(f"Only something that exists or not can be negated in the policy, not {part}.")
        else:
            yield part


def _holds(q: Q, said: Mapping[object, bool]) -> bool:
    """Whether the condition holds when its questions are answered like this."""
    parts = (_holds(part, said) if isinstance(part, Q) else said[part] for part in q.children)
    return (any(parts) if q.connector == Q.OR else all(parts)) is not q.negated
