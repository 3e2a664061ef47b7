"""The baton: offered, taken back, accepted, declined."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.identity import posts
from stafettlogg.relay import transfers
from stafettlogg.relay.models import RelayLog, Transfer
from stafettlogg.web import fields
from stafettlogg.web.guard import Request, on_log, on_row
from stafettlogg.web.pages import Form, done, form_page, log_url, page, submit


class OfferForm(Form):
    """To whom; nobody is chosen beforehand."""

    to = fields.PersonField(label=lazy("Who shall carry the baton?"))
    message = fields.text(lazy("A few words to the new holder"), required=False, rows=3)

    def __init__(self, *args: Any, log: RelayLog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = {post.person: post.role for post in posts.staff_of_unit(log.unit_id) if post.person_id != log.holder_id}
        self.fields["to"].offer(staff, {person.pk: role for person, role in staff.items()})  # type: ignore[attr-defined]


class AcceptForm(Form):
    """A word on the way."""

    kept_in: ClassVar[dict[str, str]] = {"note": "answer"}

    note = fields.text(lazy("A word to the family and the others"), required=False, rows=3)


class DeclineForm(Form):
    """Why not."""

    kept_in: ClassVar[dict[str, str]] = {"reason": "answer"}

    reason = fields.text(lazy("Why can you not take it?"), rows=3)


@on_log(Action.TRANSFER_OFFER)
def offer(request: Request, log: RelayLog) -> HttpResponse:
    """Offer the baton."""
    form = OfferForm(request.POST or None, log=log)
    if submit(form, transfers.offer, request.caller, log):
        return done(
            request, log_url(log, request), _("The baton is offered. The holder keeps it until it is accepted.")
        )
    return form_page(request, log, form, _("Offer the baton"), submit=_("Offer it"))


@on_row(Action.TRANSFER_WITHDRAW, Transfer)
def withdraw(request: Request, transfer: Transfer) -> HttpResponse:
    """Take the offer back."""
    form = Form(request.POST or None)
    if submit(form, transfers.withdraw, request.caller, transfer):
        return done(request, log_url(transfer.log, request), _("The offer is taken back."))
    return form_page(request, transfer.log, form, _("Take back the offer?"), submit=_("Take it back"))


@on_row(Action.TRANSFER_ACCEPT, Transfer, ("by",))
def accept(request: Request, transfer: Transfer) -> HttpResponse:
    """Take the baton."""
    form = AcceptForm(request.POST or None)
    if submit(form, transfers.accept, request.caller, transfer):
        return done(request, log_url(transfer.log, request), _("You have the baton now."))
    return page(request, "transfers/accept.html", form=form, log=transfer.log, transfer=transfer)


@on_row(Action.TRANSFER_DECLINE, Transfer)
def decline(request: Request, transfer: Transfer) -> HttpResponse:
    """Say that one cannot take it."""
    form = DeclineForm(request.POST or None)
    if submit(form, transfers.decline, request.caller, transfer):
        return done(
            request,
            reverse("start", args=[request.session["number"]]),
            _("The leader sees that you cannot take the baton."),
        )
    return form_page(request, transfer.log, form, _("I cannot take the baton"), submit=_("Send the answer"))
