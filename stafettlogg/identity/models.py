"""Municipalities, their units, the people in them and their posts; and the children logs are about."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stafettlogg.core import clock
from stafettlogg.core.scope import Inside, RootModel, Scoped
from stafettlogg.vault.fields import SealedText


class Municipality(RootModel):
    """The data controller and tenant. What municipalities do differently is a setting here, never a branch in code."""

    class Theme(models.TextChoices):
        """The colours of its pages; the baton's and the roles' stay the same everywhere (interface.md § 1)."""

        STAFETTLOGG = "stafettlogg", "Stafettlogg"
        HAVVIK = "havvik", "Havvik"

    number = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(
        max_length=2, default="nn", choices=[("nn", "nynorsk"), ("nb", "bokmål"), ("en", "English")]
    )
    all_guardians_consent = models.BooleanField(
        default=True, help_text=_("Everybody with parental responsibility must consent (R1).")
    )
    consent_age = models.PositiveSmallIntegerField(
        default=15, help_text=_("From this age the child consents too (R1).")
    )
    evaluate_from_days = models.PositiveSmallIntegerField(
        default=28, help_text=_("Earliest evaluate-by, in days after start (R4).")
    )
    evaluate_until_days = models.PositiveSmallIntegerField(
        default=56, help_text=_("Latest evaluate-by, in days after start (R4).")
    )
    wonder_days = models.PositiveSmallIntegerField(
        default=14, help_text=_("Days the leader has to decide a wonder (R5).")
    )
    forget_wonder_days = models.PositiveSmallIntegerField(
        default=90, help_text=_("Days before a wonder that led to nothing loses its text (R22).")
    )
    unopened_days = models.PositiveSmallIntegerField(
        default=60, help_text=_("Days before a log that never became active is erased (R25).")
    )
    highest_level = models.PositiveSmallIntegerField(
        default=3, help_text=_("The highest level the municipality works on in the log (R8).")
    )
    employees_plan = models.BooleanField(
        default=True, help_text=_("Employees who are let into a log plan and evaluate measures of their own.")
    )
    employees_write = models.BooleanField(
        default=True, help_text=_("Employees who are let into a log write notes and glimpses.")
    )
    retention_days = models.PositiveSmallIntegerField(
        default=180, help_text=_("Days a log stays here after it is archived, before it is erased.")
    )
    secrecy = models.CharField(
        max_length=120,
        default="offl. § 13, jf. fvl. § 13",
        help_text=_("The secrecy paragraph that stands on what is printed."),
    )
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    accessibility_url = models.URLField(blank=True)
    theme = models.CharField(max_length=12, choices=Theme.choices, default=Theme.STAFETTLOGG)

    class Meta(RootModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(consent_age__in=(15, 16)), name="consent_age_is_15_or_16"),
            models.CheckConstraint(
                condition=Q(
                    evaluate_from_days__gte=28,
                    evaluate_until_days__lte=56,
                    evaluate_from_days__lt=F("evaluate_until_days"),
                ),
                name="evaluation_window_within_4_and_8_weeks",
            ),
            models.CheckConstraint(condition=Q(highest_level__in=(1, 2, 3)), name="highest_level_is_1_to_3"),
            models.CheckConstraint(condition=Q(wonder_days__range=(1, 14)), name="wonder_decided_within_14_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(RootModel):
    """A kindergarten, a school or a service of the municipality."""

    class Kind(models.TextChoices):
        """What kind of unit it is; a consent names a service, which is a unit of such a kind."""

        KINDERGARTEN = "kindergarten", _("kindergarten")
        SCHOOL = "school", _("school")
        PPT = "ppt", _("PPT (educational-psychological service)")
        HEALTH_STATION = "health_station", _("health station")
        CHILD_WELFARE = "child_welfare", _("child welfare")
        OTHER = "other", _("other service")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    organisation_number = models.CharField(max_length=9, blank=True)

    class Meta(RootModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="unit_name_once"),
            models.UniqueConstraint(
                fields=["municipality", "organisation_number"],
                condition=~Q(organisation_number=""),
                name="organisation_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_kindergarten(self) -> bool:
        """Whether the unit's arena is called kindergarten rather than school."""
        return self.kind == self.Kind.KINDERGARTEN


class _OfMunicipality(Scoped):
    """A row outside logs, sealed with the municipality's own key because lists need its name."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        abstract = True

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality the row is sealed in."""
        return self.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """The municipality again: its key seals the row."""
        return self.municipality_id


