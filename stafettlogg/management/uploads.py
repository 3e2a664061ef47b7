"""How closely uploads are looked at on this machine: nothing is wrong, but one should know."""

from __future__ import annotations

from collections.abc import Iterator

from stafettlogg.vault.inspection import scanner, syscalls


def unlooked() -> Iterator[str]:
    """What is not looked for, or not held back, while files are looked at (security.md § 5)."""
    if scanner.is_missing():
        yield (
            "No virus scanner looks at uploads. Install ClamAV, and set STAFETTLOGG_CLAMAV to its socket; the manual for "
            "operation shows how."
        )
    if not syscalls.is_possible():
        yield (
            "This machine cannot filter system calls, so the process that looks at uploads is held back by its limits "
            "alone. Linux on x86_64 or aarch64 can, with seccomp in the kernel."
        )
