"""What a deployment is made of: the package is whole, and the shipped files name what exists."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
from fnmatch import fnmatch
from pathlib import Path

from gongkai import main
from publish.desk import DeskSettings

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("registry", "crawler", "captures", "parsers", "checks", "archive", "publish", "demo")


def test_an_installed_package_holds_every_file_of_the_rooms() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    kept = {name: re.split(r",\s*", text.strip()) for name, text in config["options.package_data"].items()}
    listed = subprocess.run(["git", "ls-files", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for line in listed.split():
        path = Path(line)
        room, inner = path.parts[0], "/".join(path.parts[1:])
        is_module = path.suffix == ".py" and (ROOT / path).with_name("__init__.py").exists()
        patterns = [pattern.removeprefix("**/") for pattern in kept["*"]]
        is_data = any(fnmatch(path.name, pattern) for pattern in patterns)
        is_data |= any(fnmatch(inner, pattern) for pattern in kept.get(room, []))
        assert is_module or is_data, line


def test_the_unit_and_the_container_call_what_the_command_line_has() -> None:
    unit = (ROOT / "deploy/gongkai-serve.service").read_text("utf-8")
    (line,) = re.findall(r"^ExecStart=\S+/gongkai (.+)$", unit, re.MULTILINE)
    command, *options = shlex.split(line)
    main.commands[command].make_context(command, options)
    container = (ROOT / "deploy/Containerfile").read_text("utf-8")
    (words,) = re.findall(r"^CMD \[(.+)\]$", container, re.MULTILINE)
    _, command, *options = re.findall(r'"([^"]+)"', words)
    main.commands[command].make_context(command, options)


def test_the_settings_of_the_unit_are_the_defaults_that_the_page_documents(monkeypatch) -> None:
    unit = (ROOT / "deploy/gongkai-serve.service").read_text("utf-8")
    text = (ROOT / "docs/deploy.md").read_text("utf-8")
    names = dict(re.findall(r"(GONGKAI_SELFCHECK_\w+)=(\S+)", unit))
    assert len(names) == 4
    for name, value in names.items():
        monkeypatch.setenv(name, value)
        assert re.search(rf"`{name}` \| {value} \|", text), name
    assert DeskSettings.of_environment() == DeskSettings()


def test_what_nginx_lets_through_is_what_the_site_takes() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    (draft,) = re.findall(r"location ~ \^/\(en/\)\?selfcheck\$ \{(.*?)\n    \}", text, re.DOTALL)
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", draft)
    assert int(megabytes) * 2**20 >= DeskSettings().most_bytes
    assert f"client_body_buffer_size {megabytes}m;" in draft
    assert "proxy_max_temp_file_size 0;" in draft and "proxy_cache off;" in draft
    assert text.count("{") == text.count("}")


def test_nginx_keeps_no_release_and_one_copy_of_a_page_for_each_host() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    places = re.findall(r"location ~ (\S+) \{(.*?)\n    \}", text, re.DOTALL)
    for path in ("/data/releases/2026-01/SHA256SUMS", "/data/releases/a/data/csv/b.csv.gz", "/archive.db"):
        said = next(body for pattern, body in places if re.search(pattern, path))
        assert "proxy_cache off;" in said and "gzip off;" in said and "proxy_max_temp_file_size 0;" in said
    for path in ("/archive", "/archive.json", "/archive/reports.csv", "/data", "/questions"):
        assert not any("gzip off;" in body for pattern, body in places if re.search(pattern, path))
    assert "proxy_cache_key $scheme$host$request_uri;" in text and "proxy_set_header Host $host;" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
