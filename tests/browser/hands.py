"""How somebody uses a page: with a mouse, or with the keyboard alone. Both find things by what the page calls them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, Response

FARTHEST = 300  # presses of Tab; no page has so many stops


class Hand:
    """Somebody at a browser with a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        """Press the link or button called so, and come to the page it leads to."""
        self._go(lambda: self._touch(self._pressable(name)))

    def go_to(self, target: Locator) -> None:
        """Press something that has no name of its own, and come to the page it leads to."""
        self._go(lambda: self._touch(target))

    def open(self, summary: str) -> None:
        """Unfold what lies under a heading."""
        self._touch(self.page.locator("summary").filter(has_text=summary))

    def write(self, label: str, text: str, *, nth: int = 0) -> None:
        """Write a text in the field called so, in place of what stood there."""
        self._field(label, nth).fill(text)

    def stands_in(self, label: str, *, nth: int = 0) -> str:
        """What stands in a field."""
        return self._field(label, nth).input_value()

    def choose(self, question: str, answer: str) -> None:
        """Choose one of the answers to a question."""
        self._answer(question, answer).check()

    def tick(self, label: str) -> None:
        """Tick a box."""
        self._field(label).check()

    def attach(self, label: str, file: Path) -> None:
        """Attach a file."""
        with self.page.expect_file_chooser() as chooser:
            self._touch(self._field(label))
        chooser.value.set_files(file)

    def reads(self, text: str) -> bool:
        """Whether this stands in the page, shown or folded."""
        return " ".join(text.split()) in " ".join((self.page.locator("main").text_content() or "").split())

    def fetch(self, name: str) -> bytes:
        """Fetch a file, and read it."""
        with self.page.expect_download() as fetched:
            self._touch(self._pressable(name))
        return fetched.value.path().read_bytes()

    def problem(self, label: str) -> str:
        """The sentence tied to a field or a group of choices, as a screen reader says it."""
        field = self._field(label).or_(self.page.get_by_role("group", name=_called(label))).first
        described = (field.get_attribute("aria-describedby") or "").split()
        said = [
            self.page.locator(f"[id='{name}']").text_content() or "" for name in described if name.endswith("_error")
        ]
        return " ".join(said).strip()

    def _pressable(self, name: str) -> Locator:
        called = re.compile(rf"^\s*{re.escape(name).replace(':', ' ?:')}\s*$")  # what is read aloud alone stands apart
        links = self.page.get_by_role("link", name=called)
        return links.or_(self.page.get_by_role("button", name=called)).first

    def _field(self, label: str, nth: int = 0) -> Locator:
        return self.page.locator("main").get_by_label(_called(label)).nth(nth)

    def _answer(self, question: str, answer: str) -> Locator:
        group = self.page.get_by_role("group", name=_called(question)).first
        return group.get_by_role("radio", name=re.compile(rf"^{re.escape(answer)}")).first

    def _touch(self, target: Locator) -> None:
        target.click()

    def _go(self, act: Callable[[], None]) -> Response | None:
        with self.page.expect_navigation() as going:
            act()
        return going.value


class Keyboard(Hand):
    """Somebody who never touches the mouse: Tab to come there, then Enter, Space, arrows and letters."""

    def write(self, label: str, text: str, *, nth: int = 0) -> None:
        self._reach(self._field(label, nth))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, question: str, answer: str) -> None:
        target = self._answer(question, answer)
        self._reach_group(target)
        if self._has_focus(target):
            self.page.keyboard.press("Space")
        for _ in range(20):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"«{answer}» cannot be chosen with the arrows.")

    def tick(self, label: str) -> None:
        target = self._field(label)
        self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")

    def _touch(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _has_focus(self, target: Locator) -> bool:
        return bool(target.evaluate("element => element === document.activeElement"))

    def _reach(self, target: Locator) -> None:
        self._tab_until(target, "element => element === document.activeElement")

    def _reach_group(self, target: Locator) -> None:
        self._tab_until(target, "element => element.name === document.activeElement.name")

    def _tab_until(self, target: Locator, is_there: str) -> None:
        element = target.element_handle()
        for _ in range(FARTHEST):
            if element.evaluate(is_there):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with Tab on {self.page.url}.")


def _called(label: str) -> re.Pattern[str]:
    """A label, whether or not the page adds that the field is optional."""
    return re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
