"""Every setting of an installation, in one table: name, default and what it is for. docs/settings.md is written from it.

A setting is read from the environment and refuses nonsense with a sentence that names it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import unquote, urlsplit

from stafettlogg.config.postgres import ROLES, Server, password, user_of
from stafettlogg.config.unprivileged import is_root

T = TypeVar("T")

CHECKOUT = Path(__file__).resolve().parents[2]
MODES = ("training", "production")


class BadSetting(Exception):
    """A setting says something it can not mean; the message names it and what it takes."""


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing an installation decides."""

    name: str
    default: str
    help: str
    parse: Callable[[str], T]

    def read(self, environ: Mapping[str, str] = os.environ) -> T:
        """The value, or the default; raises `BadSetting` for anything else than the help promises."""
        text = environ.get(self.name, self.default)
        try:
            return self.parse(text)
        except ValueError as wrong:
            raise BadSetting(f"{self.name}={text!r}: {wrong}") from None


# --- how a text is understood -------------------------------------------------------------------------------------


def true_or_false(text: str) -> bool:
    """True or False, and nothing that looks like it."""
    if text not in ("True", "False"):
        raise ValueError("write True or False.")
    return text == "True"


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two others."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise ValueError(f"write a whole number from {lowest} to {highest}.")
        return int(text)

    return parse


def one_of(*choices: str, empty: bool = False) -> Callable[[str], str]:
    """One of these words; with `empty`, or nothing."""

    def parse(text: str) -> str:
        if text not in choices and not (empty and text == ""):
            raise ValueError(f"write {' or '.join(choices)}.")
        return text

    return parse


def folder(text: str) -> Path:
    """A folder or file by its whole path; nothing means the default place."""
    if not text:
        return default_folder()
    return whole_path(text)


def whole_path(text: str) -> Path:
    """A path that does not depend on where one stands."""
    path = Path(text)
    if not path.is_absolute():
        raise ValueError("write the whole path, from / on.")
    return path


def path_or_nothing(text: str) -> Path | None:
    """A whole path, or nothing."""
    return whole_path(text) if text else None


def hosts(text: str) -> list[str]:
    """Host names, separated by commas; never a star."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or any("*" in name or "/" in name for name in names):
        raise ValueError("write host names separated by commas, without * and without https://.")
    return names


def origins(text: str) -> list[str]:
    """Addresses with their scheme, separated by commas, or nothing."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if any(not name.startswith(("https://", "http://")) for name in names):
        raise ValueError("write whole addresses, such as https://stafettlogg.example.no.")
    return names


def database(text: str) -> dict[str, str]:
    """A PostgreSQL by its address, without user and password: each role has its own; nothing means our own."""
    if not text:
        return {}
    address = urlsplit(text)
    if address.scheme not in ("postgres", "postgresql") or not address.path.strip("/"):
        raise ValueError("write postgresql://host:5432/name.")
    if address.username or address.password:
        raise ValueError("leave out user and password: every role has its own, see STAFETTLOGG_PASSWORDS.")
    return {
        "HOST": unquote(address.hostname or ""),
        "PORT": str(address.port or ""),
        "NAME": unquote(address.path.strip("/")),
    }


def default_folder() -> Path:
    """Where an installation keeps its own: in the checkout, or outside every home when it is started as root."""
    if is_root():
        return Path("/var/lib") / f"stafettlogg-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]}"
    return CHECKOUT / ".stafettlogg"


# --- the table ----------------------------------------------------------------------------------------------------

