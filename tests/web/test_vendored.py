"""What others made lies with us unchanged and complete."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "stafettlogg" / "web" / "static"
VENDOR = STATIC / "vendor"
PAGES = [*(ROOT / "stafettlogg" / "web").rglob("*.html"), *(ROOT / "stafettlogg" / "web").rglob("*.py")]


def test_every_vendored_file_has_the_sum_its_manifest_says() -> None:
    files = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))["files"]

    found = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in VENDOR.iterdir()
        if path.name != "manifest.json"
    }

    assert found == files


def test_the_manifest_names_the_versions_the_lock_file_pins() -> None:
    packages = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))["packages"]
    lock = json.loads((ROOT / "tools" / "vendor" / "package-lock.json").read_text(encoding="utf-8"))

    locked = {name: lock["packages"][f"node_modules/{name}"]["version"] for name in packages}

    assert locked == packages
    assert "resolved" not in json.dumps(lock)


def test_every_icon_a_page_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="(\w+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))

    named = {
        name for page in PAGES for name in re.findall(r'icon(?:=|\s)"([A-Z]\w+)"', page.read_text(encoding="utf-8"))
    }

    assert named - sprite == set()
    assert "Sparkles" in named


def test_nothing_is_fetched_from_elsewhere() -> None:
    sources = [
        *STATIC.glob("*.css"),
        *STATIC.glob("*.js"),
        *VENDOR.glob("*.css"),
        *(ROOT / "stafettlogg" / "web").rglob("*.html"),
    ]

    fetched = [
        (path.name, address)
        for path in sources
        for address in re.findall(
            r'(?:url\(|src=|href=|@import )["\']?(https?:[^"\')\s]+)', path.read_text(encoding="utf-8")
        )
    ]

    assert fetched == []
