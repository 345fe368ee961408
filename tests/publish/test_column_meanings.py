"""What a result's columns mean is said where the archive has one meaning for them, and nowhere else."""

from __future__ import annotations

from publish.column_meanings import meanings


def test_a_column_means_what_the_archive_declares_and_an_invented_name_means_nothing(one) -> None:
    told = {
        name: (zh, en) for name, zh, en in meanings(["current_sha256", "req_new__natural", "not_held_rate", "n", "x"])
    }
    assert set(told) == {"current_sha256", "req_new__natural", "not_held_rate"}
    sql = "SELECT {} FROM columns WHERE table_name = 'reports' AND name = 'current_sha256'"
    assert told["current_sha256"] == (one(sql.format("zh")), one(sql.format("en")))
    assert told["req_new__natural"][0].startswith(one("SELECT zh FROM codes WHERE code = 'req_new__natural'"))


def test_a_name_that_tables_use_for_different_things_is_left_out(one) -> None:
    sql = "SELECT name FROM columns GROUP BY name HAVING count(DISTINCT zh) > 1 ORDER BY name LIMIT 1"
    assert meanings([one(sql), "status"]) == []


def test_the_meanings_stand_above_an_answer(get) -> None:
    page = get("/archive?sql=select+not_held_rate+from+indicators").text
    assert "各列的含义" in page and "<dt><code>not_held_rate</code></dt>" in page
    assert "各列的含义" not in get("/archive?sql=select+1+as+whatever").text
