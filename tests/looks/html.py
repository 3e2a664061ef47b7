"""`make html`: the HTML of every page, as the service sends it, is read by the Nu checker and by html-validate.

1. collect the pages of everybody  2. let both read them  3. tell each fault once, with the pages it is on.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.browser.site import serving
from tests.browser.visits import everywhere

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules"
FOLDER = HERE.parents[1] / "test-results" / "html"
NU = ("java", "-jar", str(PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"), "--format", "json", "--stdout")
SAID = FOLDER.parent / "html-validate.json"  # a pipe would be cut off: it does not wait until all is read
VALIDATE = (
    str(PACKAGES / ".bin" / "html-validate"), "--config", str(HERE / "htmlvalidate.json"), "--formatter", f"json={SAID}",
)  # fmt: skip

Fault = tuple[str, str]  # the page, and what is wrong with it


def collect(folder: Path) -> int:
    """Save every page; gives how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with serving() as site:
        for _, visit in everywhere(site, "nn"):
            (folder / f"{visit}.html").write_text(visit.html)
    return len(list(folder.iterdir()))


def nu(folder: Path) -> Iterator[Fault]:
    """What the Nu checker says."""
    said = subprocess.run([*NU, str(folder)], capture_output=True, text=True, check=False)
    for message in json.loads(said.stdout)["messages"]:
        yield Path(message.get("url", "")).stem, f"Nu: {message['message']} {message.get('extract', '').strip()!r}"


def validate(folder: Path) -> Iterator[Fault]:
    """What html-validate says."""
    SAID.unlink(missing_ok=True)
    done = subprocess.run([*VALIDATE, f"{folder}/*.html"], capture_output=True, text=True, check=False)
    if not SAID.exists():
        sys.exit(done.stderr)
    for page in json.loads(SAID.read_text()):
        for message in page["messages"]:
            where = message.get("selector") or f"line {message['line']}"
            yield Path(page["filePath"]).stem, f"html-validate: {message['ruleId']}: {message['message']} {where}"


def main() -> None:
    """Collect, read, tell; `-` reads what was collected the last time."""
    pages = len(list(FOLDER.iterdir())) if "-" in sys.argv else collect(FOLDER)
    found = defaultdict[str, list[str]](list)
    for page, fault in (*nu(FOLDER), *validate(FOLDER)):
        found[fault].append(page)
    for fault, where in sorted(found.items()):
        print(f"{fault}\n    on {len(where)}: {', '.join(sorted(set(where))[:6])}")
    print(f"{pages} pages, read by two checkers: {len(found)} kinds of faults.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
