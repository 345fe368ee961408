"""What can stop an export: each error is one sentence that says what to do."""

from __future__ import annotations

from pathlib import Path


class ExportError(Exception):
    """Something is wrong with the archive, the place or the room there (exit code 1)."""


class WrongCallError(ExportError):
    """The call cannot be meant so (exit code 2)."""


def no_room(out: Path, error: BaseException) -> ExportError:
    """Return the error for a place that cannot be written."""
    why = getattr(error, "strerror", None) or str(error).rstrip(".")
    return ExportError(f"{out} cannot be written ({why}): make room there, or name another place.")
