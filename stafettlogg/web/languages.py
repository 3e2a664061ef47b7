"""Choosing the language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from stafettlogg.web.guard import Request, public, takes


@public
@takes("POST")
def choose(request: Request) -> HttpResponse:
    """Keep the language for as long as one is here, and go back to the page one was on."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        request.session["language"] = language
    return HttpResponseRedirect(inside(request, request.POST.get("next", "")))


def inside(request: Request, address: str) -> str:
    """The address if it is one of our own pages, else the front page."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if is_ours else "/"
