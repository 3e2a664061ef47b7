"""Who visits which page: sessions as signing in leaves them, and one line for each visit that can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from secrets import token_hex
from urllib.parse import urlencode
from uuid import UUID

from bench.site import SIZE  # before Django reads its settings

# isort: split
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from bench.volume import Municipality, Unsealed, written
from stafettlogg.core import clock
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.identity.stored_sessions import SessionStore, kept_as

VISITORS = 500
TOKEN = token_hex(16)


@dataclass(frozen=True)
class Somebody:
    """A person at work in one of the municipalities."""

    place: Municipality
    number: int

    @property
    def caller(self) -> Caller:
        """Who asks."""
        return Caller(self.place.person(self.number), self.place.pk, Hat.STAFF)

    @property
    def municipality(self) -> str:
        """The number in the address."""
        return str(9000 + self.place.number)

    def held(self) -> Iterator[UUID]:
        """The logs the person holds."""
        return (self.place.log(n) for n in range(self.number, SIZE.logs, SIZE.staff))


def _places() -> list[Municipality]:
    return [Municipality(SIZE, number, Unsealed(), clock.now()) for number in range(SIZE.municipalities)]


def _some(numbers: range, random: Random) -> list[Somebody]:
    """As many as visit at the same time, from all municipalities alike."""
    everybody = [Somebody(place, number) for place in _places() for number in numbers]
    return random.sample(everybody, min(VISITORS, len(everybody)))


def _signed_in(people: list[Somebody]) -> list[str]:
    """A session for each, as signing in leaves it."""
    now, stores = clock.now(), [SessionStore() for _ in people]
    for store, somebody in zip(stores, people, strict=True):
        store.update(
            {
                "person": str(somebody.caller.person),
                "municipality": str(somebody.caller.municipality),
                "number": somebody.municipality,
                "municipality_language": "nn",
                "hat": Hat.STAFF.value,
                "hats": 1,
                "began": now.timestamp(),
                "seen": now.timestamp(),
            }
        )
    keys = [store._get_new_session_key() for store in stores]  # type: ignore[attr-defined]
    Session.objects.bulk_create(
        Session(
            session_key=kept_as(key),
            session_data=store.encode(dict(store.items())),
            expire_date=now + timedelta(hours=8),
        )
        for key, store in zip(keys, stores, strict=True)
    )
    return keys


# --- the pages that are measured ----------------------------------------------------------------------------------


def _log_pages(somebody: Somebody) -> Iterator[str]:
    return (reverse("log-read", args=[somebody.municipality, log]) for log in somebody.held())


def _start_page(somebody: Somebody) -> Iterator[str]:
    yield reverse("start", args=[somebody.municipality])


def _additions(somebody: Somebody) -> Iterator[str]:
    return (reverse("note-add", args=[somebody.municipality, log]) for log in somebody.held())


@dataclass(frozen=True)
class Page:
    """One kind of visit: by whom, to which addresses, and whether something is written."""

    title: str
    numbers: range
    paths: Callable[[Somebody], Iterator[str]]
    is_addition: bool = False


HOLDERS, LEADERS = range(SIZE.units, SIZE.staff), range(SIZE.units)
PAGES = {
    "log": Page("The whole log page", HOLDERS, _log_pages),
    "holder": Page("The holder's list of 20", HOLDERS, _start_page),
    "leader": Page("The leader's list of 200", LEADERS, _start_page),
    "add": Page("Add an entry", HOLDERS, _additions, is_addition=True),
}


def write(page: Page, file: Path) -> None:
    """A line for each possible visit: cookies, path, and for an addition what the form sends besides its one-time key."""
    people = _some(page.numbers, Random(7))
    form = {"csrfmiddlewaretoken": TOKEN, "text": written(3), "concern": "", "seen_on": f"{clock.today():%d.%m.%Y}"}
    body = urlencode(form) if page.is_addition else ""
    with file.open("w") as lines:
        for somebody, key in zip(people, _signed_in(people), strict=True):
            cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
            lines.writelines(f"{cookies}\t{path}\t{body}\n" for path in page.paths(somebody))
