"""Two-character words are found, all of them, in plain SQLite."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.places import decode, encode
from archive.search import bigrams, match_expression
from parsers.codes import codes
from parsers.document import Place
from parsers.report import Fact
from tests.archive.builder import World, report
from tests.archive.test_build import rows

WORDS = ("复议", "补正", "低保", "林权", "拆迁", "公开", "年报")
SEARCH = "SELECT rowid FROM sections_fts WHERE sections_fts MATCH ? ORDER BY rowid"


def test_bigrams_of_runs_and_whole_latin_words() -> None:
    assert bigrams("行政复议，ABC 12件").split() == ["行", "行政", "政复", "复议", "议", "件", "件", "abc", "12"]
    assert match_expression("行政复议") == '"行政" "政复" "复议"'
    assert match_expression("复") == '"复"*'
    assert match_expression('"; DROP') == '"drop"'
    assert match_expression("，。") == ""


def test_recall_of_two_character_words_is_whole(world: World) -> None:
    for number in range(60):
        words = "".join(word for bit, word in enumerate(WORDS) if number >> bit & 1)
        text = report("濮阳市教育局", 2000 + number, title=f"{number}")
        section = text.sections[1]
        changed = type(section)(5, "五、问题", f"本年{words}的情况，{words[::-1]}。")
        world.publish(f"http://127.0.0.1:9/puyang/{number}", report("濮阳市教育局", 2000 + number, sections=(changed,)))
    world.build()
    for word in (*WORDS, "低保林权", "情况", "况", "林", "保"):
        truth = rows(world.db, "SELECT id FROM sections WHERE instr(text, ?) ORDER BY id", word)
        found = rows(world.db, SEARCH, match_expression(word))
        assert set(truth) <= set(found), word
        assert len(word) != 2 or found == truth, word


@given(st.dictionaries(st.sampled_from(list(codes())), st.tuples(*[st.integers(1, 40)] * 3), max_size=60))
def test_places_survive_their_compact_form(places: dict[str, tuple[int, int, int]]) -> None:
    facts = [Fact(code, 1, "reported", "1", "件", Place(*place)) for code, place in places.items()]
    assert decode(encode(facts)) == {fact.code: fact.place for fact in facts}
