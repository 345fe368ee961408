"""The pictures of the README: each named there in its language, and there, and small."""

from __future__ import annotations

import re
from pathlib import Path

from demo.pictures import HERE, LANGUAGES, declared

ROOT = HERE.parent
MOST_BYTES = 600_000


def test_each_readme_shows_the_pictures_in_its_language():
    for language, readme in (("en", "README.md"), ("zh", "README.zh.md")):
        shown = re.findall(r"\]\((docs/images/[^)]+)\)", (ROOT / readme).read_text("utf-8"))
        assert shown == [f"docs/images/{one['name']}.{language}.png" for one in declared()["picture"]]


def test_every_picture_is_there_and_none_beside_and_all_are_small():
    folder = ROOT / declared()["folder"]
    wanted = {f"{one['name']}.{language}.png" for one in declared()["picture"] for language in LANGUAGES}
    assert {path.name for path in folder.iterdir()} == wanted
    assert sum(path.stat().st_size for path in Path(folder).iterdir()) < MOST_BYTES