MODE = Setting(
    "STAFETTLOGG_MODE",
    "",
    "training or production. There is no default: nothing starts before somebody has said which. The choice is kept in "
    "the database, and an installation never changes from one to the other.",
    one_of(*MODES, empty=True),
)
ROLE = Setting(
    "STAFETTLOGG_ROLE",
    "app",
    "Which database role this process is: app for the web, worker for tasks, owner for migrations, backup for dumps. "
    "The stafettlogg command chooses the right one itself.",
    one_of(*ROLES),
)
FOLDER = Setting(
    "STAFETTLOGG_DATA",
    "",
    "The folder with keys, passwords, files and the embedded PostgreSQL. It names the database it belongs to, and nothing "
    "runs in the folder of another: see stafettlogg adopt. Default: .stafettlogg in the checkout; "
    "/var/lib/stafettlogg-… when started as root.",
    folder,
)
DATABASE_URL = Setting(
    "DATABASE_URL",
    "",
    "A PostgreSQL 15 or newer, as postgresql://host:5432/name, without user and password. Default: the embedded "
    "PostgreSQL.",
    database,
)
PASSWORDS = Setting(
    "STAFETTLOGG_PASSWORDS",
    "",
    "The folder with one file for each database role (owner, app, worker, backup) that holds its password. Default: "
    "passwords in STAFETTLOGG_DATA.",
    path_or_nothing,
)
ROOT_KEY_FILE = Setting(
    "STAFETTLOGG_ROOT_KEY_FILE",
    "",
    "The file with the installation's root key: 32 random bytes as base64, mode 0400. Keep a copy apart from the "
    "database's backups. Default: root.key in STAFETTLOGG_DATA.",
    path_or_nothing,
)
HOSTS = Setting(
    "STAFETTLOGG_HOSTS", "localhost,127.0.0.1", "The host names the service answers to, separated by commas.", hosts
)
ORIGINS = Setting(
    "STAFETTLOGG_ORIGINS",
    "",
    "The addresses a form may be sent from when a proxy stands in front, such as https://stafettlogg.example.no.",
    origins,
)
TLS = Setting(
    "STAFETTLOGG_TLS",
    "False",
    "True when people reach the service by https: cookies become __Host- and Secure, and browsers are told to stay "
    "with https. Must be True in production.",
    true_or_false,
)
PORT = Setting("PORT", "8000", "The port the web server listens on.", whole_number(1, 65535))
ADDRESS = Setting("STAFETTLOGG_ADDRESS", "127.0.0.1", "The address the web server listens on.", str)
PROXIED = Setting(
    "STAFETTLOGG_PROXIED",
    "False",
    "True when a proxy on another machine, and nobody else, reaches STAFETTLOGG_ADDRESS, and reads every request whole "
    "before it hands it on (docs/drift.md). In production nothing but 127.0.0.1 is listened on without it.",
    true_or_false,
)
WEB_PROCESSES = Setting(
    "STAFETTLOGG_WEB_PROCESSES",
    "2",
    "How many web processes serve starts. Each comes back by itself while the others serve; they share the port, which Linux deals out.",
    whole_number(1, 64),
)
POOL = Setting(
    "STAFETTLOGG_POOL",
    "8",
    "The most database connections a web process keeps. Behind PgBouncer, count them together.",
    whole_number(1, 200),
)
PREPARE = Setting(
    "STAFETTLOGG_PREPARE",
    "True",
    "Whether what is asked again and again is planned once a connection. False behind PgBouncer in transaction mode: no "
    "statement has a name then, and no cursor outlives its transaction.",
    true_or_false,
)
DIRECT_URL = Setting(
    "STAFETTLOGG_DIRECT_URL",
    "",
    "Where the worker reaches PostgreSQL itself when DATABASE_URL leads to PgBouncer: it listens for tasks, and nobody "
    "listens through a pooler. Default: DATABASE_URL.",
    database,
)
CLAMAV = Setting(
    "STAFETTLOGG_CLAMAV",
    "",
    "The socket of a ClamAV daemon (whole path). Where it is set, no file is ready before it has been scanned.",
    path_or_nothing,
)
BACKUP_DAYS = Setting(
    "STAFETTLOGG_BACKUP_DAYS",
    "30",
    "How many days backups are kept: what is erased is gone from them after so long, and the product says so. Files that "
    "no row knows lie aside as long.",
    whole_number(1, 3650),
)
FREE = Setting(
    "STAFETTLOGG_FREE",
    "2048",
    "How many MiB must be free on the disk of STAFETTLOGG_DATA for anything to be saved. Below it people are told so, "
    "`/klar` says disk, and what they read is still shown and recorded.",
    whole_number(0, 1_000_000),
)

SETTINGS: tuple[Setting[Any], ...] = (  # Any: each has a type of its own
    MODE, ROLE, FOLDER, DATABASE_URL, PASSWORDS, ROOT_KEY_FILE, HOSTS, ORIGINS, TLS, PORT, ADDRESS, PROXIED,
    WEB_PROCESSES, POOL, PREPARE, DIRECT_URL, CLAMAV, BACKUP_DAYS, FREE,
)  # fmt: skip


# --- what several of them say together ----------------------------------------------------------------------------


def uses_embedded(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the installation runs on the PostgreSQL it brings along."""
    return not DATABASE_URL.read(environ)


def connection(role: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Django's HOST, PORT, NAME, USER and PASSWORD for a role."""
    server = Server(FOLDER.read(environ).resolve())
    place = DATABASE_URL.read(environ) or {"HOST": str(server.socket), "PORT": "", "NAME": "stafettlogg"}
    if role == "worker":
        place = DIRECT_URL.read(environ) or place
    return {**place, "USER": user_of(role), "PASSWORD": password(passwords(environ), role)}


def passwords(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder with a password for each role."""
    chosen = None if uses_embedded(environ) else PASSWORDS.read(environ)
    return chosen or Server(FOLDER.read(environ).resolve()).passwords


def root_key_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the root key is."""
    return ROOT_KEY_FILE.read(environ) or FOLDER.read(environ) / "root.key"


def settings_table() -> str:
    """docs/settings.md: every setting with its default and what it is for."""
    lines = [
        "# Settings",
        "",
        "Written from `stafettlogg/config/env.py` by `make docs`; a test keeps it true. All are environment variables.",
        "",
        "| Setting | Default | What it is for |",
        "|---|---|---|",
    ]
    lines += [f"| `{s.name}` | {f'`{s.default}`' if s.default else '–'} | {s.help} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"
