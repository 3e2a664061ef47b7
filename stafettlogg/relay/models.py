"""The whole data model of a relay log, in the order one would tell it. Every text is sealed; ids, times and statuses are not."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stafettlogg.core import clock
from stafettlogg.core.scope import Inside, RootModel
from stafettlogg.identity.models import Child, Municipality, Person, Unit, Waits
from stafettlogg.vault.fields import SealedText
from stafettlogg.vault.inspection import SENTENCES


class Wonder(RootModel):
    """Level 0, before any log: an employee wonders about a child and may share it with the leader (R5, R22)."""

    class Decision(models.TextChoices):
        """What the leader decides."""

        NOTHING_MORE = "nothing_more", _("Nothing more – assessed, no plan needed")
        OWN_UNIT = "own_unit", _("Help in our own unit – open a relay log")
        MORE_SERVICES = "more_services", _("Help from more services – open a relay log")
        DUTY_TO_REPORT = "duty_to_report", _("Duty to report – child welfare or police")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    writer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = SealedText(code="wonder.about", null=True)
    text = SealedText(code="wonder.text", null=True)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    shared_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=14, choices=Decision.choices, blank=True)
    decision_note = SealedText(code="wonder.decision_note", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta(RootModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="duty_to_report") | Q(opened_at=None), name="duty_to_report_opens_no_log"
            )
        ]
        indexes = [
            models.Index(fields=["unit", "decided_at"], name="wonder_of_unit"),
            models.Index(fields=["writer"], name="wonder_of_writer"),
        ]

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality the row is sealed in."""
        return self.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """Wonders are sealed with the municipality's key."""
        return self.municipality_id

    @property
    def decide_by(self) -> date | None:
        """The last day for the leader's decision (R5)."""
        if self.shared_at is None:
            return None
        return self.shared_at.astimezone(clock.NORWAY).date() + timedelta(days=self.municipality.wonder_days)

    @property
    def is_late(self) -> bool:
        """Shared, undecided, and past its last day."""
        return self.decided_at is None and self.decide_by is not None and clock.today() > self.decide_by


class RelayLog(RootModel):
    """One relay log: the consistency boundary. It has exactly one holder, always (R2)."""

    class ClosingReason(models.TextChoices):
        """Why the log ends."""

        GOAL_REACHED = "goal_reached", _("The goal is reached")
        NO_LONGER_NEEDED = "no_longer_needed", _("The log is no longer needed")
        INDIVIDUAL_PLAN = "individual_plan", _("Continues in an individual plan")
        MOVED = "moved", _("The child has moved")
        WITHDRAWN = "withdrawn", _("The family no longer wants to take part")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=16, choices=ClosingReason.choices, blank=True)
    closing_note = SealedText(code="log.closing_note", null=True)
    unevaluated_reason = SealedText(code="log.unevaluated_reason", null=True)
    duplicate_tries = models.PositiveIntegerField(default=0)

    class Meta(RootModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(level__in=(1, 2, 3)), name="level_is_1_2_or_3"),
            models.UniqueConstraint(fields=["child"], condition=Q(filed_at=None), name="one_unfiled_log_a_child"),
        ]
        indexes = [
            models.Index(fields=["unit", "closed_at"], name="log_of_unit"),
            models.Index(fields=["holder"], name="log_of_holder"),
        ]

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality the row is sealed in."""
        return self.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """A log's content is sealed with its own key."""
        return self.pk

    @property
    def is_active(self) -> bool:
        """Consented and not closed."""
        return self.activated_at is not None and self.closed_at is None

    @property
    def is_closed(self) -> bool:
        """Closed logs are read-only (R14)."""
        return self.closed_at is not None


class Content(Inside):
    """A row of a log: who wrote it and when, sealed with the log's key."""

    log = models.ForeignKey(RelayLog, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Inside.Meta):
        abstract = True

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality of the log; select the log with the row, or reach the row through its operation."""
        return self.log.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """The log's own key."""
        return self.log_id


class Wording(Content):
    """An earlier wording of a text of the log, kept when it was changed (R14). `by` and `at` tell who changed it when."""

    row = models.UUIDField()
    field = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    text = SealedText(code="wording.text")

    class Meta(Content.Meta):
        indexes = [models.Index(fields=["log", "row"], name="wording_of_row")]


