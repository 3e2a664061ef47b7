"""`make lighthouse`: Lighthouse on a phone with a slow net, on the pages people begin with (interface.md § 5)."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.site import ARGUMENTS, Site, chromium, serving
from tests.browser.visits import EVERYBODY, HANNE, OLAV, Somebody, log_of

PROGRAM = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"
TIMES = 3
KARI, TURID, NILS = EVERYBODY[0], EVERYBODY[-2], EVERYBODY[-1]


@dataclass(frozen=True)
class Limit:
    """What may not be passed."""

    name: str
    audit: str
    most: float
    unit: str


LIMITS = (
    Limit("LCP", "largest-contentful-paint", 2000, "ms"),
    Limit("CLS", "cumulative-layout-shift", 0.02, ""),
    Limit("TBT", "total-blocking-time", 150, "ms"),
)


def main() -> None:
    """A line for each page: the median of three visits, and whether it keeps the limits."""
    is_kept = True
    print("| page | LCP ms | CLS | TBT ms | accessibility |\n|---|---:|---:|---:|---:|")
    with serving() as site:
        for name, address, cookies in pages(site):
            visits = [visit(address, cookies) for _ in range(TIMES)]
            measured = [
                statistics.median(one["audits"][limit.audit]["numericValue"] for one in visits) for limit in LIMITS
            ]
            accessibility = min(one["categories"]["accessibility"]["score"] for one in visits) * 100
            print(
                f"| {name} | {measured[0]:.0f} | {measured[1]:.3f} | {measured[2]:.0f} | {accessibility:.0f} |",
                flush=True,
            )
            wrong = [
                f"{limit.name} {got:.3g} > {limit.most:g}"
                for got, limit in zip(measured, LIMITS, strict=True)
                if got > limit.most
            ]
            wrong += [f"accessibility: {title}" for title in failed(visits[0])]
            is_kept &= not wrong
            print("".join(f"  {what}\n" for what in wrong), end="", flush=True)
    print("Every limit is kept." if is_kept else "Some limits are not kept.")
    sys.exit(not is_kept)


def pages(site: Site) -> Iterator[tuple[str, str, str]]:
    """The pages to visit: their name, their address, and the cookies of whoever visits them."""
    yield "the way in", f"{site.address}/logg-inn/", ""
    for who in (KARI, TURID, NILS):
        with signed_in(site, who) as (_, cookies):
            yield f"first page, {who}", f"{site.address}/4699/", cookies
    for who in (OLAV, HANNE):
        with signed_in(site, who) as (log, cookies):
            yield f"log, {who}", log, cookies
            if who is OLAV:
                yield "a form", f"{log}tiltak/", cookies


@contextmanager
def signed_in(site: Site, who: Somebody) -> Iterator[tuple[str, str]]:
    """Tuva's log for somebody who reads it, and the cookies that say who it is."""
    with site.somebody(who.name, who.hat) as hand:
        log = f"{site.address}{log_of(hand)}" if who in (OLAV, HANNE) else ""
        yield log, "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in hand.page.context.cookies())


def visit(address: str, cookies: str) -> dict[str, dict[str, dict[str, float]]]:
    """One visit by Lighthouse, with an empty cache; where its recording fails, as it says it sometimes does, another."""
    try:
        return once(address, cookies)
    except subprocess.CalledProcessError:
        return once(address, cookies)


def once(address: str, cookies: str) -> dict[str, dict[str, dict[str, float]]]:
    """One try."""
    with TemporaryDirectory() as folder:
        report, headers = Path(folder) / "report.json", Path(folder) / "headers.json"
        headers.write_text(json.dumps({"Cookie": cookies} if cookies else {}))
        subprocess.run(
            [
                str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={report}",
                f"--extra-headers={headers}", "--only-categories=performance,accessibility",
                f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
            ],
            env={**os.environ, "CHROME_PATH": chromium()}, check=True,
        )  # fmt: skip
        read: dict[str, dict[str, dict[str, float]]] = json.loads(report.read_text())
        return read


def failed(report: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """What keeps the page from a full score for accessibility."""
    weights = {part["id"] for part in report["categories"]["accessibility"]["auditRefs"] if part["weight"]}  # type: ignore[attr-defined]
    return [str(audit["title"]) for name, audit in report["audits"].items() if name in weights and audit["score"] == 0]


if __name__ == "__main__":
    main()
