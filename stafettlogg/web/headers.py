"""What every answer tells the browser: load nothing from elsewhere, frame nothing, keep nothing (security.md § 7).

COOP, referrer and nosniff are Django's own, in the settings.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OTHERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def may_post_to(response: HttpResponse, request: HttpRequest, address: str) -> HttpResponse:
    """Let the forms of this one page be sent to somebody else, by its origin."""
    return _instead(response, request, "form-action 'self'", f"form-action 'self' {origin(address)}")


def may_be_framed_by(response: HttpResponse, request: HttpRequest, *addresses: str) -> HttpResponse:
    """Let these frame this one page, by their origins."""
    origins = " ".join(sorted({origin(address) for address in addresses}))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _instead(response, request, "frame-ancestors 'none'", f"frame-ancestors {origins}")


def origin(address: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _instead(response: HttpResponse, request: HttpRequest, was: str, shall_be: str) -> HttpResponse:
    policy = POLICY.format(nonce=request.nonce)  # type: ignore[attr-defined]
    response.headers["Content-Security-Policy"] = policy.replace(was, shall_be)
    return response


class Headers:
    """Put the headers on every answer; the page gets a fresh nonce for its own scripts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the nonce in, and the headers out."""
        request.nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.nonce))  # type: ignore[attr-defined]
        for name, value in OTHERS.items():
            response.headers.setdefault(name, value)
        return response