class Person(_OfMunicipality):
    """Somebody who can sign in, or whose consent is kept, in one municipality; elsewhere another row.

    The hash is what somebody is found by; a row with a number and no hash stands in for somebody until two agree (R28).
    """

    name = SealedText(code="person.name")
    number = SealedText(code="person.number", null=True)
    number_hash = models.BinaryField(null=True, max_length=32)
    language = models.CharField(max_length=2, blank=True)
    signed_in_at = models.DateTimeField(null=True)

    class Meta(_OfMunicipality.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "number_hash"], name="person_number_once")]

    @property
    def is_stand_in(self) -> bool:
        """Whether a number was typed with a name that does not fit it, and two are to say whether it is one person (R28)."""
        return self.number is not None and self.number_hash is None

    @property
    def initials(self) -> str:
        """First letters of the first and last name."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


class Waits(models.TextChoices):
    """Who must confirm what was typed before a post or membership is in force; nothing is the blank.

    A row that waits gives no right whatever (policy, belt, hats), and whoever typed it is not told that it does.
    """

    NAME = "name", pgettext_lazy("waits for", "the administrator and the data-protection officer")  # R28
    LEAD = "lead", pgettext_lazy("waits for", "the unit's other leading person")  # R24


class Post(Inside):
    """A person's role in a unit, from–to; administrators and the data-protection officer stand outside units.

    `name` is what whoever appointed has typed, and what the unit's pages show (R28); the person keeps the own name.
    """

    class Kind(models.TextChoices):
        """Which role."""

        LEADER = "leader", pgettext_lazy("post", "leader")
        SUBSTITUTE = "substitute", pgettext_lazy("post", "substitute leader")
        EMPLOYEE = "employee", pgettext_lazy("post", "employee")
        ADMINISTRATOR = "administrator", pgettext_lazy("post", "municipality administrator")
        OFFICER = "officer", pgettext_lazy("post", "data-protection officer")

    root_path: ClassVar[str] = "unit"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=13, choices=Kind.choices)
    name = SealedText(code="post.name", null=True)
    waits_for = models.CharField(max_length=4, choices=Waits.choices, blank=True, default="", db_default="")
    appointed_at = models.DateTimeField(null=True)
    title = SealedText(code="post.title", db_column="sealed_title", null=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Inside.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("administrator", "officer"), unit=None)
                | Q(kind__in=("leader", "substitute", "employee"), unit__isnull=False),
                name="post_has_a_unit_unless_municipal",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(kind__in=("leader", "substitute"), ended_at=None, waits_for=""),
                name="one_leader_and_substitute",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kind"], name="post_of_person"),
            models.Index(fields=["unit", "kind"], name="post_of_unit"),
        ]

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality the row is sealed in."""
        return self.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """The municipality again: lists of its units need the names."""
        return self.municipality_id

    def is_valid(self, today: date) -> bool:
        """Whether the post is in force that day, and gives rights."""
        return self.is_shown(today) and not self.waits_for

    def is_shown(self, today: date) -> bool:
        """Whether it stands among those who work there that day: also when it waits, which is not shown (R28)."""
        return (
            self.ended_at is None and self.from_date <= today and (self.until_date is None or today <= self.until_date)
        )

    def was_held(self, day: date) -> bool:
        """Whether the person stood in it that day, also when it has ended since."""
        ended = self.ended_at.astimezone(clock.NORWAY).date() if self.ended_at else None
        return self.from_date <= day and all(last is None or day <= last for last in (self.until_date, ended))

    @property
    def called(self) -> str:
        """The name as it was typed for this post, else the person's own (R28)."""
        return self.name or self.person.name

    def as_typed(self) -> Post:
        """The post, whose person is called as it was typed wherever this very row is shown (R28)."""
        self.person.name = self.called
        return self

    @property
    def signed_in_at(self) -> datetime | None:
        """When the person last signed in, since the post was given: what was before it is no leader's business (R28)."""
        at = self.person.signed_in_at
        return None if at is None or (self.appointed_at is not None and at < self.appointed_at) else at

    @property
    def role(self) -> str:
        """What the person is called here: the title, else the kind."""
        return self.title or str(self.get_kind_display())


