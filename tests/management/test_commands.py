"""The command line: a municipality goes from nothing to where its people can sign in, and the doctor says what lacks."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from stafettlogg.core import clock
from stafettlogg.core.acting import acting, before_sign_in
from stafettlogg.core.audit import AuditEvent
from stafettlogg.core.caller import Caller, Hat
from stafettlogg.core.scope import everywhere
from stafettlogg.identity import numbers, oidc, posts, providers, signin
from stafettlogg.identity import told as officers_told
from stafettlogg.identity.models import Municipality
from stafettlogg.identity.models import Provider as Ours
from stafettlogg.management import oversight, standin, ways_in
from tests.provider import Provider, running
from tests.roles import as_worker
from tests.world import NOW

NUMBER = numbers.synthetic(NOW.date().replace(year=1980), 3)
ISSUER = "https://idporten.example"


@pytest.fixture(autouse=True)
def _now(db: None) -> Iterator[None]:
    oidc.forget_providers()
    with clock.fixed(NOW):
        yield


def run(*words: str, typed: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> str:
    """What the command says."""
    said = io.StringIO()
    if monkeypatch:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with as_worker():
        call_command(*words, stdout=said)
    return said.getvalue()


def place() -> Municipality:
    """The municipality that the command took into use."""
    return next(one for one in signin.municipalities() if one.number == "4697")


def test_a_municipality_goes_from_nothing_to_an_administrator_who_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    run("municipality", "add", "4697", "Vikabygd", "--language", "nb")
    run("admin", "add", "4697", "Turid Berge", typed=f"{NUMBER}\n", monkeypatch=monkeypatch)
    run(
        "admin",
        "add",
        "4697",
        "Nils Holm",
        "--officer",
        typed=f"{numbers.synthetic(NOW.date(), 1)}\n",
        monkeypatch=monkeypatch,
    )
    run("provider", "add", "4697", "--issuer", ISSUER, "--client-id", "vikabygd")
    run("key", "new", "4697")
    (provider,) = providers.of(place().pk)
    found = recognised(provider, NUMBER)

    assert signin.hats(found, place().pk) == [Hat.ADMINISTRATION]
    assert provider.levels == ["idporten-loa-high"]
    assert "4697 Vikabygd (nb)" in run("municipality", "list")
    assert "vikabygd" in run("provider", "list", "4697")


def told_to(officer: UUID) -> list[str]:
    """What this officer is told."""
    by = Caller(officer, place().pk, Hat.OFFICER)
    with acting(by):
        return [row.event for row in reversed(officers_told.unseen(by))]


def test_r26_every_act_of_the_command_line_is_told_to_the_officer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("municipality", "add", "4697", "Vikabygd")
    assert any("Vikabygd has no data-protection officer" in sentence for sentence in missing())
    officer_number = numbers.synthetic(NOW.date(), 1)
    with clock.fixed(NOW - timedelta(seconds=9)):
        run("admin", "add", "4697", "Nils Holm", "--officer", typed=officer_number, monkeypatch=monkeypatch)
    (officer,) = officers()
    assert missing() == []
    (tmp_path / "units.csv").write_text("Namn;Type;Orgnr\nVik skule;skule;974760673\n")
    acts = (
        ("admin", "add", "4697", "Turid Berge"),
        ("import", "units", str(tmp_path / "units.csv"), "--municipality", "4697", "--carry-out"),
        ("provider", "add", "4697", "--issuer", ISSUER, "--client-id", "vikabygd"),
        ("key", "new", "4697"),
        ("provider", "end", "4697"),
    )
    for turn, act in enumerate(acts):
        with clock.fixed(NOW + timedelta(seconds=turn)):
            run(*act, typed=NUMBER, monkeypatch=monkeypatch)
    run("import", "units", str(tmp_path / "units.csv"), "--municipality", "4697")

    assert told_to(officer) == [
        "command.post",
        "command.post",
        "command.file",
        "command.sign-in",
        "command.sign-in",
        "command.sign-in",
    ]


def missing() -> list[str]:
    with as_worker():
        return list(oversight.worth_knowing())


def officers() -> list[UUID]:
    with as_worker(), everywhere("the officers"):
        return officers_told.officers(place().pk)


def test_r26_the_command_line_gives_nothing_to_the_one_it_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`--as` may not name somebody the file gives a post; another administrator may."""
    other = numbers.synthetic(NOW.date().replace(year=1981), 3)
    run("municipality", "add", "4697", "Vikabygd")
    for name, number in (("Turid Berge", NUMBER), ("Kari Lund", other)):
        run("admin", "add", "4697", name, typed=number, monkeypatch=monkeypatch)
    (tmp_path / "units.csv").write_text("Namn;Type;Orgnr\nVik skule;skule;974760673\n")
    run("import", "units", str(tmp_path / "units.csv"), "--municipality", "4697", "--carry-out", "--as", "Kari Lund")
    (tmp_path / "staff.csv").write_text(f"Namn;Fnr;Orgnr;Rolle\nBerge, Turid;{NUMBER};974760673;leiar\n")
    staff = ("import", "staff", str(tmp_path / "staff.csv"), "--municipality", "4697", "--carry-out", "--as")

    with pytest.raises(CommandError, match="Nothing is carried out before every row is right"):
        run(*staff, "Turid Berge")
    assert "All of it is carried out." in run(*staff, "Kari Lund")


