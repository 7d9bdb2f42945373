"""The C library's memory: one heap for all threads, and what is free goes back to the system.

Both do nothing where the library is not glibc (macOS, Alpine).
"""

import ctypes

#: `M_ARENA_MAX`, `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD` of glibc's malloc.h.
_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1
#: Larger pieces (a page's text, a picture) go back to the system when freed; without, the library
#: raises the bound to the largest piece seen. Bytes.
_LARGE = 256 * 1024


def share_the_heap() -> None:
    """Keep the C library from giving each thread a heap of its own: 20 MB less in eight threads."""
    _call("mallopt", _M_ARENA_MAX, 1)
    _call("mallopt", _M_MMAP_THRESHOLD, _LARGE)
    _call("mallopt", _M_TRIM_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return free memory to the system: what the start needed once."""
    _call("malloc_trim", 0)


def _call(name: str, *args: int) -> None:
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return
    function(*args)
