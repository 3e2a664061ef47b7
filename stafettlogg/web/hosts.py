"""Answer to our own name alone, on every page and to machines too: another name in `Host` is somebody else's site, or a trick.

Django asks for the name only where an address is built from it, so that most pages would answer to any (RFC 9110 § 7.2).
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from stafettlogg.web import errors, health

OURSELVES = ("localhost", "127.0.0.1", "[::1]")


class Hosts:
    """Refuse a request to a name that is not ours, before anything is asked or shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or 400 in words."""
        try:
            request.get_host()
        except DisallowedHost:
            if not _asks_how_it_is(request):
                return errors.bad_request(request)
        return self.get_response(request)


def _asks_how_it_is(request: HttpRequest) -> bool:
    """Whether it is this very machine that asks how the service is: it knows no name, and is shown nothing of anybody."""
    name = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
    return request.path in health.ADDRESSES and name in OURSELVES and health.is_near(request)
