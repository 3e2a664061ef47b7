"""The session of a request: opened with it, written last in its transaction, told to the browser after the commit.

Django's own middleware writes it after everything else: then a form can be saved and its answer lost, because the session
was ended meanwhile. Here the two are kept together, or neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal, cast

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

SameSite = Literal["Lax", "Strict"]


def begin(request: HttpRequest) -> None:
    """Give the request the session its cookie names, or an empty one; it is read when somebody looks into it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.is_session_written = False  # type: ignore[attr-defined]


def write(request: HttpRequest, *, is_act: bool = False) -> bool:
    """Write what was changed in the session; an act is written with its session in any case. False: it was ended meanwhile.

    The row is locked as the last thing of the transaction: whoever ends the session comes either before or after it.
    """
    session = request.session
    if session.is_empty() or not (session.modified or is_act):
        return True
    try:
        session.save()
    except UpdateError as error:
        if isinstance(error.__context__, (OperationalError, InterfaceError)):
            raise error.__context__ from None  # the database is away: nobody has ended anything
        return False
    request.is_session_written = True  # type: ignore[attr-defined]
    return True


def tell(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser the key of the session that was written, or take it away where there is none any more."""
    session = request.session
    if settings.SESSION_COOKIE_NAME in request.COOKIES and session.is_empty():
        response.delete_cookie(
            settings.SESSION_COOKIE_NAME,
            settings.SESSION_COOKIE_PATH,
            samesite=cast(SameSite, settings.SESSION_COOKIE_SAMESITE),
        )
    elif request.is_session_written:  # type: ignore[attr-defined]
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            session.session_key or "",
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=settings.SESSION_COOKIE_HTTPONLY,
            samesite=cast(SameSite, settings.SESSION_COOKIE_SAMESITE),
        )
    elif not session.accessed:
        return
    patch_vary_headers(response, ("Cookie",))
