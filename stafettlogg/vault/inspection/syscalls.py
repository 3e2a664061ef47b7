"""The filter of system calls around the process that looks at files (Linux' seccomp, prctl(2)).

What is left is memory, time, and reading and writing what is open already. Everything else is answered with *not
permitted*: opening, changing or removing a file, a socket, another process, a signal. A child inherits it, and nothing
takes it away again.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Callable

# by kind of machine: its number (linux/audit.h), and the numbers of the calls that stay (asm/unistd.h)
MACHINES = {
    "x86_64": (
        0xC000003E,
        # read write close fstat lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn writev
        # sched_yield mremap madvise getpid exit sysinfo gettid futex sched_getaffinity clock_gettime clock_getres
        # clock_nanosleep exit_group getrandom rseq
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 20, 24, 25, 28, 39, 60, 99, 186, 202, 204, 228, 229, 230, 231, 318, 334),
    ),
    "aarch64": (
        0xC00000B7,
        # the same, in this machine's order of numbers
        (57, 62, 63, 64, 66, 80, 93, 94, 98, 113, 114, 115, 123, 124, 134, 135, 139, 172, 178, 179, 214, 215, 216, 222, 226, 233, 278, 293),
    ),
}  # fmt: skip

PR_SET_NO_NEW_PRIVS = 38
PR_GET_SECCOMP, PR_SET_SECCOMP = 21, 22
MODE_FILTER = 2

LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
NUMBER_AT, MACHINE_AT = 0, 4  # in struct seccomp_data
ALLOW, NOT_PERMITTED, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def is_possible() -> bool:
    """Whether this kind of machine and its kernel have the filter."""
    return platform.machine() in MACHINES and _prctl()(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0


def keep_only_what_computing_needs() -> bool:
    """Put the filter on this process, for good; False on a kind of machine or a kernel without it."""
    if not is_possible():
        return False
    steps = _steps(*MACHINES[platform.machine()])
    program = _Program(len(steps), b"".join(steps))
    prctl = _prctl()
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _prctl() -> Callable[..., int]:
    called: Callable[..., int] = ctypes.CDLL(None, use_errno=True).prctl
    return called


def _steps(machine: int, calls: tuple[int, ...]) -> list[bytes]:
    steps = [_step(LOAD, MACHINE_AT), _step(JUMP_IF_EQUAL, machine, 1, 0), _step(RETURN, KILL), _step(LOAD, NUMBER_AT)]
    for call in calls:
        steps += [_step(JUMP_IF_EQUAL, call, 0, 1), _step(RETURN, ALLOW)]
    return [*steps, _step(RETURN, NOT_PERMITTED)]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
