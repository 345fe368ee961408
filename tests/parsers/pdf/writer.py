"""A small PDF writer: text in one Chinese font and one Latin font, lines in the ways that programs draw them."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

from demo.official_form import Grid

PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
A4 = (595.0, 842.0)
STYLES = ("strokes", "bars", "rings", "frames", "dashes", "curves", "double")


@dataclass
class Page:
    """A page in points from its lower left corner; `rotate` is the entry of that name. Resources: the fonts F1 (Chinese)
    and F2 (says no characters, only glyph numbers), and the picture I1 (one grey dot)."""

    size: tuple[float, float] = A4
    rotate: int = 0
    commands: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 10, matrix: str = "1 0 0 1", mode: int = 0,
             font: str = "F1") -> None:  # fmt: skip
        """Print words from a point on; `matrix` turns or stretches them, `mode` 3 makes them invisible."""
        code = words.encode("utf-16-be").hex()
        self.commands.append(f"BT /{font} {size} Tf {mode} Tr {matrix} {x:.2f} {y:.2f} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, style: str = "strokes") -> None:
        """Draw one line along an axis; `style` is one of STYLES but rings and frames, which draw whole cells."""
        level = y0 == y1
        if style == "bars":
            box = (x0, y0 - 0.25, x1 - x0, 0.5) if level else (x0 - 0.25, y0, 0.5, y1 - y0)
            self.commands.append("{:.2f} {:.2f} {:.2f} {:.2f} re f".format(*box))
        elif style == "curves":
            thirds = [(x0 + (x1 - x0) * n / 3, y0 + (y1 - y0) * n / 3) for n in (1, 2, 3)]
            points = " ".join(f"{x:.2f} {y:.2f}" for x, y in thirds)
            self.commands.append(f"0.5 w {x0:.2f} {y0:.2f} m {points} c S")
        elif style == "double":
            for off in (-1.0, 1.0):
                dx, dy = (0.0, off) if level else (off, 0.0)
                self.commands.append(f"0.3 w {x0 + dx:.2f} {y0 + dy:.2f} m {x1 + dx:.2f} {y1 + dy:.2f} l S")
        elif style == "dashes":
            length, at = max(x1 - x0, y1 - y0), 0.0
            while at < length:
                dash = min(4.0, length - at)
                self.line(*((x0 + at, y0, x0 + at + dash, y0) if level else (x0, y0 + at, x0, y0 + at + dash)))
                at += 7.0
        else:
            self.commands.append(f"0.5 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def picture(self, left: float, bottom: float, wide: float, high: float) -> None:
        """Show the picture in a rectangle."""
        self.commands.append(f"q {wide} 0 0 {high} {left} {bottom} cm /I1 Do Q")

    def cell(self, left: float, bottom: float, right: float, top: float, style: str) -> None:
        """Draw the four sides of a cell."""
        wide, high = right - left, top - bottom
        if style == "frames":
            self.commands.append(f"0.5 w {left:.2f} {bottom:.2f} {wide:.2f} {high:.2f} re S")
        elif style == "rings":
            outer = f"{left - 0.3:.2f} {bottom - 0.3:.2f} {wide + 0.6:.2f} {high + 0.6:.2f} re"
            inner = f"{left + 0.3:.2f} {bottom + 0.3:.2f} {wide - 0.6:.2f} {high - 0.6:.2f} re"
            self.commands.append(f"{outer} {inner} f*")
        else:
            for y in (bottom, top):
                self.line(left, y, right, y, style)
            for x in (left, right):
                self.line(x, bottom, x, top, style)


Placed = tuple[int, int, int, int, str]


def placed(grid: Grid) -> list[Placed]:
    """Return (row, column, rowspan, colspan, text) of every cell of a grid."""
    out: list[Placed] = []
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(grid):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            high = min(cell.rowspan, len(grid) - row)
            taken |= {(r, c) for r in range(row, row + high) for c in range(column, column + cell.colspan)}
            out.append((row, column, high, cell.colspan, cell.text))
            column += cell.colspan
    return out


def rows_between(cells: list[Placed], first: int, last: int) -> list[Placed]:
    """Return the cells as a page shows them that prints rows `first` to `last` - 1: a tall cell prints its words once."""
    out = []
    for row, column, high, wide, text in cells:
        start, stop = max(row, first), min(row + high, last)
        if start < stop:
            out.append((start - first, column, stop - start, wide, text if row >= first else ""))
    return out


def set_table(page: Page, cells: list[Placed], left: float, top: float, widths: list[float], style: str = "strokes",
              size: float = 6, height: float = 17) -> float:  # fmt: skip
    """Set a table on a page from `top` downwards, its words broken to fit; return where it ends."""
    xs = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
    rows = max(row + high for row, _, high, _, _ in cells)
    for row, column, high, wide, text in cells:
        x0, x1 = xs[column], xs[min(column + wide, len(widths))]
        y1, y0 = top - row * height, top - (row + high) * height
        page.cell(x0, y0, x1, y1, style)
        set_words(page, text, x0, x1, (y0 + y1) / 2, size)
    return top - rows * height


def set_words(page: Page, words: str, left: float, right: float, middle: float, size: float) -> None:
    """Set words in the middle of a cell, broken into lines where they are too long."""
    lines, line, width = [], "", 0.0
    for char in words:
        wide = size / 2 if char < "\x7f" else size
        if char == "\n" or width + wide > right - left - 2:
            lines.append((line, width))
            line, width = "", 0.0
        if char != "\n":
            line, width = line + char, width + wide
    lines.append((line, width))
    for at, (text, wide) in enumerate(lines):
        y = middle + (len(lines) / 2 - at) * size * 1.1 - size * 0.9
        if text:
            page.text((left + right - wide) / 2, y, text, size)


def pdf(pages: list[Page], password: str | None = None) -> bytes:
    """Return the file; with a password, encrypted with RC4 of 40 bits ("" can be opened by anybody)."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
    )
    objects.append(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /Ascent 880 "
        b"/Descent -120 /CapHeight 880 /ItalicAngle 0 /StemV 93 >>"
    )
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown /DW 500 /FontDescriptor 5 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\x80\nendstream"
    )
    kids = []
    for page in pages:
        kids.append(len(objects) + 1)
        wide, high = page.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Rotate {page.rotate} "
            f"/Resources << /Font << /F1 3 0 R /F2 6 0 R >> /XObject << /I1 8 0 R >> >> /Contents {len(objects) + 2} 0 R >>".encode()
        )
        objects.append(_stream("\n".join(page.commands).encode()))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
    return assemble(objects, password)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def assemble(objects: list[bytes], password: str | None = None) -> bytes:
    """Return a file of these objects, numbered from 1; the first is the catalogue."""
    key = owner = b""
    trailer = b"/Root 1 0 R"
    if password is not None:
        owner, key = _keys(password.encode("latin-1"))
        user = _rc4(key, PAD)
        objects = [*objects, b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), user.hex().encode())]  # fmt: skip
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        if key and b"stream\n" in body:
            body = _encrypted(body, key, number)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _keys(password: bytes) -> tuple[bytes, bytes]:
    padded = (password + PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    return owner, hashlib.md5(padded + owner + (-4).to_bytes(4, "little", signed=True) + b"\x00").digest()[:5]


def _encrypted(body: bytes, key: bytes, number: int) -> bytes:
    head, rest = body.split(b"stream\n", 1)
    data = rest.removesuffix(b"\nendstream")
    own = hashlib.md5(key + number.to_bytes(3, "little") + b"\x00\x00").digest()[:10]
    return head + b"stream\n" + _rc4(own, data) + b"\nendstream"


def _rc4(key: bytes, data: bytes) -> bytes:
    box, at = list(range(256)), 0
    for n in range(256):
        at = (at + box[n] + key[n % len(key)]) % 256
        box[n], box[at] = box[at], box[n]
    out, one, two = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        two = (two + box[one]) % 256
        box[one], box[two] = box[two], box[one]
        out.append(byte ^ box[(box[one] + box[two]) % 256])
    return bytes(out)
