"""Consent: asking, answering, writing down an answer given on paper, taking it back; and the level it opens."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core import clock
from stafettlogg.core.policy import Action
from stafettlogg.relay import consents
from stafettlogg.relay.models import Consent, RelayLog
from stafettlogg.web import fields
from stafettlogg.web.dates import DateField
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import Form, done, form_page, log_url, page, submit
from stafettlogg.web.widgets import Radios

LEVELS = [
    (1, lazy("Level 1 – the unit and the home")),
    (2, lazy("Level 2 – one more service joins")),
    (3, lazy("Level 3 – several services join")),
]


class YesOrNo(forms.TypedChoiceField):
    """Two clear answers, none chosen beforehand."""

    def __init__(self, yes: Any, no: Any, **options: Any) -> None:  # Any: lazy texts
        choices = [("yes", yes), ("no", no)]
        super().__init__(choices=choices, widget=Radios, coerce=lambda value: value == "yes", **options)


class AnswerForm(Form):
    """A guardian's own answer."""

    is_yes = YesOrNo(lazy("Yes, I consent"), lazy("No, I do not consent"), label=lazy("What do you answer?"))
    limits = fields.text(lazy("Is there something you want to limit?"), required=False, rows=2)


class RegisterForm(Form):
    """An answer given on paper or orally (R25)."""

    is_yes = YesOrNo(lazy("Yes"), lazy("No"), label=lazy("What was the answer?"))
    way = forms.ChoiceField(
        label=lazy("How was it given?"),
        choices=[("paper", lazy("On signed paper")), ("oral", lazy("Orally"))],
        widget=Radios,
    )
    on_date = DateField(label=lazy("Which day? (day.month.year)"))
    paper = forms.FileField(
        label=lazy("The signed paper"), help_text=lazy("PDF or a picture (JPEG, PNG), at most 20 MB."), required=False
    )
    limits = fields.text(lazy("Is something limited?"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on_date", clock.today())


class ReasonForm(Form):
    """One reason."""

    kept_in: ClassVar[dict[str, str]] = {"reason": "exception_reason"}

    reason = fields.text(lazy("Why?"), rows=3)


class MaybeReasonForm(Form):
    """A reason, if one wants to give it."""

    kept_in: ClassVar[dict[str, str]] = {"reason": "withdrawn_reason"}

    reason = fields.text(lazy("Do you want to say why?"), required=False, rows=3)


class AskForm(Form):
    """To which level."""

    level = forms.TypedChoiceField(label=lazy("Consent to what?"), choices=LEVELS, coerce=int, widget=Radios)

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_use = max(log.municipality.highest_level, log.level)
        self.fields["level"].choices = [(level, label) for level, label in LEVELS if level <= in_use]  # type: ignore[attr-defined]


class LevelForm(AskForm):
    """To which level, and why."""

    reason = fields.text(lazy("Why do we change the level?"), rows=3)


@on_log(Action.CONSENT_ASK)
def ask(request: Request, log: RelayLog) -> HttpResponse:
    """Ask the guardians."""
    form = AskForm(request.POST or None, log=log)
    if submit(form, consents.ask, request.caller, log):
        return done(request, log_url(log, request), _("The guardians can answer now, here or on paper."))
    return form_page(request, log, form, _("Ask for consent"), submit=_("Ask"))


@on_row(Action.CONSENT_ANSWER, Consent)
def answer(request: Request, consent: Consent) -> HttpResponse:
    """Answer for oneself."""
    form = AnswerForm(request.POST or None)
    if submit(form, consents.answer, request.caller, consent):
        return done(
            request,
            log_url(consent.log, request),
            _("Thank you. Your answer is saved, and you can change your mind at any time."),
        )
    return page(request, "consents/answer.html", form=form, log=consent.log, consent=consent)


@on_row(Action.CONSENT_REGISTER, Consent, ("person",))
def register(request: Request, consent: Consent) -> HttpResponse:
    """Write down an answer for somebody who answers on paper."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if submit(form, consents.register, request.caller, consent):
        return done(request, log_url(consent.log, request), _("The answer is saved."))
    return page(request, "consents/answer.html", form=form, log=consent.log, consent=consent, is_registering=True)


@on_row(Action.CONSENT_EXCEPT, Consent)
def except_(request: Request, consent: Consent) -> HttpResponse:
    """Go on without an answer, and say why (R1)."""
    form = ReasonForm(request.POST or None)
    if submit(form, consents.except_, request.caller, consent):
        return done(request, log_url(consent.log, request), _("The exception is saved with its reason."))
    return form_page(
        request,
        consent.log,
        form,
        _("Go on without this answer"),
        _("Only when a guardian is unknown or cannot be reached."),
    )


@on_row(Action.CONSENT_WITHDRAW, Consent)
def withdraw(request: Request, consent: Consent) -> HttpResponse:
    """Take back a yes."""
    form = MaybeReasonForm(request.POST or None)
    if submit(form, consents.withdraw, request.caller, consent):
        return done(request, log_url(consent.log, request), _("Your consent is taken back."))
    intro = _("Nothing new is shared with others from now on. What is written already is kept as the law says.")
    return form_page(request, consent.log, form, _("Take back your consent"), intro, _("Take it back"))


@on_log(Action.LEVEL_CHANGE)
def change_level(request: Request, log: RelayLog) -> HttpResponse:
    """Go to another level, with its consent (R8)."""
    form = LevelForm(request.POST or None, initial={"level": log.level}, log=log)
    if submit(form, consents.change_level, request.caller, log):
        return done(request, log_url(log, request), _("The level is changed."))
    return form_page(request, log, form, _("Change the level"), _("Levels 2 and 3 need a consent of their own first."))
