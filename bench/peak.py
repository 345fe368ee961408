"""The most memory that this process has held.

On Linux what `getrusage` tells of a process begins with the memory of the one that started it; the kernel's own mark of
a process does not, and can be set back.
"""

from __future__ import annotations

import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_MARK = re.compile(r"^VmHWM:\s*(\d+) kB$", re.MULTILINE)


def forget_peak() -> None:
    """Set the mark back to what is held now, where the system lets a process do so."""
    with suppress(OSError):
        _RESET.write_text("5", "ascii")


def peak_megabytes() -> float:
    """Return the most that was held since the process began, or since the mark was set back."""
    with suppress(OSError):
        found = _MARK.search(_STATUS.read_text("ascii", "replace"))
        if found:
            return int(found[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
