"""Signing in and out, choosing a hat, and choosing a language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.caller import Hat
from stafettlogg.identity import signin
from stafettlogg.identity.models import Municipality
from stafettlogg.web import fields
from stafettlogg.web.guard import Request, public, signed_in
from stafettlogg.web.pages import page
from stafettlogg.web.widgets import Radios

MOST_TRIES, WITHIN = 10, timedelta(minutes=10)


class KeyForm(forms.Form):
    """Which municipality, and what opens the training site."""

    municipality = forms.ChoiceField(label=lazy("Which municipality?"), widget=Radios)
    user = fields.line(lazy("User name"))
    password = forms.CharField(label=lazy("Password"), max_length=fields.SHORT, widget=forms.PasswordInput)

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [(one.number, one.name) for one in municipalities]  # type: ignore[attr-defined]
        self.fields["user"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """The user name and password of the courses."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not signin.is_key(values["user"], values["password"]):
            self.add_error("password", _("That is not the user name and password of the training site. Look at them once more."))
        return values


class WhoForm(forms.Form):
    """Which of the made-up people."""

    who = forms.ChoiceField(label=lazy("Who are you today?"), widget=Radios)

    def __init__(self, *args: Any, choices: list[signin.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"{choice.person.pk}.{choice.hat}": choice for choice in choices}
        self.fields["who"].choices = [(key, choice.person.name) for key, choice in self.people.items()]  # type: ignore[attr-defined]
        described = {key: " · ".join(filter(None, (choice.role, choice.unit))) for key, choice in self.people.items()}
        self.fields["who"].widget = Radios(choices=self.fields["who"].choices, descriptions=described)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> signin.Choice:
        """The person and the hat."""
        return self.people[self.cleaned_data["who"]]


@public
def sign_in(request: Request) -> HttpResponse:
    """The front page: which municipality, and the key to the training site."""
    municipalities = signin.municipalities()
    form = KeyForm(request.POST or None, municipalities=municipalities)
    if not signin.is_training():
        return page(request, "signin/closed.html", municipalities=municipalities)
    if request.method == "POST" and _has_tried_too_often(request):
        return page(request, "signin/wait.html")
    chosen = {one.number: one for one in municipalities}.get(request.POST.get("municipality", ""))
    if not form.is_valid():
        if request.method == "POST" and chosen:
            signin.refused(chosen.pk)
        return page(request, "signin/key.html", form=form)
    request.session["choosing"] = str(chosen.pk) if chosen else ""
    request.session["municipality_language"] = chosen.language if chosen else ""
    return HttpResponseRedirect(reverse("sign-in-person"))


@public
def sign_in_person(request: Request) -> HttpResponse:
    """Choose one of the made-up people; the training site alone has them."""
    choosing = {str(one.pk): one for one in signin.municipalities()}.get(request.session.get("choosing", ""))
    if choosing is None or not signin.is_training():
        raise Http404
    form = WhoForm(request.POST or None, choices=signin.choices(choosing.pk))
    if not form.is_valid():
        return page(request, "signin/who.html", form=form, municipality=choosing)
    _begin(request, choosing, form.chosen)
    return HttpResponseRedirect(reverse("start", args=[choosing.number]))


def _begin(request: Request, municipality: Municipality, chosen: signin.Choice) -> None:
    """A new session, with ids and times alone: rights are never kept in it."""
    language = request.session.get("language")
    request.session.flush()
    now = clock.now().timestamp()
    request.session.update(
        {
            "person": str(chosen.person.pk),
            "municipality": str(municipality.pk),
            "number": municipality.number,
            "municipality_language": municipality.language,
            "hat": chosen.hat.value,
            "hats": len(signin.hats(municipality.pk, chosen.person.pk)),
            "began": now,
            "seen": now,
        }
    )
    if language:
        request.session["language"] = language
    signin.signed_in(municipality.pk, chosen.person.pk)


def _has_tried_too_often(request: Request) -> bool:
    now = clock.now().timestamp()
    tries = [at for at in request.session.get("tries", []) if now - at < WITHIN.total_seconds()]
    request.session["tries"] = [*tries, now]
    return len(tries) >= MOST_TRIES


@public
def sign_out(request: Request) -> HttpResponse:
    """End the session; a link to here ends nothing."""
    if request.method == "POST":
        request.session.flush()
    return HttpResponseRedirect(reverse("sign-in"))


@signed_in
def change_hat(request: Request) -> HttpResponse:
    """Go on under another hat, without signing in anew."""
    own = signin.hats(request.caller.municipality, request.caller.person)
    chosen = request.POST.get("hat", "")
    if request.method == "POST" and chosen in own:
        request.session["hat"] = Hat(chosen).value
        return HttpResponseRedirect(reverse("start", args=[request.session["number"]]))
    return page(request, "signin/hats.html", hats=[(hat.value, hat.label) for hat in own])


@public
def language(request: Request) -> HttpResponse:
    """Choose the language of the pages."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES):
        request.session["language"] = chosen
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if is_ours else "/")


@public
def home(request: Request) -> HttpResponse:
    """The front page: to one's own start page, or to sign-in."""
    if request.caller is not None:
        return HttpResponseRedirect(reverse("start", args=[request.session["number"]]))
    return sign_in(request)
