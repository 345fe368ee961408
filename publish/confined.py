"""Confines a worker that reads strangers' files: no network, no file but the programs', no writing but in its folder.

Each wall stands where the system knows it (Linux: a network namespace of its own, and Landlock, see landlock(7)); where
it does not, that wall is missing and the others stand. The walls also hold whatever the worker starts.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

MOST_WRITTEN = 256 * 2**20
MOST_FILES = 512
_PROGRAMS = (
    *("/usr", "/lib", "/lib64", "/bin", "/opt", "/sys/devices/system/cpu", "/dev/urandom"),
    *("/etc/ld.so.cache", "/etc/fonts", "/etc/libreoffice", "/etc/alternatives", "/etc/localtime"),
    *("/etc/nsswitch.conf", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice"),
)
"""What LibreOffice and the libraries read. None of it is a secret or somebody's file."""
_ROOMS = ("registry", "crawler", "parsers", "checks", "publish", "archive")
_HOUSE = Path(__file__).resolve().parents[1]
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWNS = 0x10000000, 0x40000000, 0x20000
_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_WITH_NETWORK = 4
# Rights of landlock.h: 0 execute, 1 write, 2 read a file, 3 read a folder, 4-12 remove and make, 13 refer, 14 truncate.
_READ = 0b1101
_EVERYTHING_BY_VERSION = (0, 0x1FFF, 0x3FFF, 0x7FFF)
_SOCKET = 1 << 9 | 1 << 5
_OF_FILES = 0b111 | 1 << 14
_CONNECT_AND_BIND = 0b11


@cache
def has_walls() -> bool:
    """Tell whether this system can keep a process from other files and from connecting anywhere."""
    return _landlock_version() >= _WITH_NETWORK


def alone(folder: Path) -> bool:
    """Give this process, which has one thread, a network and a /tmp of its own; False where the system refuses.

    It keeps the /tmp that is there when `folder`, where it is to write, or a program lies below it.
    """
    user, group = os.getuid(), os.getgid()
    if not sys.platform.startswith("linux") or _libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWNS):
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with suppress(OSError):
            Path("/proc/self", name).write_text(text)
    if not any(path.is_relative_to("/tmp") for path in (folder, *_readable())):
        _libc().mount(b"tmpfs", b"/tmp", b"tmpfs", 0, b"size=1m")
    return True


def limit_resources(seconds: float) -> None:
    """Limit what this process may write, open and compute; its memory is never written to a core file."""
    limits = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CPU, int(4 * seconds) + 60),
    )
    for what, most in limits:
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def within(folder: Path) -> bool:
    """Let this process write only below `folder` and read only there and what programs need, and connect to nothing.

    May be said again for a narrower folder. Returns False where the system knows no Landlock.
    """
    version = _landlock_version()
    if version < 1:
        return False
    everything = _EVERYTHING_BY_VERSION[min(version, 3)]
    attributes = struct.pack("QQ", everything, _CONNECT_AND_BIND)[: 16 if version >= _WITH_NETWORK else 8]
    rules = _libc().syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        _allow(rules, [folder], everything)
        _allow(rules, [Path("/dev/null")], everything & _OF_FILES)
        _allow(rules, _readable(), everything & _READ)
        # LibreOffice makes the socket that it listens at in this folder and in no other, and takes it away again.
        _allow(rules, [Path("/tmp")], everything & _SOCKET)
        _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(_libc().syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _readable() -> list[Path]:
    own = [_HOUSE / room for room in _ROOMS] + [Path(place) for place in sys.path if "site-packages" in place]
    return [*map(Path, _PROGRAMS), Path(sys.prefix), Path(sys.base_prefix), *own]


def _allow(rules: int, paths: Iterable[Path], rights: int) -> None:
    """Allow rights on what is there of `paths`: a folder with all below it, or a file."""
    for path in paths:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        given = rights if path.is_dir() else rights & _OF_FILES
        _libc().syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", given, place), 0)
        os.close(place)


def _landlock_version() -> int:
    return int(_libc().syscall(_CREATE_RULESET, None, 0, _VERSION)) if sys.platform.startswith("linux") else 0


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
