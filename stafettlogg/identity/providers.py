"""How a municipality's people sign in: its providers, and the keys we sign with at each (integrations.md § 2)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _
from joserfc.jwk import RSAKey

from stafettlogg.core import audit, clock
from stafettlogg.core.acting import before_sign_in, looking_up
from stafettlogg.core.caller import Caller
from stafettlogg.core.operation import Refused
from stafettlogg.core.scope import everywhere, system
from stafettlogg.identity.models import Municipality, Provider, ProviderKey, ProviderSession, Subject
from stafettlogg.identity.stored_sessions import kept_as
from stafettlogg.vault import keys as vault_keys

KEY_LIFE = timedelta(days=365)  # a year at most, says ID-porten
KEY_BITS = 2048
# ID-porten's levels, lowest first; another provider's are written out where it is added
LEVELS = ("idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high")
HIGH = LEVELS[-1]


def levels_from(lowest: str) -> list[str]:
    """This level of ID-porten's and those above it. Raises `ValueError` for a level there is not."""
    return list(LEVELS[LEVELS.index(lowest) :])


def add(
    municipality: Municipality,
    *,
    issuer: str,
    client_id: str,
    kind: str = Provider.Kind.IDPORTEN,
    levels: Sequence[str] = (HIGH,),
    onbehalfof: str = "",
) -> Provider:
    """Let the municipality's people sign in there; a former provider of the same kind ends."""
    with everywhere("how one signs in to a municipality"):
        Provider.objects.get_queryset().filter(municipality=municipality, kind=kind, ended_at=None).update(
            ended_at=clock.now()
        )
        provider = Provider(
            municipality=municipality,
            kind=kind,
            issuer=issuer.rstrip("/"),
            client_id=client_id,
            levels=list(levels),
            onbehalfof=onbehalfof,
        )
        provider.save(force_insert=True)
        audit.noted(municipality.pk, "provider.add", reason=provider.kind, via="cli")
        return provider


def end(provider: Provider) -> None:
    """Let nobody sign in there any more."""
    with everywhere("how one no longer signs in to a municipality"):
        provider.ended_at = clock.now()
        provider.save(update_fields=["ended_at"])
        audit.noted(provider.municipality_id, "provider.end", reason=provider.kind, via="cli")


def of(municipality: UUID) -> list[Provider]:
    """The ways one can sign in to the municipality today, ID-porten first."""
    with system("before sign-in everybody sees how one signs in"):
        found = Provider.objects.get_queryset().filter(municipality=municipality, ended_at=None)
        return sorted(found.select_related("municipality"), key=lambda one: one.kind != Provider.Kind.IDPORTEN)


def by_id(pk: str) -> Provider | None:
    """The provider with this id, where it is still in use."""
    with system("the provider that a session came of"):
        return (
            Provider.objects.get_queryset().filter(pk=pk, ended_at=None).select_related("municipality").first()
            if pk
            else None
        )


def known_as(issuer: str, client_ids: Sequence[str]) -> list[Provider]:
    """Every municipality's provider with this address where we are called one of these."""
    with system("which municipalities a provider speaks of"):
        return list(Provider.objects.get_queryset().filter(issuer=issuer, client_id__in=client_ids, ended_at=None))


def issuers() -> set[str]:
    """Every provider's address here."""
    with system("which providers may say that somebody has left"):
        return set(Provider.objects.get_queryset().filter(ended_at=None).values_list("issuer", flat=True))


# --- keys ---------------------------------------------------------------------------------------------------------


def new_key(provider: Provider) -> ProviderKey:
    """A new key to sign with there; the present one stays valid beside it until it is retired."""
    pk = uuid4()
    made = RSAKey.generate_key(KEY_BITS, {"use": "sig", "alg": "RS256", "kid": str(pk)}, private=True)
    with everywhere("a new key at a provider"):
        key = ProviderKey(
            id=pk,
            municipality_id=provider.municipality_id,
            provider=provider,
            secret=json.dumps(made.as_dict(private=True)),
            made_at=clock.now(),
        )
        key.save(force_insert=True)
        audit.noted(provider.municipality_id, "provider.key.add", reason=str(pk), via="cli")
        return key


