"""One thread of a process, stopped while the others run: the kernel's debugging interface can do that, signals can't."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator

# <sys/ptrace.h>
_SEIZE, _INTERRUPT, _DETACH = 0x4206, 0x4207, 17
# <bits/waitflags.h>: threads, too.
_WALL = 0x40000000


def _ptrace(request: int, thread: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    if libc.ptrace(request, thread, None, None) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@contextlib.contextmanager
def stopped(thread: int) -> Iterator[None]:
    """OSError: it may not be stopped here. Begin and end are one thread's, which alone may let it go."""
    _ptrace(_SEIZE, thread)
    _ptrace(_INTERRUPT, thread)
    os.waitpid(thread, _WALL)
    try:
        yield
    finally:
        _ptrace(_DETACH, thread)  # else it could not even be killed
