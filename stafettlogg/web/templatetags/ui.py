"""Components for the pages, each a template tag with a signature: `{% load ui %}`, and look at `ui/gallery.html`.

Inline: icon · button · link_button · tag · avatar · baton · person · heading · back_link · breadcrumbs · measure_window
Around content: card · alert · notice · details · empty · fact · timeline_item · quote
Forms: form_page · form_around · error_summary · action_form
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stafettlogg.web import windows
from stafettlogg.web.markup import element, together

register = template.Library()

Text = str | Promise

VARIANTS = ("primary", "secondary", "tertiary")
COLOURS = ("", "accent", "home", "school", "light", "neutral", "danger", "info", "success", "warning")
ARENAS = ("", "home", "school")
HEADING_SIZES = {1: "lg", 2: "sm", 3: "xs", 4: "2xs"}
KINDS = {
    "": "",
    "concern": "Chat",
    "consent": "Handshake",
    "glimpse": "Sparkles",
    "handover": "Handshake",
    "home": "House",
    "measure": "Footprint",
    "meeting": "PersonGroup",
    "note": "PencilLine",
    "school": "HatSchool",
    "voice": "FigureChild",
}


def _one_of(value: str, allowed: Mapping[str, str] | tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(filter(None, allowed))}.")
    return value


def _rendered(component: str, content: str = "", /, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"ui/{component}.html", {"content": content, **context}))  # noqa: S308 – escaped by the template


def _icon(name: str) -> SafeString:
    return icon(name) if name else SafeString("")


BATON = SafeString(
    '<svg class="baton" viewBox="0 0 40 40" aria-hidden="true"><g transform="translate(20 20) rotate(-52)"><rect class="baton-stick"'
    ' x="-17" y="-5" width="34" height="10" rx="5"/><rect class="baton-band" x="5" y="-5" width="5" height="10"/></g></svg>'
)


# --- small things ---------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: Text = "") -> SafeString:
    """Show an icon of the sprite; with `label` only where it stands alone, else it is silent."""
    use = element("use", href=f"{sprite()}#{name}")
    if label:
        return element("svg", use, class_="ds-icon", role="img", aria_label=label, width=24, height=24)
    return element("svg", use, class_="ds-icon", aria_hidden="true", width=24, height=24)


@cache
def sprite() -> str:
    """Where the icons are; the file does not change while a process lives."""
    return static("vendor/icons.svg")


@register.simple_tag
def button(
    label: Text,
    variant: str = "primary",
    color: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    more: Text = "",
) -> SafeString:
    """Show a button that sends its form; `more` is read aloud after the label, so that each button says what it is for."""
    sends = {"type": "submit", "name": name, "value": value if name else ""}
    return _button("button", label, variant, color, icon, more, **sends)


def _button(
    kind: str, label: Text, variant: str, color: str, icon: str, more: Text, /, **attributes: str
) -> SafeString:
    return element(
        kind,
        _icon(icon),
        element("span", label, element("span", " ", more, class_="ds-sr-only") if more else ""),
        class_="ds-button",
        **attributes,
        data_variant="" if _one_of(variant, VARIANTS) == "primary" else variant,
        data_color=_one_of(color, COLOURS) or "primary",
    )


@register.simple_tag
def link_button(
    label: Text, href: str, variant: str = "primary", color: str = "", icon: str = "", more: Text = ""
) -> SafeString:
    """Show a link as a button: it leads somewhere and changes nothing."""
    return _button("a", label, variant, color, icon, more, href=href)


@register.simple_tag(name="tag")
def show_tag(label: Text, tone: str = "neutral", icon: str = "") -> SafeString:
    """Show a short word about a state; the word says it, the colour only helps."""
    return element("span", _icon(icon), element("span", label), class_="ds-tag", data_color=_one_of(tone, COLOURS))


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def avatar(name: str, size: str = "sm", arena: str = "") -> SafeString:
    """Show a person's initials in a circle; silent, as the name stands beside it."""
    return element(
        "span",
        class_="ds-avatar",
        data_size=size,
        data_color=_one_of(arena, ARENAS),
        data_initials=initials(name),
        aria_hidden="true",
    )


