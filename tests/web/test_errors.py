"""What went wrong is said in words one understands, in a language one reads, and nothing that was typed is lost by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from stafettlogg.web import errors
from tests.web.conftest import WebWorld
from tests.web.forms import address, filled_in, shown
from tests.web.meanwhile import Beside, a_way_that_breaks, before

HEADINGS = {
    "unsure": {
        "nn": "Vi veit ikkje om det vart lagra",
        "nb": "Vi vet ikke om det ble lagret",
        "en": "We do not know whether it was saved",
    },
    "failed": {
        "nn": "Noko gjekk gale hos oss",
        "nb": "Noe gikk galt hos oss",
        "en": "Something went wrong on our side",
    },
}
FIELD = re.compile(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', re.DOTALL)


def carried(page: Any) -> dict[str, str]:
    """What the page would send again. Any: a response of the test client."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    fields = {name: unescape(text) for name, text in FIELD.findall(page.text)}
    return fields | ({"csrfmiddlewaretoken": token[1]} if token else {})


def languages(page: Any) -> list[str]:
    """The languages a page speaks, in their order."""
    return re.findall(r'<section class="[^"]*" lang="(\w+)"', page.text)


# --- nobody knows who it is ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_somebody_nobody_knows_is_told_in_all_three_languages() -> None:
    page = Client().get("/finst/ikkje/her/")

    assert (page.status_code, languages(page)) == (404, ["nn", "nb", "en"])
    assert shown(page, "There is nothing here for you")
    assert page["Content-Language"] == "nn, nb, en" and "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_somebody_who_has_chosen_a_language_is_told_in_it(world: WebWorld) -> None:
    client = Client()
    client.post("/sprak/", {"language": "nb"})

    assert languages(client.get("/finst/ikkje/her/")) == ["nb"]
    assert shown(world.client("holder", language="nn").get("/finst/ikkje/her/"), "Her er det ingenting")


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_so_and_is_never_offered_again(world: WebWorld) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.client("holder").cookies

    page = strict.post(address(world.log, "notat/"), {"text": "Made up elsewhere.", "form_key": str(UUID(int=1))})

    assert page.status_code == 403
    assert shown(page, "The page was too old") and "Made up elsewhere." not in page.text


@pytest.mark.django_db
def test_what_the_browser_sent_wrongly_is_told_in_all_three_languages() -> None:
    page = Client().post(
        "/logg-inn/", {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 2)}
    )

    assert (page.status_code, languages(page)) == (400, ["nn", "nb", "en"])
    assert shown(page, "We did not understand what your browser sent")


@pytest.mark.parametrize("what", errors.WORDS)
def test_every_page_says_something_else_in_every_language(what: str) -> None:
    """No database here: a test without the mark may not touch one."""
    request = RequestFactory().get("/")
    found = errors.said(request, what)

    assert [one.language for one in found] == ["nn", "nb", "en"]
    assert len({one.words.heading for one in found}) == len({one.words.lede for one in found}) == 3


def test_the_pages_need_no_database() -> None:
    request = RequestFactory().get("/")

    pages = [
        errors.bad_request(request),
        errors.too_old(request),
        errors.server_error(request),
        errors.not_there(request),
    ]

    assert [(page.status_code, len(languages(page))) for page in pages] == [(400, 3), (403, 3), (500, 3), (404, 3)]


# --- something breaks ---------------------------------------------------------------------------------------------


@pytest.fixture
def holder(committed: WebWorld) -> Client:
    """The holder's browser, which takes a 500 as an answer."""
    client = committed.client("holder")
    client.raise_request_exception = False
    return client


def killed(beside: Beside) -> None:
    """The database ends every connection of ours."""
    beside("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'stafettlogg_app'")


