"""`make axe-all`: every page × everybody × 3 widths × light and dark × 3 languages, and once in colours of one's own."""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict

from playwright.sync_api import Error

from tests.browser import axe
from tests.browser.site import Site, serving
from tests.browser.visits import LANGUAGES, everywhere

OWN_COLOURS_IN = "nn"


class Found:
    """What has been seen so far, and what was wrong with it."""

    def __init__(self) -> None:
        self.pages: Counter[str] = Counter()
        self.looks = 0
        self.faults: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.broken: list[str] = []

    def look(self, site: Site, language: str) -> None:
        """See every page in one language, on all screens."""
        screens = (*axe.ALL, axe.OWN_COLOURS) if language == OWN_COLOURS_IN else axe.ALL
        for page, visit in everywhere(site, language, bypass_csp=True):
            self.pages[language] += 1
            self.looks += len(screens)
            before = len(self.faults)
            for fault in axe.faults(page, screens):
                self.faults[fault.rule, fault.where].append(f"{visit}, {language}, {fault.screen}")
            print(f"{language} {visit}{': something new is wrong' if len(self.faults) > before else ''}", flush=True)

    def summary(self) -> str:
        """What was seen, and each fault once, with how often and where first."""
        lines = [f"{self.looks} looks at {dict(self.pages)} pages: {len(self.faults)} kinds of faults."]
        for (rule, where), seen in sorted(self.faults.items(), key=lambda kind: -len(kind[1])):
            lines += [f"  {rule}, {len(seen)} times, first {seen[0]}:", f"    {where}"]
        lines += [f"  Not seen to the end: {what}" for what in self.broken]
        return "\n".join(lines)


def main() -> None:
    """Look, tell, and fail if there was something to tell."""
    began, found = time.monotonic(), Found()
    with serving() as site:
        for language in LANGUAGES:
            try:
                found.look(site, language)
            except (AssertionError, Error) as wrong:  # a page does not answer, or the browser complains or gives up
                found.broken.append(f"{language}: {wrong}")
    print(f"\n{found.summary()}\nIt took {(time.monotonic() - began) / 60:.0f} minutes.")
    sys.exit(bool(found.faults or found.broken))


if __name__ == "__main__":
    main()
