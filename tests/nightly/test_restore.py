"""What docs/drift.md says of copies is run as it stands, with Debian's PostgreSQL: every night, a drill, a new machine, back in time (security.md § 6)."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nightly import document, site

MACHINE = Path(__file__).with_name("machine.sh")
DAY = "$(ls /var/backups/stafettlogg | tail -1)"
BASE = "$(ls /var/backups/stafettlogg-wal/base | tail -1)"
COUNT = "SELECT count(*) FROM core_auditevent"
EVENT = (
    "INSERT INTO core_auditevent (id, at, act, hat, relation, via, action, outcome, object_kind, reason)"
    " VALUES (gen_random_uuid(), now(), gen_random_uuid(), '', '', 'task', 'restored', 'done', '', '{}')"
)


def file(path: str, text: str, mode: str = "644") -> str:
    """The commands that put this text in a file."""
    return f"cat > {path} <<'EOF'\n{text}EOF\nchmod {mode} {path}\n"


def said(output: str) -> dict[str, str]:
    """What the run told by name."""
    return dict(re.findall(r"^SAID (\w+)=(.*)$", output, re.MULTILINE))


def installation() -> str:
    """Chapters 1 to 3 on a machine with Debian's PostgreSQL; practising, as the document says one should first."""
    commands, settings, command = document.blocks("Programmet")
    (user,) = [line for line in commands.split("\n") if line.startswith("adduser")]
    for stands, here in (
        ("MODE=production", "MODE=training"),
        ("TLS=True", "TLS=False"),
        ("HOSTS=stafettlogg.example.no", "HOSTS=127.0.0.1"),
    ):
        assert stands in settings
        settings = settings.replace(stands, here)
    settings += "STAFETTLOGG_FREE=0\n"  # the disk of this machine is memory
    return "\n".join(
        [
            "pg_createcluster 15 main --start > /dev/null",
            f"id stafettlogg > /dev/null 2>&1 || {user} > /dev/null",
            "install -d -o stafettlogg -g stafettlogg /var/lib/stafettlogg",
            file("/etc/stafettlogg.env", settings),
            file("/usr/local/bin/stafettlogg", command, "755"),
        ]
    )


def new() -> str:
    """An installation that has been in use for a while, and is copied as the document says."""
    init, put_by = document.blocks("Nøklar og passord")
    night, (archive, once, weekly) = document.blocks("Kvar natt")[0], document.blocks("Kvart minutt")
    return "\n".join(
        [
            installation(), init, put_by, document.blocks("3. PostgreSQL")[0],
            file("/etc/postgresql/15/main/conf.d/stafettlogg.conf", archive), once,
            file("/usr/local/sbin/stafettlogg-base", weekly, "700"),
            file("/usr/local/sbin/stafettlogg-backup", night, "700"),
            "stafettlogg world", "systemctl start stafettlogg", "ready", "stafettlogg-base", "stafettlogg-backup",
        ]
    )  # fmt: skip


def drill() -> str:
    """The drill beside the running installation, and what it leaves behind: nothing."""
    begin, end = document.blocks("Øving")
    return "\n".join([begin.replace("DAG", DAY), end])


def back_in_time() -> str:
    """One event before the moment, one after it, and the database as it was at the moment."""
    stop, when, start, adopt = document.blocks("Tilbake til eit tidspunkt")
    return "\n".join(
        [
            f"ask {shlex.quote(EVENT.format('before'))}", "sleep 1", "moment=$(ask 'SELECT now()')", "sleep 1",
            f"ask {shlex.quote(EVENT.format('after'))}",
            # the mark outside the database is a minute old at most
            "mark=$(cat /var/lib/stafettlogg/mark 2>/dev/null || true)",
            'for _ in $(seq 150); do [ "$(cat /var/lib/stafettlogg/mark 2>/dev/null)" != "$mark" ] && break; sleep 1; done',
            stop.replace("DAG", BASE), file("/etc/postgresql/15/main/conf.d/stafettlogg-tilbake.conf", when),
            'sed -i "s/TIDSPUNKT/$moment/" /etc/postgresql/15/main/conf.d/stafettlogg-tilbake.conf', start,
            'say doctor "$(stafettlogg doctor 2>&1 | tr "\\n" " ")"',
            'say serve "$(stafettlogg serve 2>&1 | tail -1)"', adopt, "ready",
            "say events \"$(ask \"SELECT string_agg(reason, ' ') FROM core_auditevent WHERE action = 'restored'\")\"",
        ]
    )  # fmt: skip


def new_machine() -> str:
    """Everything is gone but the copies, the key and the passwords."""
    (restore,) = document.blocks("Ei ny maskin")
    return "\n".join(
        [
            "stafettlogg-backup", f'say kept "$(ask "{COUNT}")"',
            "systemctl stop stafettlogg", "pg_dropcluster 15 main --stop", "rm -r /var/lib/stafettlogg",
            installation(), restore.replace("DAG", DAY), f'say restored "$(ask "{COUNT}")"',
            "systemctl start stafettlogg", "ready", "systemctl stop stafettlogg",
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """All of it, one after the other, on a machine within this one."""
    whole = "\n".join([MACHINE.read_text(), "set -x", new(), drill(), back_in_time(), new_machine(), "say end reached"])
    with site.folder("restore") as folder:
        (folder / "script").write_text(whole)
        done = subprocess.run(
            ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child", "bash", folder / "script"],
            env={"CHECKOUT": str(document.DRIFT.parents[1]), "BASE": sys.base_prefix, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1500, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    return said(done.stdout) | {"all": done.stdout}


def test_every_command_of_the_document_does_what_it_says(told: dict[str, str]) -> None:
    assert told["end"] == "reached"


def test_a_drill_opens_the_texts_and_the_files_of_each_copy(told: dict[str, str]) -> None:
    opened = re.findall(r"^(\d+) texts and (\d+) files open", told["all"], re.MULTILINE)

    assert len(opened) == 3
    assert all(int(texts) > 10 and int(files) > 0 for texts, files in opened), opened


def test_back_in_time_there_is_what_was_before_and_nothing_of_what_came_after(told: dict[str, str]) -> None:
    assert told["events"] == "before"


def test_the_doctor_tells_of_an_older_database_and_the_service_does_not_start(told: dict[str, str]) -> None:
    assert "The database is older than this installation" in told["doctor"]
    assert told["serve"].startswith("CommandError: Not started.")


def test_on_a_new_machine_there_is_all_that_was_copied(told: dict[str, str]) -> None:
    assert told["restored"] == told["kept"]
