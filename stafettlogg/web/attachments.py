"""Files: putting a document under a note, and fetching one."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stafettlogg.core.policy import Action
from stafettlogg.relay import attachments
from stafettlogg.relay.models import Attachment, Note
from stafettlogg.vault.files import content_disposition
from stafettlogg.web.guard import Request, on_row
from stafettlogg.web.pages import Form, done, form_page, log_url, submit


class FileForm(Form):
    """One file."""

    file = forms.FileField(
        label=lazy("The document"),
        help_text=lazy("PDF, a picture, or an office document without macros, at most 20 MB."),
    )


@on_row(Action.ATTACHMENT_ADD, Note)
def add(request: Request, note: Note) -> HttpResponse:
    """Put a document under a note."""
    form = FileForm(request.POST or None, request.FILES or None)
    if submit(form, attachments.add, request.caller, note):
        return done(
            request,
            log_url(note.log, request),
            _("The document is received. It can be fetched when it has been checked."),
        )
    return form_page(request, note.log, form, _("Add a document to the note"))


@on_row(Action.ATTACHMENT_READ, Attachment)
def read(request: Request, attachment: Attachment) -> HttpResponseBase:
    """Fetch a file; it is saved, never shown, and runs nothing (security.md § 5)."""
    opened = attachments.open_(attachment.log.permit, attachment.pk)
    response = StreamingHttpResponse(opened.chunks, content_type=opened.content_type)
    response["Content-Disposition"] = content_disposition(opened.name)
    response["Content-Length"] = str(opened.size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