class Versioned(Content):
    """A text that can be changed: the form carries the version it has seen (R14)."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)

    class Meta(Content.Meta):
        abstract = True


class Membership(Content):
    """A person's relation to a log besides holder and leader: from, until, ended, and on what basis.

    `name` is what whoever brought the person in has typed, and what the log shows (R28); the person keeps the own name.
    """

    class Kind(models.TextChoices):
        """How the person belongs to the log."""

        DEPUTY = "deputy", pgettext_lazy("membership", "deputy holder")
        EMPLOYEE = "employee", pgettext_lazy("membership", "employee let in")
        RECEIVER = "receiver", pgettext_lazy("membership", "offered the baton")
        GUARDIAN = "guardian", pgettext_lazy("membership", "guardian")
        CHILD = "child", pgettext_lazy("membership", "the child")

    class Basis(models.TextChoices):
        """Why somebody is a guardian on the log; stated by a named person, never by a machine."""

        PARENTAL = "parental", _("has parental responsibility")
        WITHOUT = "without", _("parent without parental responsibility")
        REPRESENTATIVE = "representative", _("representative (verje or child welfare)")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    basis = models.CharField(max_length=14, choices=Basis.choices, blank=True)
    name = SealedText(code="membership.name", null=True)
    waits_for = models.CharField(max_length=4, choices=Waits.choices, blank=True, default="", db_default="")
    call_name = SealedText(code="membership.call_name", null=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = SealedText(code="membership.ended_reason", null=True)

    class Meta(Content.Meta):
        constraints = [
            models.UniqueConstraint(fields=["log", "person", "kind"], condition=Q(ended_at=None), name="member_once"),
            models.UniqueConstraint(fields=["log"], condition=Q(kind="deputy", ended_at=None), name="one_deputy"),
        ]
        indexes = [models.Index(fields=["person", "kind", "log"], name="member_of_person")]

    @property
    def called(self) -> str:
        """The name as it was typed for this place in the log, else the person's own (R28)."""
        return self.name or self.person.name

    def as_typed(self) -> Membership:
        """The place, whose person is called as it was typed wherever this very row is shown (R28)."""
        self.person.name = self.called
        return self

    @property
    def has_responsibility(self) -> bool:
        """Whether this guardian's consent is asked for (R1)."""
        return self.kind == self.Kind.GUARDIAN and self.basis in (self.Basis.PARENTAL, self.Basis.REPRESENTATIVE)


class Transfer(Content):
    """The baton offered to a new holder; the old one holds it until the offer is accepted (R2).

    The first holder's was accepted when the log was opened: the accepted ones, in order, are the legs of the relay.
    """

    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    message = SealedText(code="transfer.message", null=True)
    answer = SealedText(code="transfer.answer", null=True)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Content.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["log"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="one_open_transfer",
            )
        ]