def test_a_way_in_that_has_ended_lets_nobody_in() -> None:
    run("municipality", "add", "4697", "Vikabygd")
    run("provider", "add", "4697", "--issuer", ISSUER, "--client-id", "vikabygd")

    assert "1 ended" in run("provider", "end", "4697")
    assert providers.of(place().pk) == []
    assert "0 ended" in run("provider", "end", "4697")


def test_the_stand_in_is_for_training_alone() -> None:
    with override_settings(MODE="production"):
        assert "training alone" in standin.missing()


def test_the_stand_in_takes_over_nobodys_real_provider() -> None:
    run("municipality", "add", "4697", "Vikabygd")
    run("provider", "add", "4697", "--issuer", ISSUER, "--client-id", "vikabygd")

    assert ISSUER in standin.missing()


def test_units_and_staff_come_from_files_first_looked_at_then_carried_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("municipality", "add", "4697", "Vikabygd")
    run("admin", "add", "4697", "Turid Berge", typed=f"{NUMBER}\n", monkeypatch=monkeypatch)
    worker = numbers.synthetic(NOW.date().replace(year=1985), 2)
    for name, text in (
        ("units.csv", "Namn;Type;Orgnr\nVik skule;skule;974760673\n"),
        ("staff.csv", f"Namn;Fnr;Orgnr;Rolle\nKari Vik;{worker};974760673;leiar\n"),
        ("wrong.csv", f"Namn;Fnr;Orgnr\nKari Vik;{worker};111111111\n"),
    ):
        (tmp_path / name).write_text(text)

    def bring_in(what: str, *more: str) -> str:
        return run("import", what, str(tmp_path / f"{what}.csv"), "--municipality", "4697", *more)

    assert "1 new." in bring_in("units") and "1 new." in bring_in("units", "--carry-out")
    assert "1 as before." in bring_in("units")
    told = bring_in("staff", "--carry-out", "--as", "Turid Berge")
    assert "Kari Vik, Vik skule" in told and "All of it is carried out." in told and worker not in told
    assert "1 as before." in bring_in("staff")
    wrong = ("import", "staff", str(tmp_path / "wrong.csv"), "--municipality", "4697")
    assert "1 must be put right." in run(*wrong)
    for words, sentence in (
        ((*wrong, "--carry-out"), "Nothing is carried out before every row is right."),
        (("import", "staff", str(tmp_path / "none.csv"), "--municipality", "4697"), "cannot be read: No such file"),
        (("import", "staff", str(tmp_path / "units.csv"), "--municipality", "4697"), "These columns are missing"),
        (("import", "staff", str(tmp_path / "staff.csv"), "--municipality", "4697", "--as", "Nobody"), "Turid Berge"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(*words)


def recognised(provider: Ours, number: str) -> UUID:
    """Whom the provider's number is."""
    with before_sign_in(provider.municipality_id):
        found, _ = signin.recognise(provider, number, b"subject")
        assert found is not None
        return found.pk


def test_two_keys_overlap_and_the_old_one_is_retired() -> None:
    run("municipality", "add", "4697", "Vikabygd")
    run("provider", "add", "4697", "--issuer", ISSUER, "--client-id", "vikabygd")
    run("key", "new", "4697")
    with clock.fixed(NOW.astimezone(UTC) + timedelta(days=330)):
        shown = run("key", "new", "4697")
        first = shown.split()[0]
        registered = json.loads(shown.split("provider:\n")[1])["keys"]
        after = run("key", "retire", "4697", first)

    assert "330 days old, 35 left" in shown
    assert {key["kid"] for key in registered} > {first}
    assert not any("d" in key for key in registered), "only the public halves are shown"
    assert first not in after


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("municipality", "add", "46", "Vik"), "four digits"),
        (("municipality", "add", "4697", "Again"), "already"),
        (("key", "new", "4697"), "no such provider yet"),
        (("key", "new", "9999"), "no municipality 9999"),
        (("provider", "add", "4697", "--issuer", "http://evil.example", "--client-id", "x"), "https://"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    run("municipality", "add", "4697", "Vikabygd")
    with pytest.raises(CommandError, match=sentence):
        run(*words)


@pytest.mark.parametrize("typed", ["123", ""])
def test_a_number_that_is_mistyped_or_missing_is_refused_and_nobody_is_made(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    run("municipality", "add", "4697", "Vikabygd")
    with pytest.raises(CommandError, match="eleven digits"):
        run("admin", "add", "4697", "Turid Berge", typed=f"{typed}\n", monkeypatch=monkeypatch)

    assert posts.administrators(place().pk) == {}


def test_nobody_is_made_administrator_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    run("municipality", "add", "4697", "Vikabygd")
    run("admin", "add", "4697", "Turid Berge", typed=f"{NUMBER}\n", monkeypatch=monkeypatch)

    again = run("admin", "add", "4697", "Turid Berge", typed=f"{NUMBER}\n", monkeypatch=monkeypatch)
    with as_worker():
        assert list(posts.administrators(place().pk).values()) == ["Turid Berge"]
    assert "can sign in" in again, "the same is said whether the number is known or not (R28)"

    run("admin", "add", "4697", "Turid Berge", "--officer", typed=f"{NUMBER}\n", monkeypatch=monkeypatch)


def test_the_trail_says_that_it_was_done_from_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    run("municipality", "add", "4697", "Vikabygd")
    run("admin", "add", "4697", "Turid Berge", typed=f"{NUMBER}\n", monkeypatch=monkeypatch)
    run("provider", "add", "4697", "--issuer", ISSUER, "--client-id", "vikabygd")
    run("key", "new", "4697")

    where = place().pk
    with as_worker(), everywhere("what the trail says"):
        trail = AuditEvent.objects.get_queryset().filter(municipality=where)
        assert set(trail.values_list("via", flat=True)) == {"cli"}


# --- the doctor ---------------------------------------------------------------------------------------------------


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider with a municipality that uses it."""
    run("municipality", "add", "4697", "Vikabygd")
    with running() as listening:
        with as_worker():
            providers.add(place(), issuer=listening.issuer, client_id="vikabygd")
        yield listening


def told() -> str:
    """What the doctor says of signing in, with the real clock: the provider's answer bears the real time."""
    with clock.fixed(NOW):
        return " ".join(ways_in.wrong())


def test_the_doctor_misses_a_key_and_then_warns_before_its_year_is_over(provider: Provider) -> None:
    before = told()
    run("key", "new", "4697")
    with clock.fixed(NOW + timedelta(days=340)):
        late = " ".join(ways_in.wrong())

    assert "There is no key to sign with for Vikabygd at ID-porten." in before
    assert "has 25 days left" in late


def test_the_doctor_says_that_a_provider_is_down_or_somebody_else(provider: Provider) -> None:
    run("key", "new", "4697")
    provider.metadata_lies = {"issuer": "https://evil.example"}
    somebody_else = told()
    provider.down.add("/.well-known/openid-configuration")
    provider.metadata_lies = {}

    assert "describes somebody else" in somebody_else
    assert "nobody can sign in to Vikabygd now" in told()


def test_the_doctor_compares_the_clocks_and_the_levels(provider: Provider) -> None:
    run("key", "new", "4697")
    provider.metadata_lies = {"acr_values_supported": ["low"]}

    assert "seconds" in told(), "the fixed clock of the test is far from the provider's real one"
    assert "knows no level idporten-loa-high. It has: low." in told()


def test_the_doctor_says_what_to_register() -> None:
    with override_settings(CSRF_TRUSTED_ORIGINS=["https://stafettlogg.example.no"]):
        sentences = list(ways_in.worth_knowing())

    assert "Register at the provider, redirect address: https://stafettlogg.example.no/logg-inn/tilbake/" in sentences
    assert any("back-channel logout: https://stafettlogg.example.no/logg-ut/melding/" in one for one in sentences)


def test_the_doctor_says_in_production_that_nobody_can_sign_in() -> None:
    run("municipality", "add", "4697", "Vikabygd")
    with override_settings(MODE="production", CSRF_TRUSTED_ORIGINS=[]):
        said = told()

    assert "Nobody can sign in to Vikabygd. Run: stafettlogg provider add 4697" in said
    assert "STAFETTLOGG_ORIGINS" in said
