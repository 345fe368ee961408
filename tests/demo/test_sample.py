"""The sample `archive.db` of the repository is what a build from the practice portals with real figures gives."""

from __future__ import annotations

from archive.dump import differences
from demo.sample import SAMPLE, make_sample


def test_a_fresh_build_has_the_content_of_the_sample(tmp_path):
    fresh = tmp_path / "archive.db"
    assert make_sample(fresh) == 0
    assert differences(SAMPLE, fresh)[:10] == []


def test_the_sample_stays_small():
    assert SAMPLE.stat().st_size <= 400 * 1024
