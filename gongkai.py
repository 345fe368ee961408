"""The command line of gongkai: every command in one screen, each delegating to its room."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from checks.file import Said
    from parsers.bounded import Limits

__version__ = "0.1.0"
Command = Callable[..., Any]


def _language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """Return the language asked for, else that of the locale: Chinese for zh, English otherwise."""
    if value:
        return value
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if (name or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


LANG = click.option("--lang", type=click.Choice(["zh", "en"]), callback=_language, help="Language of messages.")
PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
PORTALS = click.option("--portals", "portals_file", type=click.Path(path_type=Path), help="Read portal rows from FILE.")

NAMES = click.argument("portals", nargs=-1, metavar="[PORTAL]...")
ALL = click.option("--all", "everything", is_flag=True, help="Every portal of the registry.")


def _site(command: Command) -> Command:
    """Add what a person may say of a site that is visited for the first time."""
    for option in (
        click.option("--name", default="", help="Its name, instead of what the site calls itself."),
        click.option(
            "--region", default="", metavar="CODE", help="Its administrative code, instead of what the site declares."
        ),
    ):
        command = option(command)
    return command


def _shared(command: Command) -> Command:
    """Add the options that every command takes."""
    for option in (
        click.option("-q", "quiet", is_flag=True, help="Say only what went wrong."),
        click.option("-v", "verbose", count=True, help="Say more; twice: every request."),
        click.option("--db", type=click.Path(path_type=Path), envvar="GONGKAI_DB", help="The archive [archive.db]."),
        click.option("--data", type=click.Path(path_type=Path), envvar="GONGKAI_DATA", help="The captures [data]."),
    ):
        command = option(command)
    return command


def _settled(options: dict[str, Any]) -> dict[str, Any]:
    """Fill the shared options: given after the command, else before it, else the environment, else the default."""
    given = click.get_current_context().find_root().params
    for name, default in (("data", Path("data")), ("db", Path("archive.db"))):
        options[name] = options[name] or given.get(name) or default
    options["verbosity"] = (options.pop("verbose") or given["verbose"]) - (options.pop("quiet") or given["quiet"])
    return options


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@_shared
def main(**_options: Any) -> None:
    """The archive of China's annual open-government-information reports. 政府信息公开工作年度报告档案。"""


@main.command()
@NAMES
@ALL
@click.option("--due", "due_only", is_flag=True, help="Only portals whose day has come.")
@PORTALS
@click.option("--since", type=int, metavar="YEAR", help="Leave out reports whose title names an earlier year.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N reports a portal.")
@click.option("--dry-run", is_flag=True, help="Read the listings, say what would be fetched, keep nothing.")
@_shared
def crawl(**options: Any) -> None:
    """Fetch annual reports from PORTALs into the captures."""
    from captures.commands import crawl_command

    sys.exit(crawl_command(**_settled(options)))


@main.command(name="import")
@PATHS
@_shared
def import_(**options: Any) -> None:
    """Take files, folders, WARC files of other crawlers and other machines' data folders into the captures."""
    from captures.commands import import_command

    sys.exit(import_command(**_settled(options)))


@main.command()
@click.option("--full", is_flag=True, help="Read every capture again, not only new ones.")
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default=True, metavar="N")
@click.option("--dask", default="", metavar="ADDRESS", help="Read on the workers of this Dask scheduler.")
@click.option("--accept", is_flag=True, help="Put the new archive in place although a gate refused it.")
@_shared
def build(**options: Any) -> None:
    """Read the captures into the archive."""
    from archive.commands import build_command

    sys.exit(build_command(**_settled(options)))


