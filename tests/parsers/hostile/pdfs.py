"""PDF files made to break a reader: trees that bite their tail, streams of gigabytes, pages of no size and of any."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from tests.parsers.hostile.packing import deflated

PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TREE = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
TEXT = b"BT /F 12 Tf 72 700 Td (x) Tj ET"


def stream(body: bytes, more: str = "") -> bytes:
    return f"<<{more}/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"


def packed(megabytes: int, start: bytes = b"", more: str = "", fill: bytes = b" ") -> bytes:
    """A stream that unpacks to that many megabytes; its checksum, which readers pass over, is wrong."""
    return stream(b"\x78\x9c" + deflated(megabytes, start, fill) + b"\x00" * 4, more + "/Filter/FlateDecode")


def pdf(objects: Sequence[str | bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (one.encode() if isinstance(one, str) else one) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    return bytes(out) + f"trailer<</Size {len(places) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def one_page(page: str = PAGE, content: bytes = b"", *more: str | bytes, catalogue: str = CATALOGUE) -> bytes:
    return pdf([catalogue, TREE, page, content or stream(TEXT), FONT, *more])


def _pages(count: int) -> bytes:
    kids = " ".join(f"{at + 5} 0 R" for at in range(count))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    tree = f"<</Type/Pages/Kids[{kids}]/Count {count}>>"
    return pdf([CATALOGUE, tree, FONT, stream(TEXT), *[page] * count])


def _sized(box: str) -> bytes:
    return one_page(PAGE.replace("0 0 595 842", box))


ENCRYPTED = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<00><00>]"
FORM = "<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
IMAGE = "/Type/XObject/Subtype/Image/Width {0}/Height {0}/BitsPerComponent 1/ColorSpace/DeviceGray"
DRAWN = PAGE.replace("/Font", "/XObject<</X 6 0 R>>/Font")
ACTIONS = (
    "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>"
    "/AA<</WC<</S/Launch/F(/bin/true)>>>>/Names<</EmbeddedFiles<</Names[(a)<</F(a)>>]>>>>>>"
)


def _grid(lines: int) -> bytes:
    rows = b"".join(b"72 %d m 500 %d l S\n" % (at % 800, at % 800) for at in range(lines // 2))
    return rows + b"".join(b"%d 72 m %d 800 l S\n" % (72 + at % 500, 72 + at % 500) for at in range(lines // 2))


CASES: dict[str, Callable[[], bytes]] = {
    "pdf with a password": lambda: pdf([CATALOGUE, TREE, PAGE, stream(TEXT), FONT], ENCRYPTED),
    "pdf of a tree that is its own leaf": lambda: pdf([CATALOGUE, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999>>"]),
    "pdf of two trees in each other": lambda: pdf(
        [CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 9>>", "<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 9>>"]
    ),
    "pdf that counts wrongly": lambda: pdf([CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", PAGE, stream(TEXT), FONT]),
    "pdf of 100 000 pages": lambda: _pages(100_000),
    "pdf of an endless page": lambda: _sized("0 0 1e12 1e12"),
    "pdf of a page of 14 400 points": lambda: _sized("0 0 14400 14400"),
    "pdf of a page of no size": lambda: _sized("0 0 0 0"),
    "pdf of a page inside out": lambda: _sized("595 842 0 0"),
    "pdf of a page of nonsense": lambda: _sized("nan inf - /x"),
    "pdf of text of 1 GB": lambda: one_page(PAGE, packed(1000, TEXT)),
    "pdf of a million letters": lambda: one_page(PAGE, stream(b"BT /F 12 Tf " + b"1 0 Td (1) Tj " * 1_000_000 + b"ET")),
    "pdf of a million lines": lambda: one_page(PAGE, stream(_grid(1_000_000))),
    "pdf of saves without end": lambda: one_page(PAGE, stream(b"q " * 2_000_000 + TEXT)),
    "pdf of lists in lists": lambda: one_page(PAGE, stream(b"[" * 1_000_000)),
    "pdf of dictionaries in dictionaries": lambda: pdf(["<</A" * 100_000 + "1" + ">>" * 100_000]),
    "pdf of a form in itself": lambda: one_page(
        DRAWN, stream(b"/X Do"), stream(b"/X Do /X Do", f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources{FORM}")
    ),
    "pdf of a picture of 100 000 points": lambda: one_page(
        DRAWN, stream(b"595 0 0 842 0 0 cm /X Do"), packed(1200, b"", IMAGE.format(100_000), b"\x00")
    ),
    "pdf of objects of 1 GB": lambda: pdf(
        [CATALOGUE, TREE, PAGE, stream(TEXT), FONT, packed(1000, b"7 0 ", "/Type/ObjStm/N 1/First 4")]
    ),
    "pdf of filters on filters": lambda: one_page(PAGE, stream(b"x", f"/Filter[{'/FlateDecode' * 5000}]")),
    "pdf of a table of places that is its own last": lambda: pdf([CATALOGUE, TREE, PAGE, stream(TEXT), FONT], "/Prev 9"),
    "pdf with scripts and programs": lambda: one_page(catalogue=ACTIONS),
    "pdf without its table of places": lambda: one_page().split(b"xref")[0],
    "pdf of its first line": lambda: b"%PDF-1.7\n",
    "pdf of noise": lambda: b"%PDF-1.7\n" + zlib.compress(bytes(range(256)) * 4000) * 9,
    "pdf with NUL": lambda: b"%PDF-1.7\n" + b"\x00" * 1_000_000,
    "pdf of figures beyond figures": lambda: one_page(PAGE, stream(b"9" * 100_000 + b" 0 0 1e400 0 -1e400 cm " + TEXT)),
}  # fmt: skip
