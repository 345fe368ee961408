"""An export takes its place only when it is whole, and what stood there stays until then."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.export.placing import working_place
from archive.export.relations import Relation
from archive.export.snapshot import Snapshot
from demo.sample import SAMPLE
from gongkai import main
from tests.archive.export.conftest import export_to, numbers
from tests.captures.dying import fork, without_room

FORMS = {"csv": "out", "parquet": "out", "xlsx": "out.xlsx", "datapackage": "out"}


def content(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["export", *words])
    return result.exit_code, result.output


@pytest.mark.parametrize("form", FORMS)
def test_two_exports_of_one_archive_are_the_same_bytes(tmp_path, form):
    out = tmp_path / FORMS[form]
    assert export_to(out, form) == 0
    first = content(out)
    assert export_to(out, form) == 0
    assert content(out) == first
    assert os.listdir(tmp_path) == [out.name]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("bytes_a_file", [1000, 30_000])
def test_a_full_disk_gives_one_sentence_and_leaves_what_was_there(tmp_path, form, bytes_a_file, capfd):
    out = tmp_path / FORMS[form]
    assert export_to(out, form) == 0
    before = content(out)

    def exit_with() -> None:
        raise SystemExit(export_to(out, form))

    assert without_room(bytes_a_file, exit_with) == 1
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "make room" in said
    assert content(out) == before
    assert os.listdir(tmp_path) == [out.name]


@pytest.mark.parametrize("form", FORMS)
def test_an_interrupted_export_leaves_what_was_there(tmp_path, monkeypatch, form, capfd):
    out = tmp_path / FORMS[form]
    assert export_to(out, form) == 0
    before = content(out)
    batches = Snapshot.batches

    def interrupted(self: Snapshot, relation: Relation):
        if relation.name == "findings":
            raise KeyboardInterrupt
        return batches(self, relation)

    monkeypatch.setattr(Snapshot, "batches", interrupted)
    assert export_to(out, form) == 1
    assert capfd.readouterr().err == f"Stopped: {out} is as it was before.\n"
    assert content(out) == before
    assert os.listdir(tmp_path) == [out.name]


def test_a_killed_export_leaves_no_half_result_and_the_next_one_clears_up(tmp_path):
    out = tmp_path / "out"

    def killed() -> None:
        with working_place(out, is_folder=True) as place:
            (place / "half.csv").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)

    assert fork(killed) == -signal.SIGKILL
    assert not out.exists()
    assert len(os.listdir(tmp_path)) == 1
    assert export_to(out, "csv") == 0
    assert os.listdir(tmp_path) == ["out"]


def test_an_export_that_was_killed_between_two_names_gives_the_old_one_back(tmp_path):
    out = tmp_path / "out"
    assert export_to(out, "csv") == 0
    gone = fork(lambda: None)
    assert gone == 0
    out.rename(tmp_path / ".out.999999999.replaced")
    with pytest.raises(KeyError), working_place(out, is_folder=True):
        raise KeyError
    assert (out / "SHA256SUMS").exists()


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    code, said = run("--format", "csv", "--db", str(SAMPLE), str(tmp_path / "mine"))
    assert code == 2
    assert "thesis.docx" in said
    assert os.listdir(tmp_path / "mine") == ["thesis.docx"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "new").mkdir()
    assert run("-q", "--format", "csv", "--db", str(SAMPLE), str(tmp_path / "new")) == (0, "")
    assert (tmp_path / "new" / "reports.csv").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--format", "xlsx", "out"), 2, "out.xlsx"),
        (("--format", "csv", "no/such/out"), 2, "no/such"),
        (("--format", "csv", "."), 2, "name a new folder"),
        (("--format", "csv", ".."), 2, "name a new folder"),
        (("--format", "csv", "--table", "nonsense", "out"), 2, "nonsense"),
        (("--format", "csv", "--doi", "10.5281/zenodo.1", "out"), 2, "datapackage"),
        (("--format", "datapackage", "--doi", "https://doi.org/x", "out"), 2, "is no DOI"),
        (("--format", "datapackage", "--since", "nowhere", "out"), 2, "nowhere"),
        (("--format", "csv", "--db", "none.db", "out"), 1, "gongkai build"),
        (("--format", "csv", "--db", "text.db", "out"), 1, "no archive"),
        (("--format", "csv", "--db", "empty.db", "out"), 1, "gongkai build"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path, monkeypatch, words, code, says):
    monkeypatch.chdir(tmp_path)
    Path("text.db").write_text("not a database, whatever its name")
    Path("empty.db").touch()
    told, said = run(*(words if "--db" in words else ("--db", str(SAMPLE), *words)))
    assert (told, said.count("\n")) == (code, 1), said
    assert says in said
    assert not Path("out").exists()


def test_a_missing_library_is_named_with_the_extra_that_brings_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    code, said = run("--format", "parquet", "--db", str(SAMPLE), str(tmp_path / "out"))
    assert code == 2
    assert "gongkai[export]" in said


def test_progress_is_a_line_for_each_table_and_nothing_when_quiet(tmp_path):
    code, said = run("--format", "csv", "--table", "reports", "--db", str(SAMPLE), str(tmp_path / "out"))
    assert (code, said) == (0, f"reports: {len(numbers())} rows\n")
    assert run("-q", "--format", "csv", "--db", str(SAMPLE), str(tmp_path / "out")) == (0, "")