@main.command()
@click.option("--port", type=int, default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at, as in a container.")
@click.option(
    "--releases",
    type=click.Path(path_type=Path),
    envvar="GONGKAI_RELEASES",
    help="The folder of releases to offer [releases beside the captures].",
)
@_shared
def serve(**options: Any) -> None:
    """Serve the archive with Datasette on this machine."""
    from publish.commands import serve_command

    sys.exit(serve_command(**_settled(options)))


def _files(paths: tuple[str, ...]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path


def _limits() -> Limits:
    """Return the limits of reading one file; a wrong setting is a wrong call."""
    from parsers.bounded import LimitError, Limits

    try:
        return Limits.of_environment()
    except LimitError as error:
        raise click.UsageError(str(error)) from error


def _print(files: Iterable[Said]) -> None:
    worst = 0
    for said in files:
        click.echo(said.text)
        worst = max(worst, said.exit_code)
    sys.exit(worst)


@main.command()
@PATHS
@LANG
@_shared
def parse(paths: tuple[str, ...], lang: str, **_options: Any) -> None:
    """Print one JSON object a line for each PATH: verdict, figures with their places, sections, findings."""
    from checks.file import parsed

    _print(parsed(_files(paths), lang, _limits()))


@main.command()
@PATHS
@LANG
@_shared
def check(paths: tuple[str, ...], lang: str, **_options: Any) -> None:
    """Check each PATH and print a sheet (核对单) with both sides of every equation that fails."""
    from checks.file import checked

    _print(checked(_files(paths), lang, _limits()))


@main.group()
def portals() -> None:
    """The registry of portals."""


@portals.command(name="list")
@PORTALS
@click.option("--region", metavar="CODE", help="Only portals of this region and of all below it.")
@click.option("--family", metavar="NAME", help="Only portals whose row names this family.")
@click.option(
    "--unverified", is_flag=True, help="Only portals that neither a person nor a complete crawl has seen working."
)
@_shared
def list_portals(
    portals_file: Path | None, region: str | None, family: str | None, unverified: bool, **options: Any
) -> None:
    """Print the portals of the registry, a line each."""
    from captures.portal_list import list_command

    sys.exit(list_command(portals_file, region, family, unverified, _settled(options)["data"]))


@portals.command(name="discover")
@click.argument("url")
@_site
@_shared
def discover_portal(**options: Any) -> None:
    """Find the column of annual reports from URL, name its family, and print the row to add; keep nothing."""
    from captures.portal_commands import discover_command

    sys.exit(discover_command(options["url"], options["region"], options["name"], _settled(options)["data"]))


@portals.command(name="add")
@click.argument("url")
@_site
@click.option("--id", "portal_id", default="", help="The id of the row, instead of one made of province and host.")
@_shared
def add_portal(**options: Any) -> None:
    """Find the column of annual reports from URL and keep its row in the data folder."""
    from captures.portal_commands import add_command

    data = _settled(options)["data"]
    sys.exit(add_command(options["url"], options["region"], options["name"], options["portal_id"], data))


@portals.command(name="check")
@NAMES
@ALL
@PORTALS
@_shared
def check_portals(**options: Any) -> None:
    """Visit the listings of PORTALS and say which broke and how; fetch no report, keep nothing."""
    from captures.portal_commands import check_command

    settled = _settled(options)
    chosen = (settled["portals"], settled["everything"], settled["portals_file"])
    sys.exit(check_command(*chosen, settled["data"], settled["verbosity"]))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "parquet", "xlsx", "datapackage"]), required=True)
@click.option("--table", "chosen", multiple=True, metavar="NAME", help="Only this table or view; may be repeated.")
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="RELEASE",
    help="Say what changed against this release's folder.",
)
@click.option("--doi", default="", help="The DOI that is reserved for this release.")
@_shared
def export(**options: Any) -> None:
    """Write the archive to OUT: a folder of files, a workbook, or a release (datapackage)."""
    from archive.export.command import export_command

    sys.exit(export_command(**_settled(options)))


@main.command()
@click.argument("code")
@click.argument("report", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@LANG
@_shared
def show(**options: Any) -> None:
    """Print where a number comes from: CODE as in the dictionary, REPORT a report_key, or an organ and a year."""
    from publish.show import show_command

    sys.exit(show_command(**_settled(options)))


@main.command()
@click.option("--year", type=int, metavar="Y", help="Only the reports on this year.")
@click.option("--region", metavar="CODE", help="Only this region and all below it.")
@LANG
@_shared
def coverage(**options: Any) -> None:
    """Say how many reports are expected, found, late, missing and gone."""
    from archive.coverage import coverage_command

    sys.exit(coverage_command(**_settled(options)))


@main.command()
@click.option("--no-serve", is_flag=True, help="Stop when the archive is built.")
@click.option("--port", type=int, default=8001, show_default=True)
@_shared
def demo(**options: Any) -> None:
    """Practice portals on loopback: crawl, build and serve them, on this machine alone."""
    from demo.run import demo_command

    sys.exit(demo_command(**_settled(options)))


if __name__ == "__main__":
    main()