@register.simple_tag
def baton() -> SafeString:
    """Show the baton: logo, mark on the holder's portrait, mark of today."""
    return BATON


@register.simple_tag
def person(
    name: str, role: Text = "", arena: str = "", note: Text = "", baton: bool = False, size: str = "sm"
) -> SafeString:
    """Show who somebody is: initials, name, role; with the baton if they have it."""
    portrait = element(
        "span", avatar(name, size, arena), BATON if baton else "", class_="person-portrait", aria_hidden="true"
    )
    named = element(
        "span",
        element("strong", name, dir="auto"),
        element("span", role, class_="person-role") if role else "",
        element("span", ", ", _("has the baton"), class_="ds-sr-only") if baton else "",
        element("small", note) if note else "",
        class_="person-name",
    )
    return element("span", portrait, named, class_="person person-baton" if baton else "person", data_size=size)


@register.simple_tag
def heading(text: Text, level: int = 2, size: str = "", id: str = "", icon: str = "") -> SafeString:
    """Show a heading; its look follows its level unless `size` says otherwise."""
    size = size or HEADING_SIZES[level]
    return element(f"h{level}", _icon(icon), text, class_="ds-heading", data_size=size, id=id)


@register.simple_tag
def back_link(label: Text, href: str) -> SafeString:
    """Show the way back, first on the page."""
    return _rendered("back_link", label=label, href=href)


@register.simple_tag
def breadcrumbs(*trail: Text) -> SafeString:
    """Show where one is: label and address by turns, and last the page one is on."""
    steps = [{"label": label, "href": href} for label, href in zip(trail[:-1:2], trail[1::2], strict=True)]
    return _rendered("breadcrumbs", steps=steps, current=trail[-1])


@register.simple_tag
def measure_window(start: date, today: date, first: int = 28, last: int = 56, arena: str = "school") -> SafeString:
    """Show a measure's weeks: plain until it may be evaluated, hatched until it must be (R4), today marked – and in words."""
    window = windows.Window(start, today, first, last)
    said = element("p", windows.sentence(window, day), class_="ds-paragraph", data_size="sm")
    return element("div", windows.draw(window), said, class_="window", data_color=_one_of(arena, ARENAS))


def day(value: date) -> str:
    """A date as people say it, in their language."""
    return formats.date_format(value, "DATE_FORMAT")


# --- around content -------------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: str, heading: Text = "", level: int = 2, icon: str = "", arena: str = "", id: str = "", more: Text = ""
) -> SafeString:
    """A white box with a heading; `arena` gives the edge and the small line of home or school."""
    size, named = {2: "xs", 3: "xs"}.get(level, "2xs"), f"{id}-h" if id else ""
    after = element("span", " ", more, class_="ds-sr-only") if more else ""
    title = (
        element(f"h{level}", _icon(icon), heading, after, class_="ds-heading", data_size=size, id=named)
        if heading
        else ""
    )
    return element(
        "section",
        title,
        mark_safe(content),  # noqa: S308 – escaped when the block was rendered
        class_="ds-card card-arena" if arena else "ds-card",
        data_color=_one_of(arena, ARENAS),
        id=id,
        aria_labelledby=named if heading else "",
    )


@register.simple_block_tag
def alert(content: str, tone: str = "info", heading: Text = "", level: int = 2, live: bool = False) -> SafeString:
    """Something to know now; the icon and the words carry it, the colour only helps."""
    return _rendered(
        "alert",
        content,
        tone=_one_of(tone, ("info", "warning", "danger", "success")),
        heading=heading,
        element=f"h{level}",
        live=live,
    )


@register.simple_block_tag
def notice(content: str, icon: str = "Hourglass") -> SafeString:
    """The one thing to do now: a sentence or two and one button."""
    return element("div", _icon(icon), mark_safe(content), class_="notice", data_color="accent")  # noqa: S308 – as above


