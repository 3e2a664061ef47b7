"""Settings refuse nonsense with a sentence that names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from stafettlogg.config import env, settings
from stafettlogg.management.commands import document


@pytest.mark.parametrize("text", ["true", "1", "yes", "", "TRUE"])
def test_only_true_and_false_are_true_or_false(text: str) -> None:
    with pytest.raises(env.BadSetting, match=r"STAFETTLOGG_TLS=.*write True or False"):
        env.TLS.read({"STAFETTLOGG_TLS": text})


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (env.MODE, "demo"),
        (env.ROLE, "superuser"),
        (env.PORT, "0"),
        (env.PORT, "eighty"),
        (env.HOSTS, "*"),
        (env.HOSTS, "https://example.no"),
        (env.FOLDER, "somewhere"),
        (env.DATABASE_URL, "sqlite:///x.db"),
        (env.DATABASE_URL, "postgresql://db.example.no"),
        (env.DATABASE_URL, "postgresql://me:secret@db.example.no/logg"),
        (env.ORIGINS, "stafettlogg.example.no"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_nonsense_is_refused_by_name(setting: env.Setting[object], text: str) -> None:
    with pytest.raises(env.BadSetting, match=setting.name):
        setting.read({setting.name: text})


@pytest.mark.parametrize("setting", env.SETTINGS, ids=lambda setting: setting.name)
def test_every_default_is_itself_allowed(setting: env.Setting[object]) -> None:
    setting.read({})


def test_there_is_no_default_mode() -> None:
    assert env.MODE.read({}) == ""


def test_each_role_has_a_user_and_a_password_of_its_own(tmp_path: Path) -> None:
    for role in ("app", "worker"):
        (tmp_path / role).write_text(f"secret of {role}\n")
    outside = {"DATABASE_URL": "postgresql://db.example.no:5433/logg", "STAFETTLOGG_PASSWORDS": str(tmp_path)}

    assert env.connection("app", outside) == {
        "HOST": "db.example.no",
        "PORT": "5433",
        "NAME": "logg",
        "USER": "stafettlogg_app",
        "PASSWORD": "secret of app",
    }
    assert env.connection("worker", outside)["PASSWORD"] == "secret of worker"


def test_every_setting_of_the_module_stands_in_the_table() -> None:
    named = {value.name for value in vars(env).values() if isinstance(value, env.Setting)}

    assert named == {setting.name for setting in env.SETTINGS}


def test_the_generated_pages_say_what_the_code_says() -> None:
    assert document.stale() == []


@pytest.mark.parametrize("content", [None, b"", b"\n"])
def test_without_a_root_key_nobody_can_guess_what_signs_the_forms(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "root.key").write_bytes(content)
    monkeypatch.setattr(settings, "ROOT_KEY_FILE", tmp_path / "root.key")

    assert settings._django_key() != settings._django_key()
