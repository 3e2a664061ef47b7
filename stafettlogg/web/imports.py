"""Units and staff from a file: choose it, look at what each row would do, carry all of it out or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from stafettlogg.core.operation import Refused
from stafettlogg.core.policy import Action
from stafettlogg.identity import staff_file, tables, unit_file
from stafettlogg.identity.imports import Plan, What, packed, unpacked
from stafettlogg.identity.models import Municipality
from stafettlogg.identity.tables import Column, Row
from stafettlogg.vault.files import content_disposition
from stafettlogg.web.guard import Request, fresh, in_municipality, takes
from stafettlogg.web.pages import Form, done, page

SHOWN = 100  # rows of each sort on the page; the counts tell of all
ENDINGS: dict[str, tuple[Callable[..., bytes], str]] = {
    "csv": (tables.empty_csv, "text/csv; charset=utf-8"),
    "xlsx": (tables.empty_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file can be about."""

    name: str
    file_name: str | Promise
    action: Action
    title: str | Promise
    intro: str | Promise
    columns: tuple[Column, ...]
    hints: dict[str, str | Promise]
    plan: Callable[[Municipality, list[Row]], Plan]
    carry_out: Callable[..., Municipality]


UNITS = Kind(
    "units",
    lazy("units"),
    Action.UNITS_IMPORT,
    lazy("Bring in units from a file"),
    lazy("A unit is known by its organisation number. Units that are not in the file are left as they are."),
    unit_file.COLUMNS,
    {
        "name": lazy("What the unit is called."),
        "kind": lazy("Kindergarten, school, PPT, health station, child welfare or other."),
        "organisation_number": lazy("Nine digits."),
    },
    unit_file.plan,
    unit_file.carry_out,
)
STAFF = Kind(
    "staff",
    lazy("staff"),
    Action.STAFF_IMPORT,
    lazy("Bring in staff from a file"),
    lazy(
        "The file must have everybody in the units it names: whoever works there and is not in it, ends. "
        "Nobody is deleted, and units that are not named are left alone."
    ),
    staff_file.COLUMNS,
    {
        "name": lazy("Full name."),
        "number": lazy("Eleven digits. It is what the person signs in with."),
        "unit": lazy("Nine digits. The unit must be here already."),
        "kind": lazy("Leader, substitute or employee. Nothing means employee."),
        "title": lazy("For instance contact teacher."),
        "from_date": lazy("Day.month.year. Nothing means today."),
        "until_date": lazy("Day.month.year. Nothing means no end."),
    },
    staff_file.plan,
    staff_file.carry_out,
)


class FileForm(Form):
    """The file."""

    file = forms.FileField(
        label=lazy("The file"),
        help_text=lazy("XLSX or CSV, at most 10 MB. You see what it does before anything is done."),
    )


class DeedForm(Form):
    """What was looked at, on its way back; many endings must be ticked."""

    rows = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    is_meant = forms.BooleanField(label=lazy("Yes, so many are to end"), required=False)


@in_municipality(Action.UNITS_IMPORT)
@fresh
def units(request: Request, municipality: Municipality) -> HttpResponse:
    """Bring in units."""
    return _bring_in(request, municipality, UNITS)


@in_municipality(Action.STAFF_IMPORT)
@fresh
def staff(request: Request, municipality: Municipality) -> HttpResponse:
    """Bring in those who work in them."""
    return _bring_in(request, municipality, STAFF)


@in_municipality(Action.UNITS_IMPORT)
@takes("GET")
def empty_units(request: Request, municipality: Municipality, ending: str) -> HttpResponse:
    """An empty file of units."""
    return _empty(UNITS, ending)


@in_municipality(Action.STAFF_IMPORT)
@takes("GET")
def empty_staff(request: Request, municipality: Municipality, ending: str) -> HttpResponse:
    """An empty file of staff."""
    return _empty(STAFF, ending)


def _bring_in(request: Request, municipality: Municipality, kind: Kind) -> HttpResponse:
    if "rows" in request.POST:
        return _do(request, municipality, kind)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = tables.read(file.read(), file.size, kind.columns)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return _look(request, municipality, kind, table.rows, unused=table.unused)
    columns = [(column, kind.hints[column.key]) for column in kind.columns]
    return page(request, "imports/file.html", form=form, kind=kind, columns=columns, at=_at(municipality, kind))


def _look(
    request: Request, municipality: Municipality, kind: Kind, rows: list[Row], **context: Any
) -> HttpResponse:  # Any: what the page shows
    """Every row's verdict, and the button that carries it out."""
    plan = kind.plan(municipality, rows)
    form = context.pop("form", None) or DeedForm(
        initial={"rows": packed(request.caller, kind.name, rows), "seen": plan.seen}
    )
    if not plan.must_be_meant:
        del form.fields["is_meant"]
    sorts = [(what, [one for one in plan.verdicts if one.what is what]) for what in What]
    groups = [(what, len(found), found[:SHOWN]) for what, found in sorts if found]
    return page(
        request,
        "imports/look.html",
        kind=kind,
        plan=plan,
        form=form,
        groups=groups,
        shown=SHOWN,
        at=_at(municipality, kind),
        **context,
    )


def _do(request: Request, municipality: Municipality, kind: Kind) -> HttpResponse:
    try:
        rows = unpacked(request.caller, kind.name, request.POST["rows"])
    except Refused as refused:
        return done(request, _at(municipality, kind), str(refused))
    form = DeedForm(request.POST)
    form.full_clean()
    meant = {"is_meant": form.cleaned_data["is_meant"]} if kind is STAFF else {}
    try:
        kind.carry_out(request.caller, municipality, rows=rows, seen=request.POST.get("seen", ""), **meant)
    except Refused as refused:
        form.data = {**request.POST.dict(), "seen": kind.plan(municipality, rows).seen}
        form.add_error(form.field_of(refused.field), str(refused))
        return _look(request, municipality, kind, rows, form=form)
    told = ngettext("One row is brought in.", "%(number)d rows are brought in.", len(rows)) % {"number": len(rows)}
    return done(request, reverse("start", args=[municipality.number]), told)


def _at(municipality: Municipality, kind: Kind) -> str:
    return reverse(f"{kind.name}-import", args=[municipality.number])


def _empty(kind: Kind, ending: str) -> HttpResponse:
    if ending not in ENDINGS:
        raise Http404
    make, content_type = ENDINGS[ending]
    response = HttpResponse(make(kind.columns), content_type=content_type)
    response["Content-Disposition"] = content_disposition(f"{kind.file_name}.{ending}")
    return response