@register.simple_block_tag
def details(content: str, summary: Text, open: bool = False) -> SafeString:
    """Something one may open to see."""
    inner = element("div", mark_safe(content))  # noqa: S308 – as above
    return element("details", element("summary", summary), inner, class_="ds-details", open=open)


@register.simple_block_tag
def empty(content: str, heading: Text, icon: str = "", level: int = 2) -> SafeString:
    """What is said kindly where there is nothing yet."""
    return _rendered("empty", content, heading=heading, icon=icon, element=f"h{level}")


@register.simple_block_tag
def fact(content: str, label: Text, icon: str = "") -> SafeString:
    """A name and its content inside `<dl class="facts">`."""
    return _rendered("fact", content, label=label, icon=icon)


@register.simple_block_tag
def timeline_item(
    content: str, when: date | datetime, label: Text = "", by: Text = "", kind: str = "", icon: str = ""
) -> SafeString:
    """Something that has happened, inside `<ol class="timeline">`."""
    moment = timezone.localtime(when) if isinstance(when, datetime) else when
    _one_of(kind, KINDS)
    time = element("time", day(moment), datetime=moment.isoformat())
    told = element(
        "div",
        element("p", time, together(" · ", label) if label else "", class_="timeline-when"),
        element("div", mark_safe(content), class_="timeline-what"),  # noqa: S308 – as above
        element("p", by, class_="timeline-by") if by else "",
    )
    mark = element("span", _icon(icon or KINDS[kind]), class_="timeline-mark", aria_hidden="true")
    return element("li", mark, told, data_kind=kind)


@register.simple_block_tag
def quote(content: str, by: Text = "") -> SafeString:
    """The child's own words, large."""
    return _rendered("quote", mark_safe(content.strip()), by=by)  # noqa: S308 – escaped when the block was rendered


# --- forms ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """Say what must be put right, with a link to each field; nothing when there is nothing."""
    problems = [_problem(form, name, " ".join(map(str, errors))) for name, errors in form.errors.items()]
    return _rendered("error_summary", problems=problems)


def _problem(form: forms.BaseForm, name: str, text: str) -> dict[str, Text]:
    if name not in form.fields or form[name].is_hidden:
        return {"target": "", "text": text}
    return {"target": first_input(form[name]), "label": form[name].label, "text": text}


def first_input(field: BoundField) -> str:
    """The id of the input a link to this field should lead to."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.simple_tag(takes_context=True)
def form_page(
    context: Context, form: forms.BaseForm, submit: Text = "", cancel: str = "", action: str = "", color: str = ""
) -> SafeString:
    """A whole form: what was wrong, every field, the buttons."""
    groups = [field.as_field_group() for field in form.visible_fields()]
    return _form(context, form, mark_safe("".join(groups)), submit, cancel, action, color)  # noqa: S308 – rendered by templates


@register.simple_block_tag(takes_context=True)
def form_around(
    context: Context,
    content: str,
    form: forms.BaseForm,
    submit: Text = "",
    cancel: str = "",
    action: str = "",
    color: str = "",
) -> SafeString:
    """A form around fields the page places itself: `{{ form.title.as_field_group }}`."""
    return _form(context, form, content, submit, cancel, action, color)


def _form(
    context: Context, form: forms.BaseForm, content: str, submit: Text, cancel: str, action: str, color: str
) -> SafeString:
    return _rendered(
        "form",
        content,
        form=form,
        summary=error_summary(form),
        submit=submit or _("Save"),
        cancel=cancel,
        action=action,
        color=_one_of(color, COLOURS),
        csrf_token=context.get("csrf_token", ""),
    )


@register.simple_block_tag(takes_context=True)
def action_form(
    context: Context,
    content: str,
    url: str,
    label: Text,
    variant: str = "secondary",
    color: str = "",
    icon: str = "",
    more: Text = "",
) -> SafeString:
    """One button that does one thing, as a form of its own."""
    press = button(label, variant=variant, color=color, icon=icon, more=more)
    return _rendered("action_form", content, url=url, button=press, csrf_token=context.get("csrf_token", ""))
