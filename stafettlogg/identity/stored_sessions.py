"""Where sessions are kept: in the database, each under a keyed hash of its key.

The browser alone carries the key. What a dump, a base copy or a reader of the table shows opens no session, for the
hash is made under the installation's root key, which is a file outside the database (security.md § 1).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from stafettlogg.core import clock
from stafettlogg.vault import keys

LENGTH = 30  # bytes of the hash, which fill the forty letters of the column


def kept_as(session_key: str) -> str:
    """What a session's row is called, of the key its browser carries. Raises `NoKey` without a root key."""
    return urlsafe_b64encode(keys.installation_hash("session", session_key)[:LENGTH]).decode()


class SessionStore(db.SessionStore):
    """Django's sessions in the database, but for the name of the row; time is the product's own."""

    def load(self) -> dict[str, Any]:  # Any: what a session holds
        """What the session holds; nothing where there is none, or where it is over."""
        kept = self.model.objects.filter(
            session_key=kept_as(self.session_key or ""), expire_date__gt=clock.now()
        ).first()
        if kept is None:
            self._session_key = None
            return {}
        return dict(self.decode(kept.session_data))

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return bool(self.model.objects.filter(session_key=kept_as(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row, under its own name."""
        kept: AbstractBaseSession = self.model(
            session_key=kept_as(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # left out of the stubs
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(modification=clock.now()),
        )
        return kept

    def delete(self, session_key: str | None = None) -> None:
        """End this session, or the one with this key."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=kept_as(key)).delete()


def end_of(person: UUID) -> None:
    """End every session of a person: whoever was signed in with another number than the person's is so no more (R27)."""
    store = SessionStore()
    for kept in store.model.objects.iterator():
        if store.decode(kept.session_data).get("person") == str(person):
            kept.delete()
