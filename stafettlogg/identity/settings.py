"""What a municipality decides: its administrator changes it, and what stood before and who changed it is kept."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from stafettlogg.core import clock
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused, operation
from stafettlogg.core.policy import Action
from stafettlogg.core.scope import Permit
from stafettlogg.identity.models import Municipality, SettingChange

# everything but the number, which the register of municipalities decides
FIELDS = tuple(field.name for field in Municipality._meta.concrete_fields if field.name not in ("id", "number"))
# the least and the most of each number, by statute (R1, R4, R5) or by good sense
BOUNDS = {
    "consent_age": (15, 16),
    "highest_level": (1, 3),
    "evaluate_from_days": (28, 56),
    "evaluate_until_days": (28, 56),
    "wonder_days": (1, 14),
    "forget_wonder_days": (14, 365),
    "unopened_days": (14, 180),
    "retention_days": (30, 3650),
}


@operation(Action.SETTINGS_CHANGE)
def change(by: Caller, municipality: Municipality, /, *, seen: str = "", **wanted: object) -> Municipality:
    """Decide anew; `seen` tells the last change that the form knew of. Raises `Refused` with the field it is about."""
    if seen != seen_now(municipality.permit):
        raise Refused(
            _("Somebody has changed the settings since you opened the page. Look at them below, and save once more."),
            field="seen",
        )
    changed = {name: value for name, value in wanted.items() if value != getattr(municipality, name)}
    unknown = changed.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"A municipality decides nothing called {', '.join(sorted(unknown))}.")
    for name, value in changed.items():
        _keep(by, municipality, name, value)
        setattr(municipality, name, value)
    _must_be_possible(municipality)
    municipality.save(update_fields=[*changed]) if changed else None
    return municipality


def _keep(by: Caller, municipality: Municipality, name: str, value: object) -> None:
    SettingChange(
        municipality=municipality,
        by_id=by.person,
        at=clock.now(),
        field=name,
        old=str(getattr(municipality, name)),
        new=str(value),
    ).save(force_insert=True)


def _must_be_possible(municipality: Municipality) -> None:
    if not municipality.name.strip():
        raise Refused(_("Write the name."), field="name")
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(municipality, name) <= most:
            raise Refused(_("Write a number from %(least)d to %(most)d.") % {"least": least, "most": most}, field=name)
    if municipality.evaluate_from_days >= municipality.evaluate_until_days:
        raise Refused(_("The last week must come after the first."), field="evaluate_until_days")
    try:
        municipality.clean_fields(exclude=["number"])
    except ValidationError as wrong:
        field, sentences = next(iter(wrong.message_dict.items()))
        raise Refused(sentences[0], field=field) from None
    if municipality.contact_email:
        try:
            validate_email(municipality.contact_email)
        except ValidationError:
            raise Refused(_("Write a whole e-mail address."), field="contact_email") from None


def changes(permit: Permit) -> list[SettingChange]:
    """What was changed before, newest first."""
    return list(SettingChange.objects.of(permit).select_related("by").order_by("-at", "field"))


def seen_now(permit: Permit) -> str:
    """When the settings were changed last, as the form carries it."""
    latest: datetime | None = SettingChange.objects.of(permit).order_by("-at").values_list("at", flat=True).first()
    return latest.isoformat() if latest else ""
