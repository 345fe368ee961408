"""The command that takes the pictures of the README finds every place that it is told of."""

from __future__ import annotations

from pathlib import Path

from demo.pictures import LANGUAGES, declared, take_all


def test_the_pictures_of_the_readme_can_be_taken(demo_address: str, tmp_path: Path) -> None:
    taken = take_all(demo_address, tmp_path)
    assert len(taken) == len(declared()["picture"]) * len(LANGUAGES)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in taken)
