"""The way in and out: on a training site by one shared account and a made-up person; in production by ID-porten, per municipality."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import audit
from stafettlogg.core.acting import acting
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.identity import providers, signin
from stafettlogg.identity.alphabet import order
from stafettlogg.identity.models import Municipality
from stafettlogg.identity.signin import Somebody
from stafettlogg.web import departure, drafts, sessions
from stafettlogg.web.fields import say_what_is_missing
from stafettlogg.web.guard import NOBODY, Request, outside, public, quiet, signed_in, takes
from stafettlogg.web.languages import inside
from stafettlogg.web.pages import page
from stafettlogg.web.widgets import Radios

GROUPS = (
    (lazy("At work"), (Hat.STAFF,)),
    (lazy("At home"), (Hat.FAMILY,)),
    (lazy("In the municipality"), (Hat.ADMINISTRATION, Hat.OFFICER)),
)
ABOUT_HATS = {
    Hat.STAFF: lazy("What you do as an employee."),
    Hat.FAMILY: lazy("What you do as a parent, or as the child the log is about."),
    Hat.ADMINISTRATION: lazy("Units and leaders."),
    Hat.OFFICER: lazy("Who has read what."),
}


class AccountForm(forms.Form):
    """The training site's account, in one of its municipalities."""

    municipality = forms.ChoiceField(label=lazy("Which municipality?"), widget=Radios)
    user = forms.CharField(
        label=lazy("User name"), widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(label=lazy("Password"), widget=forms.PasswordInput({"autocomplete": "current-password"}))

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipalities = {place.number: place for place in municipalities}
        self.fields["municipality"].choices = [(number, place.name) for number, place in self.municipalities.items()]  # type: ignore[attr-defined]
        say_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        """Refuse any other user name and password, without telling which of them was wrong."""
        values = super().clean() or self.cleaned_data
        if {"user", "password"} <= values.keys() and not signin.is_training_account(values["user"], values["password"]):
            raise forms.ValidationError(
                _("This user name and password do not belong together. Look for a mistyped letter.")
            )
        return values

    @property
    def chosen(self) -> Municipality:
        """The municipality that was chosen."""
        return self.municipalities[self.cleaned_data["municipality"]]


@public
def front(request: Request) -> HttpResponse:
    """The address without anything more: the first page of who is signed in, else the way in."""
    if "number" in request.session:
        return redirect("start", request.session["number"])
    return redirect("sign-in")


@public
@takes("GET", "POST")
def sign_in(request: Request) -> HttpResponse:
    """The way in: by ID-porten in each municipality that has it, and on a training site by the shared account."""
    if "til" in request.GET:
        request.session["til"] = request.GET["til"]
    places = [(place, providers.of(place.pk)) for place in signin.municipalities()]
    if not signin.is_training():
        if request.method == "POST":
            raise Http404
        return page(request, "signin/provider.html", places=places, **_away(request))
    form = AccountForm(request.POST or None, municipalities=[place for place, _providers in places])
    if form.is_valid():
        request.session["choosing"] = str(form.chosen.pk)
        return redirect("sign-in-who")
    elif form.is_bound:
        _record_failed(request, form)
    places = [(place, ways) for place, ways in places if ways]
    return page(request, "signin/account.html", form=form, places=places, **_away(request))


def _away(request: Request) -> dict[str, bool]:
    """Whether one was away for so long that one was signed out, or was signed out elsewhere, and which form keeps a draft."""
    session = request.session
    is_kept = drafts.ADDRESS in session and session[drafts.ADDRESS] == session.get("til")
    return {"was_away": "away" in session, "has_ended": "ended" in session, "is_kept": is_kept}


def _record_failed(request: Request, form: AccountForm) -> None:
    place = form.municipalities.get(request.POST.get("municipality", ""))
    if place is not None:
        # the belt shows a trail to its own person alone, so a try that nobody owns is nobody's
        with acting(Caller(NOBODY, place.pk, Hat.STAFF)):
            audit.noted(place.pk, "sign-in.failed", person=NOBODY)


@public
@takes("GET", "POST")
def who(request: Request) -> HttpResponse:
    """Choose whom one is today, among the made-up people of the municipality."""
    place = _chosen(request)
    if place is None:
        return redirect("sign-in")
    everybody = signin.everybody(place)
    chosen = next((one for one in everybody if one.key == request.POST.get("who")), None)
    if chosen is not None:
        return HttpResponseRedirect(_begin(request, place, chosen))
    return page(request, "signin/who.html", place=place, groups=_grouped(everybody))


def _grouped(everybody: list[Somebody]) -> list[tuple[str, list[tuple[str, list[Somebody]]]]]:
    """The people under their headings: at work by unit; at home families stay together, by their last name."""
    groups = []
    for title, hats in GROUPS:
        people = [one for one in everybody if one.hat in hats]
        places = dict.fromkeys(one.place for one in people)
        groups.append((str(title), [(place, _by_last_name(people, place)) for place in places]))
    return groups


def _by_last_name(people: list[Somebody], place: str) -> list[Somebody]:
    return sorted((one for one in people if one.place == place), key=lambda one: order(one.name.split()[-1]))


def _chosen(request: Request) -> Municipality | None:
    if not signin.is_training():
        raise Http404
    choosing = request.session.get("choosing")
    return next((place for place in signin.municipalities() if str(place.pk) == choosing), None)


def _begin(request: Request, place: Municipality, somebody: Somebody) -> str:
    """Sign the made-up person in, with a line in the trail; gives where to go."""
    goal = request.session.get("til", "")
    by = Caller(somebody.person, place.pk, somebody.hat)
    sessions.begin(request.session, place, by, len(signin.hats(by.person, place.pk)))
    signin.arrive(by)
    with acting(by):
        audit.noted(place.pk, "sign-in", person=somebody.person, reason=somebody.hat.value)
    return first_page(request, place.number, goal)


def first_page(request: Request, number: str, goal: str = "") -> str:
    """Where one comes after signing in: the page one was on the way to, if it is this municipality's, else the first."""
    first = reverse("start", args=[number])
    return inside(request, goal) if goal.startswith(first) else first


@quiet
@signed_in
@takes("GET", "POST")
def stay(request: Request) -> HttpResponse:
    """Say how long one is signed in yet; a press on *stay signed in* makes it longer."""
    if request.method == "POST":
        sessions.renew(request.session)
    left = sessions.left(request.session)
    return JsonResponse({"left": left.seconds, "until": left.until, "can_stay": left.can_stay})


@signed_in
@takes("GET", "POST")
def hat(request: Request) -> HttpResponse:
    """Put on another hat without signing in again (R24)."""
    by = request.caller
    mine = signin.hats(by.person, by.municipality)
    chosen = next((one for one in mine if one == request.POST.get("hat")), None)
    if chosen is not None:
        sessions.wear(request.session, chosen)
        audit.noted(by.municipality, "hat.change", person=by.person, reason=chosen.value)
        return HttpResponseRedirect(first_page(request, request.session["number"], request.session.pop("til", "")))
    return page(request, "signin/hat.html", hats=[(one, ABOUT_HATS[one]) for one in mine], worn=by.hat)


@outside
@takes("POST")
def sign_out(request: Request) -> HttpResponse:
    """End the session, and the one at the provider it came of; the language stays, for the page that says goodbye."""
    session = request.session
    farewell = departure.of(request)
    if "person" in session:
        place, person = UUID(session["municipality"]), UUID(session["person"])
        with acting(Caller(person, place, Hat(session["hat"]))):
            audit.noted(place, "sign-out", person=person)
    language = session.get("language") or session.get("municipality_language")
    session.flush()
    if language:
        session["language"] = language
    return departure.page(request, farewell) if farewell else redirect("sign-in")
