"""Our own addresses as others know them: what is registered at a provider is written out whole."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def own_address(request: HttpRequest, name: str) -> str:
    """The whole address of one of our pages: at the installation's own origin where one is set, else as the browser asked."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return f"{settings.CSRF_TRUSTED_ORIGINS[0].rstrip('/')}{reverse(name)}"
    return request.build_absolute_uri(reverse(name))
