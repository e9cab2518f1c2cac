"""Gives up the network for the rest of a process's life: no connection is made, whatever a file or a decoder asks for.

On Linux the kernel refuses every system call that opens or uses a socket (seccomp filter, kernel's
Documentation/userspace-api/seccomp_filter.rst); neither Python nor C code can take that back. Everywhere, also where
the kernel takes no filter, Python refuses its own sockets (audit hook, PEP 578).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_OFFSET, _ARCHITECTURE_OFFSET = 0, 4
_X32_CALLS = 0x40000000
"""x86-64 has its system calls a second time from this number on."""

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CALLS = {
    # socket, connect, sendto, sendmsg, bind, sendmmsg, io_uring_setup
    "x86_64": (41, 42, 44, 46, 49, 307, 425),
    "aarch64": (198, 203, 206, 211, 200, 269, 425),
}
"""Of linux/asm/unistd_64.h and linux/asm-generic/unistd.h. io_uring could do all of these by another way."""


def give_up_network() -> bool:
    """Refuse sockets from now on. Returns whether the kernel does; if not, only Python's own are refused."""
    by_kernel = _filter_calls()
    sys.addaudithook(_refuse_sockets)
    return by_kernel


def _refuse_sockets(event: str, _arguments: object) -> None:
    if event.startswith("socket."):
        raise PermissionError(errno.EACCES, "This process may not use the network")


def _filter_calls() -> bool:
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _CALLS:
        return False
    steps = _program(machine)
    code = ctypes.create_string_buffer(b"".join(steps), 8 * len(steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    allowed = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(allowed == 0 and libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.c_char_p(program), 0, 0) == 0)


def _program(machine: str) -> list[bytes]:
    """The filter for the kernel: refuses calls of another architecture, those of x32, and those that use sockets."""
    refused = _CALLS[machine]
    steps = [
        _step(_LOAD, _ARCHITECTURE_OFFSET),
        _step(_EQUAL, _ARCHITECTURES[machine], if_true=1),
        _step(_RETURN, _REFUSE),
        _step(_LOAD, _NUMBER_OFFSET),
        _step(_AT_LEAST, _X32_CALLS, if_true=len(refused) + 1),
    ]
    steps += [_step(_EQUAL, call, if_true=len(refused) - place) for place, call in enumerate(refused)]
    return [*steps, _step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE)]


def _step(code: int, value: int, *, if_true: int = 0) -> bytes:
    """One step; where its comparison holds, the next `if_true` steps are left out."""
    return struct.pack("HBBI", code, if_true, 0, value)
