"""What every page knows: who looks at it, under which hat, and whether everybody is made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from stafettlogg.core.caller import Hat
from stafettlogg.identity import signin
from stafettlogg.web import sessions

FIRST_PAGE = {
    Hat.STAFF: _("My logs"),
    Hat.FAMILY: _("My logs"),
    Hat.ADMINISTRATION: _("Units"),
    Hat.OFFICER: _("All logs"),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the page."""

    name: str
    hat: Hat
    municipality_name: str
    municipality_number: str
    accessibility_url: str
    theme: str
    has_more_hats: bool

    @property
    def hat_label(self) -> str:
        """In which capacity the person acts."""
        return self.hat.label

    @property
    def stylesheet(self) -> str:
        """The colours of the municipality."""
        return f"vendor/theme-{self.theme}.css"

    @property
    def start_label(self) -> str:
        """What the first page is called under this hat."""
        return str(FIRST_PAGE[self.hat])


def context(request: HttpRequest) -> dict[str, Any]:  # Any: whatever templates show
    """The context of every page; the viewer is asked for once, where a page shows it."""
    by = getattr(request, "caller", None)
    looking = SimpleLazyObject(lambda: _viewer(request)) if by else None
    return {
        "viewer": looking,
        "time_left": SimpleLazyObject(lambda: sessions.left(request.session)) if by else None,
        "is_training": signin.is_training(),
        "csp_nonce": getattr(request, "nonce", ""),
        "accessibility_url": SimpleLazyObject(lambda: _statement(request, looking)),
    }


def _viewer(request: Any) -> Viewer:  # Any: a request with its caller
    person = getattr(request, "myself", None) or signin.myself(request.caller)  # where the page has loaded it already
    return Viewer(
        name=person.name,
        hat=request.caller.hat,
        municipality_name=person.municipality.name,
        municipality_number=person.municipality.number,
        accessibility_url=person.municipality.accessibility_url,
        theme=person.municipality.theme,
        has_more_hats=request.session.get("hats", 1) > 1,
    )


def _statement(request: HttpRequest, looking: Any) -> str:  # Any: a viewer, asked for late
    """The accessibility statement of one's municipality; before sign-in, of the one that was chosen."""
    if looking is not None:
        return str(looking.accessibility_url)
    choosing = getattr(request, "session", {}).get("choosing")
    chosen = [place for place in signin.municipalities() if str(place.pk) == choosing] if choosing else []
    return chosen[0].accessibility_url if chosen else ""
