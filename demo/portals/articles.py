"""What a practice portal publishes: articles with their files and companions, as data."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an article. `label` is the link text, `extension` without dot; `scripted` links it from a script."""

    label: str
    data: bytes
    extension: str = "pdf"
    scripted: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One article: `date` (ISO) is the day of publication, `html` its body, `publisher` the organ that signs.

    `companion` is the explanation (解读, 图解) that stands hidden in the same row of the listing. `folder` puts the
    article into a sub-directory of the column (2022n); `path` overrides the whole address. `dated` False prints no day
    anywhere, for a report whose day of publication nobody knows: `date` then only makes up the address.
    """

    title: str
    date: str
    html: str
    publisher: str = ""
    attachments: tuple[Attachment, ...] = ()
    companion: Article | None = None
    folder: str = ""
    path: str = ""
    dated: bool = True

    @property
    def day(self) -> str:
        """The day as pages print it, or nothing."""
        return self.date if self.dated else ""

    @property
    def number(self) -> int:
        """The serial number that a content-management system would give; the same for the same article."""
        return 1_000_000 + crc32(f"{self.title}{self.date}{self.folder}{self.publisher}".encode()) % 9_000_000
