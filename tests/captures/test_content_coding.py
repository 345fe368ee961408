"""Bodies that other crawlers recorded: every coding is undone, and none that is cut off passes for whole."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from captures import content_coding
from captures.content_coding import CodingError, plain_body

PAGE = "<html><body><p>政府信息公开</p></body></html>".encode()
PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


def chunked(data: bytes, size: int) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


@given(st.sampled_from(sorted(PACK)), st.binary(), st.integers(1, 40))
def test_every_coding_is_undone_in_chunks_too(coding: str, data: bytes, size: int) -> None:
    body = PAGE + data
    packed = PACK[coding](body)
    assert plain_body(packed, {"content-encoding": coding}) == body
    headers = {"content-encoding": coding.upper(), "transfer-encoding": "chunked"}
    assert plain_body(chunked(packed, size), headers) == body


@given(st.sampled_from(sorted(PACK)), st.data())
def test_a_body_that_is_cut_off_is_said_to_be(coding: str, data: st.DataObject) -> None:
    packed = PACK[coding](PAGE)
    at = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(CodingError):
        plain_body(packed[:at], {"content-encoding": coding})
    with pytest.raises(CodingError, match="cut off"):
        plain_body(PAGE[: data.draw(st.integers(0, len(PAGE) - 1))], {"content-length": str(len(PAGE))})
    whole = chunked(PAGE, 7)
    cut = whole[: data.draw(st.integers(3, len(whole) - 1))]
    with pytest.raises(CodingError, match="cut off"):
        plain_body(cut, {"transfer-encoding": "chunked"})


def test_the_bare_stream_counts_as_deflate_too() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert plain_body(packer.compress(PAGE) + packer.flush(), {"content-encoding": "deflate"}) == PAGE


@pytest.mark.parametrize("coding", sorted(PACK))
def test_codings_that_the_other_crawler_undid_are_left_alone(coding: str) -> None:
    headers = {"content-encoding": coding, "transfer-encoding": "chunked", "content-length": "7"}
    assert plain_body(PAGE, headers) == PAGE


def test_what_is_no_known_coding_is_named() -> None:
    with pytest.raises(CodingError, match="in the coding lzma, which is not known"):
        plain_body(PAGE, {"content-encoding": "gzip, lzma"})


@pytest.mark.parametrize("coding", sorted(PACK))
def test_a_bomb_is_not_unpacked(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_coding, "MOST_BYTES", 1 << 20)
    with pytest.raises(CodingError, match="larger than 1 MB"):
        plain_body(PACK[coding](bytes(1 << 22)), {"content-encoding": coding})