@pytest.mark.django_db(transaction=True)
def test_a_form_that_failed_is_not_saved_and_stands_on_the_page_to_be_sent_again(
    committed: WebWorld, holder: Client, beside: Beside
) -> None:
    at = address(committed.log, "notat/")
    sent = filled_in(holder.get(at)) | {"text": "Nora sang.\r\n«Æ» & <b>"}

    with before("INSERT INTO relay_note", lambda: killed(beside)):
        page = holder.post(at, sent)

    assert page.status_code == 500
    assert shown(page, "What you sent just now is not saved – and not lost", "Nora sang.", "&lt;b&gt;")
    assert beside("SELECT count(*) FROM relay_note") == [(0,)]
    token = {"csrfmiddlewaretoken": carried(page)["csrfmiddlewaretoken"]}
    assert carried(page) == sent | token
    assert holder.post(at, carried(page)).status_code == 302
    assert beside("SELECT count(*) FROM relay_note") == [(1,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["nn", "nb", "en"])
def test_where_the_commits_answer_was_lost_nobody_knows_and_again_is_once(
    committed: WebWorld, beside: Beside, tmp_path: Path, language: str
) -> None:
    holder, at = committed.client("holder", language=language), address(committed.log, "notat/")
    holder.raise_request_exception = False
    with a_way_that_breaks(tmp_path) as between:
        sent = filled_in(holder.get(at)) | {"text": "Nora sang."}
        between.is_armed = True
        page = holder.post(at, sent)

        assert between.has_broken
        assert (page.status_code, languages(page)) == (500, [language])
        assert shown(page, HEADINGS["unsure"][language], "Nora sang.")
        assert beside("SELECT count(*) FROM relay_note") == [(1,)]  # it was
        again = holder.post(at, carried(page))

    assert (again.status_code, again["Location"]) == (302, address(committed.log))
    assert beside("SELECT count(*) FROM relay_note") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_without_a_database_one_is_told_in_all_three_languages_and_keeps_the_form(
    committed: WebWorld, holder: Client, tmp_path: Path
) -> None:
    at = address(committed.log, "notat/")
    sent = filled_in(holder.get(at)) | {"text": "Nora sang."}
    with a_way_that_breaks(tmp_path) as between:
        between.listening.close()
        (tmp_path / ".s.PGSQL.5432").unlink(missing_ok=True)
        page, plain = holder.post(at, sent), holder.get(at)

    assert (page.status_code, languages(page)) == (500, ["nn", "nb", "en"])
    assert shown(page, "What you sent just now is not saved", "Nora sang.")
    assert (plain.status_code, languages(plain)) == (503, ["nn", "nb", "en"])
    assert shown(plain, HEADINGS["failed"]["nn"], HEADINGS["failed"]["nb"])


@pytest.fixture
def full(holder: Client, owner: psycopg.Connection[Any]) -> Iterator[None]:
    """A database that answers as a full disk does, whenever something is to be recorded."""
    owner.execute(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;"
        " CREATE TRIGGER full_disk BEFORE INSERT ON core_auditevent EXECUTE FUNCTION no_room()"
    )
    yield
    owner.execute("DROP TRIGGER full_disk ON core_auditevent; DROP FUNCTION no_room()")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("full")
def test_what_cannot_be_recorded_is_not_shown_and_one_is_told_why(committed: WebWorld, holder: Client) -> None:
    page, public = holder.get(address(committed.log)), Client().get("/logg-inn/")

    assert (page.status_code, languages(page)) == (503, ["en"])
    assert shown(page, "shows nothing of a log without writing down that it was read")
    assert not shown(page, "Nora")
    assert public.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("full")
def test_what_was_typed_comes_back_from_a_full_disk(committed: WebWorld, holder: Client, owner: Any) -> None:
    owner.execute("ALTER TABLE core_auditevent DISABLE TRIGGER full_disk")
    sent = filled_in(holder.get(address(committed.log, "notat/"))) | {"text": "Nora sang."}
    owner.execute("ALTER TABLE core_auditevent ENABLE TRIGGER full_disk")

    page = holder.post(address(committed.log, "notat/"), sent)

    assert page.status_code == 503
    assert shown(page, "What you sent just now is not saved", "Nora sang.")


@pytest.mark.django_db(transaction=True)
def test_files_are_asked_for_anew(committed: WebWorld, holder: Client, beside: Beside) -> None:
    from stafettlogg.core import clock
    from stafettlogg.relay import notes

    note = notes.add(committed.as_("holder"), committed.log, text="See it.", seen_on=clock.today())
    at = address(committed.log, f"notat/{note.pk}/vedlegg/")
    sent = filled_in(holder.get(at)) | {"file": SimpleUploadedFile("drawing.txt", b"one", "text/plain")}

    with before("INSERT INTO relay_attachment", lambda: killed(beside)):
        page = holder.post(at, sent)

    assert shown(page, 'enctype="multipart/form-data"', "drawing.txt</label>", 'type="file" name="file"')


def test_another_sites_form_is_not_offered_to_be_sent_again() -> None:
    request = RequestFactory(enforce_csrf_checks=True).post("/", {"form_key": "x", "text": "Made up elsewhere."})
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]

    assert b"Made up elsewhere." not in errors.server_error(request).content


# --- the page of whoever stands in front --------------------------------------------------------------------------


def test_the_static_page_needs_nothing_and_speaks_three_languages() -> None:
    page = (settings.PACKAGE / "web" / "proxy" / "502.html").read_text()

    assert re.findall(r'<section lang="(\w+)"', page) == ["nn", "nb", "en"]
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []
    for language, words in (
        ("nn", "ikkje bli gjort to gonger"),
        ("nb", "ikke bli gjort to ganger"),
        ("en", "not be done twice"),
    ):
        assert words in page.split(f'lang="{language}"')[-1]
    with translation.override("nn"):
        assert len(page.encode()) < 8_000
