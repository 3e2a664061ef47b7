"""Elements of HTML, put together in Python: for the small components that stand many times on a page.

Content is escaped unless it is markup already; an attribute that is empty is left out.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Content = str | Promise
Attribute = str | Promise | int | bool | None


def element(name: str, /, *content: Content, **attributes: Attribute) -> SafeString:
    """`<name class="…" data-size="…">content</name>`; `class_` and `data_size` become the words of HTML."""
    inner = "".join(map(_escaped, content))
    return mark_safe(f"<{name}{_written(attributes)}>{inner}</{name}>")  # noqa: S308 – each part was escaped


def together(*content: Content) -> SafeString:
    """Several pieces after each other."""
    return mark_safe("".join(map(_escaped, content)))  # noqa: S308 – each part was escaped


def _escaped(content: Attribute) -> str:
    return conditional_escape(content if isinstance(content, str) else str(content))


def _written(attributes: dict[str, Attribute]) -> str:
    written = ""
    for name, value in attributes.items():
        if value is True:
            written += f" {_word(name)}"
        elif value not in ("", None, False):
            written += f' {_word(name)}="{_escaped(value)}"'
    return written


def _word(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
