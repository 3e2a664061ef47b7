"""No page offers what is refused: each link and button on it leads somewhere, for the one who is shown it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.filled import Filled, filled, undone
from tests.personas import ADMINISTRATION, FAMILY, OFFICER, PERSONAS, STAFF, Persona
from tests.test_address_matrix import browser, number_of

__all__ = ["filled"]

pytestmark = [pytest.mark.usefixtures("filled"), pytest.mark.slow]

LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')
BUTTON = re.compile(r'<form [^>]*method="post"[^>]*action="(/[^"#?]*)"')
ELSEWHERE = ("/static/", "/logg-ut/", "/logg-inn/", "/sprak/", "/hatt/")
OFFERED = {  # what must be found, so that the test sees the buttons it is about
    "leader": {
        "transfer-withdraw",
        "log-close",
        "employee-dismiss",
        "deputy-dismiss",
        "guardian-invite",
        "measure-plan",
    },
    "holder": {"measure-plan", "note-add", "guardian-invite"},
    "guardian": {"log-trail", "log-people", "consent-withdraw"},
    "administrator": {"leader-appoint", "unit-change"},
}


def pages(world: Filled, number: str) -> list[str]:
    """The pages that carry buttons."""
    about = [number, world.log.pk]
    return [
        reverse("start", args=[number]),
        *(reverse(name, args=about) for name in ("log-read", "log-people", "log-history", "log-trail", "wordings")),
        *(reverse("unit-read", args=[number, world.units[name].pk]) for name in ("school", "kindergarten")),
        *(reverse("wonder-read", args=[number, world.wonders[name].pk]) for name in ("draft", "shared", "decided")),
    ]


HATS = {"guardian": FAMILY, "child": FAMILY, "administrator": ADMINISTRATION, "officer": OFFICER}
STAFF_KEYS = ("holder", "deputy", "leader", "substitute", "employee", "receiver", "colleague")
WHO = [one for one in PERSONAS if (one.key, one.hat) in {*HATS.items(), *((key, STAFF) for key in STAFF_KEYS)}]


@pytest.mark.parametrize("persona", WHO, ids=str)
def test_whatever_a_page_offers_is_let_in(persona: Persona, filled: Filled) -> None:
    number, refused, offered = number_of(persona, filled), set(), set()
    with undone():
        client = browser(persona, filled)
        for at in pages(filled, number):
            page = client.get(at)
            if page.status_code != 200:
                continue
            offered |= {("GET", to) for to in LINK.findall(page.text)} | {
                ("POST", to) for to in BUTTON.findall(page.text)
            }
        for method, to in sorted(one for one in offered if not one[1].startswith(ELSEWHERE) and one[1] != "/"):
            with undone():
                answer = client.generic(method, to)
                if answer.status_code in (403, 404, 405):
                    refused.add((method, to, answer.status_code))
            offered.add(("name", str(answer.resolver_match.url_name)))

    assert refused == set()
    assert OFFERED.get(persona.key, set()) <= {to for method, to in offered if method == "name"}
