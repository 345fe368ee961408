"""Every report in every format, and one `values.jsonl` beside them."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.corpus import chromium, office, scans
from tests.corpus.calc_sheet import calc_sheet
from tests.corpus.print_page import print_page
from tests.corpus.reports import Report
from tests.corpus.values import line
from tests.corpus.word_document import word_document

WRITER = "HTML (StarWriter)"
WORD = "docx:MS Word 2007 XML"
OFFICE = ("docx-libreoffice", "doc", "rtf", "pdf-libreoffice", "xlsx", "xls")
EXTENSIONS = {
    "html": "html", "docx": "docx", "docx-libreoffice": "docx", "doc": "doc", "rtf": "rtf", "pdf-libreoffice": "pdf",
    "pdf-chromium": "pdf", "pdf-weasyprint": "pdf", "xlsx": "xlsx", "xls": "xls", "scan-150": "pdf", "scan-200": "pdf",
    "scan-300": "pdf", "png": "png",
}  # fmt: skip
FORMATS = tuple(EXTENSIONS)
# OCR takes seconds a page: a small corpus has one scan and one picture, whose reading tests can wait for.
SMALL_FORMATS = tuple(name for name in FORMATS if name not in ("scan-150", "scan-300"))
ENCODINGS = ("utf-8", "utf-8", "gb18030", "utf-8-sig")
PICTURE_DPI = 150
# What a small corpus keeps with gzip, since these programs write files of many times their content.
PACKED = ("doc", "rtf")


class Writer:
    """Writes reports below `out`, a folder a format; `small`: black-and-white scans, files that a repository keeps."""

    def __init__(self, out: Path, reports: Sequence[Report], small: bool = False) -> None:
        self.out, self.reports, self.small = out, reports, small
        self.work = out / ".work"

    def path(self, report: Report, format_: str) -> Path:
        return self.out / format_ / f"{report.number:04}.{EXTENSIONS[format_]}"

    def write(self, formats: Sequence[str]) -> None:
        self.work.mkdir(parents=True, exist_ok=True)
        for format_ in formats:
            (self.out / format_).mkdir(exist_ok=True)
        for format_ in formats:
            getattr(self, "_" + format_.replace("-", "_"))(format_)
        if self.small:
            self._pack([format_ for format_ in PACKED if format_ in formats])
        lines = [line(one, self._files(one, formats)) for one in self.reports]
        (self.out / "values.jsonl").write_text("".join(lines), "utf-8")
        self._clean()

    def _files(self, report: Report, formats: Sequence[str]) -> dict[str, str]:
        found = {format_: sorted((self.out / format_).glob(f"{report.number:04}.*")) for format_ in formats}
        return {format_: files[0].relative_to(self.out).as_posix() for format_, files in found.items() if files}

    def _pack(self, formats: Sequence[str]) -> None:
        for file in [self.path(one, format_) for format_ in formats for one in self.reports]:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
            file.unlink()

    def _clean(self) -> None:
        for file in sorted(self.work.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        self.work.rmdir()

    def _html(self, format_: str) -> None:
        for one in self.reports:
            page = print_page(one, running=False)
            encoding = one.rng.choice(ENCODINGS)
            page = page.replace("charset=utf-8", f"charset={encoding.removesuffix('-sig')}")
            self.path(one, format_).write_bytes(page.encode(encoding))

    def _docx(self, format_: str) -> None:
        for one in self.reports:
            word_document(one, self.path(one, format_))

    def _pages(self) -> list[Path]:
        """Return the reports as HTML that LibreOffice opens, in the folder of work."""
        out = []
        for one in self.reports:
            path = self.work / f"{one.number:04}.html"
            path.write_text(print_page(one, running=False), "utf-8")
            out.append(path)
        return out

    def _typed(self, kind: str) -> list[Path]:
        folder = self.work / kind
        folder.mkdir(exist_ok=True)
        out = [folder / f"{one.number:04}.docx" for one in self.reports]
        for one, path in zip(self.reports, out, strict=True):
            if not path.exists():
                word_document(one, path, kind)
        return out

    def _docx_libreoffice(self, format_: str) -> None:
        office.convert(self._pages(), WORD, self.out / format_, WRITER)

    def _doc(self, format_: str) -> None:
        office.convert(self._typed("doc"), "doc:MS Word 97", self.out / format_)

    def _rtf(self, format_: str) -> None:
        office.convert(self._typed("rtf"), "rtf:Rich Text Format", self.out / format_)

    def _pdf_libreoffice(self, format_: str) -> None:
        office.convert(self._typed("paper"), "pdf", self.out / format_)

    def _pdf_chromium(self, format_: str) -> None:
        chromium.print_all((print_page(one), self.path(one, format_)) for one in self.reports)

    def _pdf_weasyprint(self, format_: str) -> None:
        for one, pdf in zip(self.reports, self._printed(), strict=True):
            self.path(one, format_).write_bytes(pdf.read_bytes())

    def _printed(self) -> Iterator[Path]:
        import weasyprint

        for one in self.reports:
            path = self.work / f"{one.number:04}.pdf"
            if not path.exists():
                weasyprint.HTML(string=print_page(one)).write_pdf(path)
            yield path

    def _sheets(self, format_: str, to: str) -> None:
        folder = self.work / "sheets"
        folder.mkdir(exist_ok=True)
        files = [folder / f"{one.number:04}.fods" for one in self.reports]
        for one, path in zip(self.reports, files, strict=True):
            path.write_text(calc_sheet(one), "utf-8")
        office.convert(files, to, self.out / format_)

    def _xlsx(self, format_: str) -> None:
        self._sheets(format_, "xlsx:Calc MS Excel 2007 XML")

    def _xls(self, format_: str) -> None:
        self._sheets(format_, "xls:MS Excel 97")

    def _pictured(self) -> Sequence[Report]:
        """Return the reports that are written as pictures: reading one takes seconds, so a small corpus has one."""
        return self.reports[:1] if self.small else self.reports

    def _scan(self, format_: str) -> None:
        dpi = int(format_.split("-")[1])
        for one, pdf in zip(self._pictured(), self._printed(), strict=False):
            rng = random.Random(f"{one.number} {format_}")
            bitonal = self.small or rng.random() < 0.1
            scans.scan(pdf, self.path(one, format_), dpi, rng, bitonal)

    _scan_150 = _scan_200 = _scan_300 = _scan

    def _png(self, format_: str) -> None:
        for one, pdf in zip(self._pictured(), self._printed(), strict=False):
            scans.picture(pdf, self.path(one, format_), PICTURE_DPI, one.rng, self.small)