def retire_key(key: ProviderKey) -> None:
    """Sign no more with this key; the provider may forget it."""
    with everywhere("a key at a provider is done with"):
        key.retired_at = clock.now()
        key.save(update_fields=["retired_at"])
        audit.noted(key.municipality_id, "provider.key.retire", reason=str(key.pk), via="cli")


def keys(provider: Provider) -> list[ProviderKey]:
    """The keys in use, oldest first: one signs with the first, so that a new one can be made known in peace."""
    with system("our own keys at a provider"):
        found = ProviderKey.objects.get_queryset().filter(provider=provider, retired_at=None)
        return list(found.order_by("made_at"))


def signing_key(provider: Provider) -> RSAKey:
    """The key to sign with now: the oldest that has not lived its year, else the newest. Raises `LookupError` without one."""
    with before_sign_in(provider.municipality_id):
        held = keys(provider)
        if not held:
            raise LookupError("There is no key to sign with: run stafettlogg key new.")
        fresh = [key for key in held if clock.now() - key.made_at < KEY_LIFE]
        return RSAKey.import_key(json.loads((fresh or held[-1:])[0].secret))


def public_keys(provider: Provider) -> dict[str, list[dict[str, object]]]:
    """The public halves of the keys in use, as a JSON Web Key Set (RFC 7517), to be registered at the provider."""
    return {"keys": [dict(RSAKey.import_key(json.loads(key.secret)).as_dict(private=False)) for key in keys(provider)]}


# --- subjects -----------------------------------------------------------------------------------------------------


def subject_hash(provider: Provider, subject: str) -> bytes:
    """The keyed hash of who somebody is at a provider; the subject itself is kept nowhere."""
    return vault_keys.lookup_hash(provider.municipality_id, f"{provider.issuer}|{subject}")


def bound_to(subject: bytes) -> UUID | None:
    """The person this subject is bound to."""
    with looking_up(subject), system("whom a subject is bound to"):
        bound = Subject.objects.get_queryset().filter(subject_hash=subject, ended_at=None).first()
        return bound.person_id if bound else None


def bind(by: Caller, subject: bytes) -> None:
    """Remember at the first sign-in that this subject is the caller; raises `Refused` where it is somebody else."""
    bound = bound_to(subject)
    if bound is not None and bound != by.person:
        raise Refused(_("ID-porten's subject is bound to another person."), field="subject")
    if bound is None:
        Subject(municipality_id=by.municipality, person_id=by.person, subject_hash=subject, bound_at=clock.now()).save(
            force_insert=True
        )


def release(person: UUID) -> None:
    """Forget which subject the person is, so that the next sign-in binds anew; called inside operations."""
    with system("a person's number is changed, and with it who the provider says it is"):
        Subject.objects.get_queryset().filter(person=person, ended_at=None).update(ended_at=clock.now())


# --- sessions at a provider ---------------------------------------------------------------------------------------


def remember_session(session_key: str, session_hash: bytes) -> None:
    """Remember that this session of ours came of that session at a provider."""
    ProviderSession.objects.update_or_create(
        session_key=kept_as(session_key), defaults={"session_hash": session_hash, "began_at": clock.now()}
    )


def end_sessions(session_hash: bytes) -> None:
    """End our sessions that came of it; whoever sits in one is out at the next click."""
    rows = ProviderSession.objects.filter(session_hash=session_hash)
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()


def forget_sessions(before: datetime) -> None:
    """Forget the sessions that ended before this, and those that began before it at a provider."""
    Session.objects.filter(expire_date__lt=before).delete()
    ProviderSession.objects.filter(began_at__lt=before).delete()
