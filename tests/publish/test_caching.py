"""What a browser and a cache are told: compressed, tagged, asked for again by the tag, never shown from before a build."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing

import pytest

from bench.addresses import native_addresses, our_addresses, values
from publish.plugins.gongkai_etag import LIVE
from publish.site import make_site, site_of

FILES = ("/static/site.css", "/static/native.css", "/static/native.js", "/-/static/app.css", "/-/static/table.js")


def test_every_answer_is_compressed_tagged_and_known_again(built, get):
    known = values(built.db)
    # The bodies of this archive are no pages that could be shown.
    ours = (one for one in our_addresses(known) if not one.path.endswith("/page"))
    urls = [one.url for one in (*ours, *native_addresses(known))] + list(FILES)
    for url in urls:
        answer = get(url)
        assert answer.status_code == 200, url
        assert "gzip" in answer.headers.get("content-encoding", "") or len(answer.content) < 500, url
        if url.partition("?")[0] in LIVE or "no-store" in answer.headers["cache-control"]:
            assert "etag" not in answer.headers, url
            continue
        again = get(url, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), url
        assert again.headers["cache-control"] == answer.headers["cache-control"], url
        assert "gzip" not in get(url, headers={"accept-encoding": "identity"}).headers.get("content-encoding", "")


@pytest.mark.parametrize("asked", ['"{tag}"', 'W/"other", W/"{tag}"'])
def test_a_tag_is_known_however_a_cache_hands_it_on(site, get, asked):
    assert get("/years", headers={"if-none-match": asked.format(tag=site_of(site).tag)}).status_code == 304


def test_only_a_file_whose_address_names_its_version_is_kept_unasked(site, get):
    tag = site_of(site).tag
    assert f"/static/site.css?{tag}" in get("/").text
    assert "immutable" in get(f"/static/site.css?{tag}").headers["cache-control"]
    for url in ("/", "/en/", "/archive/reports", "/archive/reports.json?_ttl=9999", "/static/site.css", "/years?x=1"):
        assert "max-age=0" in get(url).headers["cache-control"], url


def test_a_page_is_not_known_again_when_the_archive_was_replaced(built, tmp_path):
    db = tmp_path / "archive.db"
    db.write_bytes(built.db.read_bytes())

    def ask(**headers):
        return asyncio.run(make_site(db).client.get("/years", headers=headers))

    tag = ask().headers["etag"]
    assert ask(**{"if-none-match": tag}).status_code == 304
    other = tmp_path / "next.db"
    other.write_bytes(built.db.read_bytes())
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("UPDATE year_totals SET reports = 4711")
        connection.commit()
    os.replace(other, db)
    fresh = ask(**{"if-none-match": tag})
    assert fresh.status_code == 200 and fresh.headers["etag"] != tag


def test_what_is_not_there_has_no_tag(get):
    assert "etag" not in get("/organs/none").headers
