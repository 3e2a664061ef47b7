"""Where something is tried, in words that are right for whoever reads them: a mother's *here* is not the school's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stafettlogg.identity.models import Unit


def in_unit(unit: Unit) -> str:
    """Say where a measure in the unit is tried."""
    if unit.kind == Unit.Kind.SCHOOL:
        return _("At school")
    if unit.kind == Unit.Kind.KINDERGARTEN:
        return _("In kindergarten")
    return _("In the unit")
