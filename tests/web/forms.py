"""How the tests of the pages find their way: addresses, what a page shows, and forms filled in as a browser would."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from stafettlogg.relay.models import RelayLog

SENTENCE = re.compile(r"<[^>]+>")
INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
TEXTAREA = re.compile(r'<textarea[^>]*name="(\w+)"[^>]*>\s?(.*?)</textarea>', re.DOTALL)


def address(log: RelayLog, rest: str = "", number: str = "4699") -> str:
    """An address below a log."""
    return f"/{number}/logg/{log.pk}/{rest}"


def shown(page: Any, *texts: str) -> bool:
    """Whether the page has all of these. Any: a response of the test client."""
    html = page.content.decode()
    return all(text in html for text in texts)


def filled_in(page: Any) -> dict[str, str]:
    """What a browser would send of the page's form as it stands. Any: a response of the test client."""
    html = page.content.decode()
    sent = {name: unescape(text) for name, text in TEXTAREA.findall(html)}
    for found in INPUT.findall(html):
        known = dict(ATTRIBUTE.findall(found))
        is_chosen = known.get("type") not in ("radio", "checkbox") or " checked" in found
        if "name" in known and is_chosen and known["type"] not in ("file", "submit"):
            sent[known["name"]] = unescape(known.get("value", ""))
    return sent


def send(client: Client, at: str, **answers: Any) -> Any:
    """Open the form, fill in these answers and send it; gives the response. Any: what the test client takes and gives."""
    form = client.get(at)
    assert form.status_code == 200, form.status_code
    return client.post(at, {**filled_in(form), **answers})
