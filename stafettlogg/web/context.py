"""What every page knows: who looks at it, under which hat, and whether everybody is made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stafettlogg.identity import signin


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the page."""

    name: str
    hat_label: str
    municipality_name: str
    municipality_number: str
    accessibility_url: str
    has_more_hats: bool


def viewer(request: HttpRequest) -> dict[str, Any]:
    """The context of every page; before sign-in nobody looks."""
    by = getattr(request, "caller", None)
    looking = SimpleLazyObject(lambda: _viewer(request)) if by else None
    return {
        "viewer": looking,
        "is_training": signin.is_training(),
        "csp_nonce": getattr(request, "nonce", ""),
        "accessibility_url": SimpleLazyObject(lambda: looking.accessibility_url) if looking is not None else "",
    }


def _viewer(request: Any) -> Viewer:
    person = signin.myself(request.caller)
    return Viewer(
        name=person.name,
        hat_label=request.caller.hat.label,
        municipality_name=person.municipality.name,
        municipality_number=person.municipality.number,
        accessibility_url=person.municipality.accessibility_url,
        has_more_hats=request.session.get("hats", 1) > 1,
    )
