"""Where one comes when one does not come in: what happened, what to do, and whom to call, in four languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafettlogg.core import clock
from stafettlogg.identity import providers, signin
from stafettlogg.identity.models import Provider
from stafettlogg.identity.oidc import Reason
from stafettlogg.web import sessions
from stafettlogg.web.guard import Request, public
from stafettlogg.web.pages import page
from stafettlogg.web.told import Line, to_who_has_left

# the product's languages, and Northern Sámi: these pages meet people before anybody knows who they are
LANGUAGES = (("nn", "Nynorsk"), ("nb", "Bokmål"), ("se", "Davvisámegiella"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, and what to do about it."""

    heading: str | Promise
    what: str | Promise
    do: str | Promise
    may_try_again: bool = True


WORDS = {
    Reason.CANCELLED: Words(
        _("You stopped signing in"),
        _("Nothing has happened, and nobody has seen anything."),
        _("Do you want to sign in after all? Try again."),
    ),
    Reason.PROVIDER_DOWN: Words(
        _("The sign-in service does not answer"),
        _("We could not reach it just now. There is nothing wrong with what you did."),
        _("Wait a few minutes, and try again."),
    ),
    Reason.CLOCK_WRONG: Words(
        _("A clock is wrong"),
        _("Our clock and the sign-in service's do not agree, so we cannot trust the sign-in."),
        _("Try again. If it happens once more, tell the municipality: only they can mend it."),
    ),
    Reason.LEVEL_TOO_LOW: Words(
        _("You need a safer way to sign in"),
        _("The log is about a child, so the municipality asks for the highest level of security."),
        _("Try again, and choose BankID, Buypass or Commfides."),
    ),
    Reason.NO_NUMBER: Words(
        _("You signed in without a national identity number"),
        _("The sign-in service did not tell us a Norwegian identity number, so we do not know who you are."),
        _(
            "Use an eID with a Norwegian number. If you have none, you can answer on paper: ask the kindergarten or school."
        ),
    ),
    Reason.NOT_VALID: Words(
        _("The sign-in was not valid"),
        _("Something in the answer was not as it should be, so we did not use it."),
        _("Begin anew from the sign-in page. If it happens once more, tell the municipality."),
    ),
    Reason.STARTED_ELSEWHERE: Words(
        _("The sign-in was begun somewhere else"),
        _("It was begun in another window or browser, or it took too long."),
        _("Begin anew, and stay in the same window."),
    ),
    Reason.UNKNOWN: Words(
        _("We do not find you here"),
        _("You have signed in, but nobody in the municipality has written you into Stafettloggen."),
        _(
            "Ask the leader of the kindergarten or school, or the one who has the baton. Have you chosen the right municipality?"
        ),
    ),
    Reason.NO_ACCESS: Words(
        _("There is no log for you yet"),
        _("We know who you are, but you are in no log and have no post here."),
        _("Ask the leader of the kindergarten or school, or the one who has the baton."),
    ),
    Reason.POST_ENDED: Words(
        _("Your access has ended"),
        _("You have worked here, but you have no post that is valid today."),
        _("Should you still have one? Ask your leader, who can put it right at once."),
    ),
    Reason.NUMBER_EXCHANGED: Words(
        _("Your identity number was exchanged for another one here"),
        _("Until lately we knew somebody by this number. Two people here have agreed to write in another one instead."),
        _("If you have no new number, something is wrong: call the municipality at once."),
    ),
    Reason.NUMBER_CHANGED: Words(
        _("Your identity number has changed"),
        _("You have been here with another number, so we cannot be sure that you are the same person."),
        _(
            "Ask the leader of the kindergarten or school to have the new number written in. It takes two, so it may take a few days."
        ),
    ),
}


def stop(request: Request, provider: Provider | None, reason: Reason, person: UUID | None = None) -> HttpResponse:
    """Send the browser to the page for this reason; `person` is who has proved a moment ago to have been here."""
    request.session["stopped"] = {
        "reason": reason.value,
        "provider": str(provider.pk) if provider else "",
        "person": str(person) if person else "",
        "at": clock.now().timestamp(),
    }
    return redirect("sign-in-stopped")


def choose_hat() -> str:
    """Where somebody with several hats chooses one."""
    return reverse("hat")


@public
def stopped(request: Request) -> HttpResponse:
    """What happened, what to do, whom to call; and the way out of the provider for somebody who did sign in there.

    Who led a unit, and does no more, is told who was appointed instead (R26).
    """
    told = request.session.get("stopped")
    if told is None:
        return redirect("sign-in")
    provider = providers.by_id(told["provider"])
    language = request.GET.get("sprak", "")
    with translation.override(language if language in dict(LANGUAGES) else translation.get_language()):
        return page(
            request,
            "signin/stopped.html",
            words=WORDS[Reason(told["reason"])],
            provider=provider,
            place=provider.municipality if provider else None,
            languages=LANGUAGES,
            is_there="id_token" in request.session,
            lines=_told(told, provider),
        )


def _told(told: dict[str, Any], provider: Provider | None) -> list[Line]:  # Any: what a session holds
    """What somebody is told who comes in no more, for as long as it is certain who it is."""
    is_over = clock.now().timestamp() - told.get("at", 0) > sessions.FRESH.total_seconds()
    if provider is None or is_over or not told.get("person"):
        return []
    return to_who_has_left(UUID(told["person"]), provider.municipality_id)


@public
def why(request: Request) -> HttpResponse:
    """*Why can't I get in?* – every reason there is, and whom to call in each municipality."""
    return page(request, "signin/why.html", all_words=list(WORDS.values()), places=signin.municipalities())


@public
def again(request: Request) -> HttpResponse:
    """Somebody who is signed in must show anew who it is, before something that asks for it."""
    request.session["til"] = request.GET.get("til", "")
    provider = providers.by_id(request.session.get("provider", ""))
    return page(request, "signin/again.html", provider=provider)


@public
def goodbye(request: Request) -> HttpResponse:
    """Back from the provider's own sign-out."""
    return redirect("sign-in")