class Consent(Content):
    """One person's consent to one level (or service): asked, answered, expired, withdrawn; kept with the words asked (R21)."""

    class Way(models.TextChoices):
        """How the answer came."""

        PRODUCT = "product", pgettext_lazy("consent", "in Stafettlogg")
        PAPER = "paper", pgettext_lazy("consent", "on signed paper")
        ORAL = "oral", pgettext_lazy("consent", "orally")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    is_childs = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    topic = SealedText(code="consent.topic", null=True)
    words = SealedText(code="consent.words")
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_yes = models.BooleanField(null=True)
    way = models.CharField(max_length=7, choices=Way.choices, blank=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    limits = SealedText(code="consent.limits", null=True)
    excepted_at = models.DateTimeField(null=True)
    exception_reason = SealedText(code="consent.exception_reason", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = SealedText(code="consent.withdrawn_reason", null=True)

    def covers(self, today: date) -> bool:
        """Whether it is a yes in force that day."""
        return bool(
            self.is_yes
            and self.withdrawn_at is None
            and (self.from_date is None or self.from_date <= today)
            and (self.until_date is None or today <= self.until_date)
        )

    @property
    def is_open(self) -> bool:
        """Asked, not answered, not excepted."""
        return self.answered_at is None and self.excepted_at is None and self.withdrawn_at is None


class Concern(Versioned):
    """What the log is about, in an area of development. Written anew, never copied from a wonder (R15)."""

    class Area(models.TextChoices):
        """Area of development."""

        LANGUAGE = "language", _("Language and communication")
        PLAY = "play", _("Play and friends")
        LEARNING = "learning", _("Learning")
        FEELINGS = "feelings", _("Feelings and behaviour")
        MOVEMENT = "movement", _("Body and movement")
        WELLBEING = "wellbeing", _("Well-being and attendance")
        CARE = "care", _("Care and home situation")

    area = models.CharField(max_length=10, choices=Area.choices)
    text = SealedText(code="concern.text")
    exception_reason = SealedText(code="concern.exception_reason", null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_note = SealedText(code="concern.resolved_note", null=True)


class Measure(Versioned):
    """What is tried, in the unit or at home, with a goal, one person responsible and an evaluate-by date (R3, R4)."""

    class Arena(models.TextChoices):
        """Where."""

        UNIT = "unit", pgettext_lazy("arena", "in the unit")
        HOME = "home", pgettext_lazy("arena", "at home")

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+")
    arena = models.CharField(max_length=4, choices=Arena.choices)
    title = SealedText(code="measure.title")
    goal = SealedText(code="measure.goal")
    how = SealedText(code="measure.how")
    responsible = models.ForeignKey(Person, models.PROTECT, related_name="+")
    start = models.DateField()
    evaluate_by = models.DateField()
    instead_of = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    @property
    def is_running(self) -> bool:
        """Not ended."""
        return self.ended_at is None


class Evaluation(Versioned):
    """How it went with a measure in three views, and what is decided (R11; domain.md § 6)."""

    class Outcome(models.TextChoices):
        """How it went."""

        GOAL_REACHED = "goal_reached", _("Goal reached")
        GOOD_EFFECT = "good_effect", _("Good effect")
        SOME_EFFECT = "some_effect", _("Some effect")
        NO_EFFECT = "no_effect", _("No effect yet")

    class Decision(models.TextChoices):
        """The way on."""

        END = "end", _("End the measure")
        CONTINUE = "continue", _("Continue as now")
        ADJUST = "adjust", _("Adjust the measure")
        MORE_HELP = "more_help", _("Ask for more help")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    decision = models.CharField(max_length=9, choices=Decision.choices)
    reason = SealedText(code="evaluation.reason", null=True)
    early_reason = SealedText(code="evaluation.early_reason", null=True)
    child_view = SealedText(code="evaluation.child_view", null=True)
    child_not_asked = SealedText(code="evaluation.child_not_asked", null=True)
    guardians_view = SealedText(code="evaluation.guardians_view", null=True)
    professionals_view = SealedText(code="evaluation.professionals_view", null=True)
    asked_words = SealedText(code="evaluation.asked_words")
    next_evaluate_by = models.DateField(null=True)


class Step(Versioned):
    """A stepping stone towards the goal, in the child's own words."""

    place = models.PositiveSmallIntegerField()
    text = SealedText(code="step.text")
    reached_on = models.DateField(null=True)

    class Meta(Versioned.Meta):
        constraints = [models.UniqueConstraint(fields=["log", "place"], name="one_step_a_place")]


class Note(Versioned):
    """A short text in the log: a note, a glimpse, or the child's voice outside an evaluation. Additions never contend."""

    class Kind(models.TextChoices):
        """Which."""

        NOTE = "note", pgettext_lazy("entry", "note")
        GLIMPSE = "glimpse", pgettext_lazy("entry", "glimpse")
        VOICE = "voice", pgettext_lazy("entry", "the child's voice")

    kind = models.CharField(max_length=7, choices=Kind.choices)
    arena = models.CharField(max_length=4, choices=Measure.Arena.choices, blank=True)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", null=True)
    text = SealedText(code="note.text")
    seen_on = models.DateField()

    class Meta(Versioned.Meta):
        indexes = [models.Index(fields=["log", "-at"], name="note_of_log")]


class Attachment(Content):
    """A file: a signed consent, or a document under a note. Fetched only when it is ready (security.md § 5)."""

    class State(models.TextChoices):
        """How far its check has come."""

        RECEIVED = "received", pgettext_lazy("attachment", "being checked")
        READY = "ready", pgettext_lazy("attachment", "ready")
        REFUSED = "refused", pgettext_lazy("attachment", "refused")

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+", null=True)
    note = models.ForeignKey(Note, models.PROTECT, related_name="+", null=True)
    name = SealedText(code="attachment.name")
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    refused_code = models.CharField(max_length=20, blank=True)

    class Meta(Content.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__isnull=False, note=None) | Q(consent=None, note__isnull=False),
                name="attachment_belongs_to_one_thing",
            )
        ]

    @property
    def refused_sentence(self) -> str:
        """Why it was refused, and what to do instead."""
        return str(SENTENCES[self.refused_code]) if self.refused_code else ""


class Draft(models.Model):
    """What somebody has begun to write in a form and not sent: one's own, under one hat, and no part of any log.

    No operation writes it and no event tells of it (docs/adr/0010). The belt shows it to its writer alone, and
    `relay.drafts` alone asks for it, with the permit of its form. An empty `text` is a draft that is done with.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=14)
    form = models.CharField(max_length=30)
    root = models.UUIDField()
    object = models.UUIDField()
    version = models.PositiveIntegerField(null=True)
    text = SealedText(code="draft.text", null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "hat", "form", "object"], name="one_draft_of_a_form")]
        indexes = [
            models.Index(fields=["saved_at"], name="draft_by_age"),
            models.Index(fields=["root"], name="draft_about_root"),
        ]

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality the row is sealed in."""
        return self.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """Drafts stand outside logs: they are sealed with the municipality's key."""
        return self.municipality_id


class Writing(models.Model):
    """Who is changing a text of the log just now: a hint to the next one, never a lock, and nothing of what is written."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(RelayLog, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    object = models.UUIDField()
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "person"], name="writing_once")]
