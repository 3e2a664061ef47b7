"""A file that takes over the process that looks at it has nothing to do it with (security.md § 5)."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from stafettlogg.vault.inspection import PAPER, Unacceptable, inspect, limited
from tests.vault.hostile_child import TRIES
from tests.vault.offices import docx, open_document, png

HOSTILE = ("-c", "import sys; from tests.vault import hostile_child; sys.exit(hostile_child.main())")
UNFILTERED = (*HOSTILE, "unfiltered")
CLOSED_IN = """
import sys
from stafettlogg.vault.inspection import limited
limited.close_in()
print("closed in", flush=True)
sys.stdin.read()
"""
NOTHING_OPENED = ["write", "append", "read", "list", "connect"]


@pytest.fixture
def where(tmp_path: Path) -> Iterator[Path]:
    """A folder of ours, with a file and a door that somebody listens at."""
    (tmp_path / "there").write_bytes(b"ours")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "door"))
        door.listen()
        yield tmp_path


def tried(what: str, where: Path, program: tuple[str, ...] = HOSTILE) -> bytes:
    """How it went, told by the process itself."""
    return limited.looked_at("png", json.dumps({"try": what, "where": str(where)}).encode(), program)


@pytest.mark.parametrize("what", sorted({*TRIES} - {"take memory", "talk for ever"}))
def test_it_can_change_reach_and_read_nothing(what: str, where: Path) -> None:
    mode = (where / "there").stat().st_mode

    assert tried(what, where) == b"refused"

    assert sorted(file.name for file in where.iterdir()) == ["door", "there"]
    assert (where / "there").read_bytes() == b"ours"
    assert (where / "there").stat().st_mode == mode


@pytest.mark.parametrize("what", NOTHING_OPENED)
def test_nothing_is_opened_also_where_the_machine_has_no_filter(what: str, where: Path) -> None:
    assert tried(what, where, UNFILTERED) == b"refused"

    assert (where / "there").read_bytes() == b"ours"


def test_nothing_is_written_also_to_what_is_open_already(where: Path) -> None:
    with (where / "open").open("wb") as file:
        ended = subprocess.run([sys.executable, "-c", CLOSED_IN], stdout=file, stderr=subprocess.DEVNULL, check=False)

    assert ended.returncode != 0
    assert (where / "open").read_bytes() == b""


LIMITS = {
    "Max cpu time": str(limited.SECONDS),
    "Max file size": "0",
    "Max core file size": "0",
    "Max open files": "3",
    "Max address space": str(limited.MEMORY),
}


def test_its_limits_are_those_of_one_who_only_looks() -> None:
    with subprocess.Popen([sys.executable, "-c", CLOSED_IN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.readline() == b"closed in\n"
        told = Path(f"/proc/{child.pid}/limits").read_text()
        child.communicate(b"")

    lines = {name: line.removeprefix(name).split() for line in told.splitlines() for name in LIMITS if name in line}
    assert {name: most for name, (_, most, *_) in lines.items()} == LIMITS


def test_it_knows_nothing_of_the_worker_and_stands_in_no_folder_of_ours(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAFETTLOGG_DATA", "løyndom")
    monkeypatch.chdir(where)

    told = json.loads(tried("tell", where))

    assert {*told["environment"]} <= {"PATH", "PYTHONPATH", "LC_CTYPE"}
    assert told["folder"] == "/"


def test_more_memory_than_a_file_needs_is_refused_as_what_it_is(where: Path) -> None:
    with pytest.raises(Unacceptable) as caught:
        tried("take memory", where)

    assert caught.value.code == "bomb"


def test_it_cannot_fill_the_worker_with_words(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_KEPT", 1_000_000)
    begun = time.monotonic()

    with pytest.raises(Unacceptable) as caught:
        tried("talk for ever", where)

    assert caught.value.code == "broken"
    assert time.monotonic() - begun < limited.SECONDS  # ended when it has said too much, not when its time is out


@pytest.mark.parametrize(
    "said", ["print('kept')", "print('made-up'); sys.exit(0)", "sys.exit(1)", "import os; os.kill(os.getpid(), 9)"]
)
def test_a_verdict_that_is_none_refuses_the_file(said: str) -> None:
    kept = said == "print('kept')"
    try:
        answer = limited.looked_at("png", b"x" * 3_000_000, ("-c", f"import sys; {said}"))
    except Unacceptable as refused:
        assert refused.code == "broken"
    else:
        assert (kept, answer) == (True, b"")


def test_a_look_that_never_ends_is_refused_and_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "SECONDS", 0.1)
    begun = time.monotonic()

    with pytest.raises(Unacceptable) as caught:
        limited.looked_at("png", b"", ("-c", "import time; time.sleep(60)"))

    assert caught.value.code == "broken"
    assert time.monotonic() - begun < 10


# --- and what it is for still works inside ------------------------------------------------------------------------


def test_every_kind_is_looked_at_inside_the_limits() -> None:
    paper, photo = io.BytesIO(), io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(paper)
    Image.new("CMYK", (40, 30)).save(photo, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")

    for name, content in {
        "plan.pdf": paper.getvalue(),
        "plan.docx": docx().whole(),
        "plan.odt": open_document("odt"),
        "brev.txt": "heilt vanleg tekst, æøå".encode("cp1252"),
    }.items():
        assert inspect(name, content).content == content
    for name, content, kind in (("bilete.jpg", photo.getvalue(), "JPEG"), ("bilete.png", png(), "PNG")):
        with Image.open(io.BytesIO(inspect(name, content, PAPER).content)) as image:
            assert image.format == kind


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_pictures_of_every_depth_are_drawn_inside_the_limits(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")

    with Image.open(io.BytesIO(inspect("bilete.png", out.getvalue()).content)) as image:
        assert image.size == (8, 8)


def test_a_photo_with_another_inside_is_drawn_inside_the_limits() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # held sideways
    exif.get_ifd(0x8825)[2] = (60.0, 5.0, 1.0)
    photos = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green")]
    photos[0].save(out, "MPO", save_all=True, append_images=photos[1:], exif=exif)

    with Image.open(io.BytesIO(inspect("bilete.jpg", out.getvalue()).content)) as image:
        assert image.size == (30, 40)
        assert dict(image.getexif()) == {}


def test_why_it_is_refused_comes_out_again() -> None:
    for name, content, code in (
        ("plan.docx", docx("<w:altChunk/>").whole(), "foreign"),
        ("plan.pdf", b"%PDF-1.7 broken", "broken"),
        ("plan.odt", open_document("odt", "<draw:plugin/>"), "foreign"),
    ):
        with pytest.raises(Unacceptable) as caught:
            inspect(name, content)
        assert caught.value.code == code