class Child(_OfMunicipality):
    """Whom a log is about. Reached through its logs alone: nothing lists children (domain.md § 4)."""

    class Protection(models.TextChoices):
        """The protection of the child's address in the population register (R13); addresses are never stored."""

        NONE = "none", pgettext_lazy("protection", "none")
        CONFIDENTIAL = "confidential", pgettext_lazy("protection", "confidential address")
        STRICT = "strict", pgettext_lazy("protection", "strictly confidential address")

    name = SealedText(code="child.name")
    number = SealedText(code="child.number", null=True)
    born = SealedText(code="child.born")
    number_hash = models.BinaryField(null=True, max_length=32)
    likeness_hash = models.BinaryField(max_length=32)
    protection = models.CharField(max_length=12, choices=Protection.choices, default=Protection.NONE)

    class Meta(_OfMunicipality.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "number_hash"], name="child_number_once")]
        indexes = [models.Index(fields=["municipality", "likeness_hash"], name="child_by_likeness")]

    @property
    def is_protected(self) -> bool:
        """Whether nothing may tell where the child is (R13)."""
        return self.protection != self.Protection.NONE

    @property
    def first_name(self) -> str:
        """What the child is called on the page."""
        return self.name.split()[0]

    @property
    def born_on(self) -> date:
        """Birth date."""
        return date.fromisoformat(self.born)

    def age(self, on: date) -> int:
        """Whole years on a day."""
        born = self.born_on
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Told(_OfMunicipality):
    """Something a person is to know, above the first page until seen (R26): what happened, and ids of what it is about."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=14, blank=True)
    event = models.CharField(max_length=30)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True)
    root = models.UUIDField(null=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta(_OfMunicipality.Meta):
        indexes = [models.Index(fields=["person"], condition=Q(seen_at=None), name="told_and_not_seen")]


class SettingChange(Inside):
    """What a municipality had decided before, and what it decided then; no personal data but its own contact person."""

    root_path: ClassVar[str] = "municipality"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    field = models.CharField(max_length=40)
    old = models.CharField(max_length=250)
    new = models.CharField(max_length=250)

    class Meta(Inside.Meta):
        indexes = [models.Index(fields=["municipality", "-at"], name="setting_change_by_time")]


class IdentityRequest(Inside):
    """That somebody's number be changed (R27), or that a name was typed for the person who has the number (R28).

    Only written down until others confirm it. The worker alone weighs it, finds whom the number is, and carries it out;
    what it found stands in `found`, and is told to those alone who confirm.
    """

    root_path: ClassVar[str] = "municipality"

    class Kind(models.TextChoices):
        """What is to be confirmed."""

        NUMBER = "number", pgettext_lazy("request", "another number")
        NAME = "name", pgettext_lazy("request", "another name")

    class Route(models.TextChoices):
        """Who must confirm; nobody yet while it is blank."""

        UNIT = "unit", pgettext_lazy("route", "the unit's other leading person, or an administrator")
        MUNICIPALITY = (
            "municipality",
            pgettext_lazy("route", "an administrator, then the officer or another administrator"),
        )
        BOTH = "both", pgettext_lazy("route", "an administrator and the officer")

    class Outcome(models.TextChoices):
        """What became of it; nothing yet while it is blank."""

        DONE = "done", pgettext_lazy("request", "carried out")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        LAPSED = "lapsed", pgettext_lazy("request", "lapsed")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    found = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True)
    number = SealedText(code="identity_request.number", null=True)
    reason = SealedText(code="identity_request.reason", null=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    asked_hat = models.CharField(max_length=14, blank=True)
    asked_at = models.DateTimeField()
    route = models.CharField(max_length=12, choices=Route.choices, blank=True, default="")
    first_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    first_hat = models.CharField(max_length=14, blank=True, default="")
    second_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    second_hat = models.CharField(max_length=14, blank=True, default="")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta(Inside.Meta):
        indexes = [models.Index(fields=["municipality", "outcome"], name="request_that_waits")]

    @property
    def sealed_municipality(self) -> UUID:
        """The municipality the row is sealed in."""
        return self.municipality_id

    @property
    def sealed_root(self) -> UUID:
        """The municipality again: its administrator and officer read it."""
        return self.municipality_id

    @property
    def is_confirmed(self) -> bool:
        """Whether as many have confirmed as its route asks for."""
        needed = self.first_by_id if self.route == self.Route.UNIT else self.second_by_id
        return bool(self.route) and needed is not None


class FormerNumber(Scoped):
    """The keyed hash of a number that was somebody's here until it was changed; kept for 90 days (R27)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number_hash = models.BinaryField(max_length=32)
    until = models.DateTimeField()

    class Meta(Scoped.Meta):
        indexes = [models.Index(fields=["municipality", "number_hash"], name="former_number")]


# --- signing in through a provider (integrations.md § 2) ----------------------------------------------------------


class Provider(Scoped):
    """How one signs in to a municipality: a provider's address, and what we are called there. None of it is secret."""

    class Kind(models.TextChoices):
        """Whom the provider knows; it names the button."""

        IDPORTEN = "idporten", "ID-porten"
        ANSATTPORTEN = "ansattporten", "Ansattporten"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.IDPORTEN)
    issuer = models.URLField()
    client_id = models.CharField(max_length=80)
    onbehalfof = models.CharField(max_length=80, blank=True)
    # from the lowest level that is let in to the highest there is, as the provider names them
    levels = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], condition=Q(ended_at=None), name="provider_once")
        ]


class ProviderKey(_OfMunicipality):
    """A key we sign with at a provider. A new one is made before the old one's year is over; both are valid meanwhile."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    secret = SealedText(code="provider_key.secret")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta(_OfMunicipality.Meta):
        indexes = [models.Index(fields=["provider"], name="key_of_provider")]


class Subject(_OfMunicipality):
    """Whom a provider's subject is here: bound at the first sign-in, ended when somebody's number is changed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject_hash = models.BinaryField(max_length=32)
    bound_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(_OfMunicipality.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "subject_hash"], condition=Q(ended_at=None), name="subject_once"
            )
        ]


class ProviderSession(models.Model):
    """Which of our sessions came of which session at a provider, so that the provider can end it (back-channel logout).

    The key is that of the session's row: a hash of what the browser carries (`stored_sessions`).
    """

    session_key = models.CharField(max_length=40, primary_key=True)
    session_hash = models.BinaryField(max_length=32)
    began_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["session_hash"], name="session_of_provider")]

    def __str__(self) -> str:
        return "a session"
