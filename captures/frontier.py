"""The shared frontier: hosts still to crawl in a run of several machines, in Redis; who has which, and what is fetched.

A host belongs to one worker at a time, for as long as that worker renews its lease. Every change of who owns what is
one script, which Redis runs whole or not at all.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from captures.records import CaptureError
from registry.portals import Portal

PREFIX = "gongkai"
KEPT_SECONDS = 7 * 24 * 3600
"""What Redis knows of a run goes a week after it was last written to."""
SOCKET_SECONDS = 10

# KEYS: none; ARGV: name of the run or "", seconds to keep, then host, portal, entry for each portal.
_JOIN = """
local run = ARGV[1]
if run == '' then
  run = redis.call('GET', '{p}:run')
  if not run or redis.call('ZCARD', '{p}:' .. run .. ':hosts') == 0 then
    run = tostring(redis.call('INCR', '{p}:runs'))
    redis.call('SET', '{p}:run', run)
  end
end
local own = '{p}:' .. run .. ':'
for i = 3, #ARGV, 3 do
  local host, portal = ARGV[i], ARGV[i + 1]
  if redis.call('HEXISTS', own .. 'done', portal) == 0
    and redis.call('HSETNX', own .. 'portals:' .. host, portal, ARGV[i + 2]) == 1 then
    redis.call('EXPIRE', own .. 'portals:' .. host, ARGV[2])
    redis.call('ZADD', own .. 'hosts', 'NX', redis.call('INCR', own .. 'count'), host)
  end
end
redis.call('EXPIRE', own .. 'hosts', ARGV[2])
redis.call('EXPIRE', own .. 'count', ARGV[2])
return run
"""
# ARGV: prefix of the run, token, milliseconds. Gives the number of hosts not done, and one of them if one is free.
_TAKE = """
local hosts = redis.call('ZRANGE', ARGV[1] .. 'hosts', 0, -1)
for _, host in ipairs(hosts) do
  if redis.call('SET', ARGV[1] .. 'lease:' .. host, ARGV[2], 'NX', 'PX', ARGV[3]) then
    return {#hosts, host}
  end
end
return {#hosts}
"""
# ARGV: prefix, host, token, milliseconds, then the keys of the turns that are held.
_RENEW = """
if redis.call('GET', ARGV[1] .. 'lease:' .. ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('PEXPIRE', ARGV[1] .. 'lease:' .. ARGV[2], ARGV[4])
for i = 5, #ARGV do redis.call('PEXPIRE', ARGV[i], ARGV[4]) end
return 1
"""
# ARGV: prefix, host, token, portal, worker, seconds to keep.
_FINISH = """
if redis.call('GET', ARGV[1] .. 'lease:' .. ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('HDEL', ARGV[1] .. 'portals:' .. ARGV[2], ARGV[4])
redis.call('HSET', ARGV[1] .. 'done', ARGV[4], ARGV[5])
redis.call('EXPIRE', ARGV[1] .. 'done', ARGV[6])
if redis.call('EXISTS', ARGV[1] .. 'portals:' .. ARGV[2]) == 0 then
  redis.call('ZREM', ARGV[1] .. 'hosts', ARGV[2])
end
return 1
"""
# ARGV: prefix, host, token.
_RELEASE = """
local lease = ARGV[1] .. 'lease:' .. ARGV[2]
if redis.call('GET', lease) == ARGV[3] then redis.call('DEL', lease) end
return 1
"""
# ARGV: prefix, host, token, key of the turn, key of the pause, ticket, milliseconds, milliseconds of the pause.
# Gives 0 for a turn, the milliseconds to wait for one, or -1 when the lease is lost.
_TURN = """
if redis.call('GET', ARGV[1] .. 'lease:' .. ARGV[2]) ~= ARGV[3] then return -1 end
local wait = math.max(redis.call('PTTL', ARGV[4]), redis.call('PTTL', ARGV[5]))
if wait > 0 then return wait end
redis.call('SET', ARGV[4], ARGV[6], 'PX', ARGV[7])
if tonumber(ARGV[8]) > 0 then redis.call('SET', ARGV[5], '1', 'PX', ARGV[8]) end
return 0
"""
# ARGV: key of the turn, ticket.
_END_TURN = """
if redis.call('GET', ARGV[1]) == ARGV[2] then redis.call('DEL', ARGV[1]) end
return 1
"""
_SCRIPTS = {
    "join": _JOIN, "take": _TAKE, "renew": _RENEW, "finish": _FINISH, "release": _RELEASE, "turn": _TURN,
    "end_turn": _END_TURN,
}  # fmt: skip


class FrontierError(CaptureError):
    """The shared frontier cannot be reached or has lost the run; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How a crawl shares its frontier: the address of Redis, the name of the run ("": the one under way, else a new
    one), and the seconds for which a host belongs to a worker that gives no sign.
    """

    url: str
    run: str = ""
    lease_seconds: float = 60.0

    @classmethod
    def of_environment(cls) -> Shared | None:
        """The settings GONGKAI_REDIS_URL, GONGKAI_RUN and GONGKAI_LEASE_SECONDS; None without the first.

        Raises FrontierError when one of them is no such thing.
        """
        url, seconds = os.environ.get("GONGKAI_REDIS_URL", ""), os.environ.get("GONGKAI_LEASE_SECONDS") or "60"
        if not url:
            return None
        try:
            lease_seconds = float(seconds)
        except ValueError:
            lease_seconds = 0.0
        if lease_seconds <= 0:
            raise FrontierError(f"GONGKAI_LEASE_SECONDS is {seconds}: give a number of seconds above 0.")
        return cls(url, os.environ.get("GONGKAI_RUN", ""), lease_seconds)


@dataclass(frozen=True, slots=True)
class Job:
    """A portal to crawl, with the options of the command that brought it into the run."""

    portal: Portal
    options: Mapping[str, Any]

    @property
    def host(self) -> str:
        """The host whose turn it is a part of."""
        return urlsplit(self.portal.url).netloc.lower()

    def to_json(self) -> str:
        """The job as one line of JSON."""
        return json.dumps({"portal": asdict(self.portal), "options": dict(self.options)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Job:
        """The job that `to_json` wrote."""
        job = json.loads(text)
        return cls(Portal(**{**job["portal"], "hosts": tuple(job["portal"]["hosts"])}), job["options"])


class Frontier:
    """One worker's view of a run. Every call raises FrontierError when Redis cannot be reached."""

    def __init__(self, shared: Shared) -> None:
        try:
            import redis.asyncio as client
            from redis.exceptions import RedisError
        except ImportError as error:
            raise FrontierError(
                "GONGKAI_REDIS_URL is set, but the client is missing: pip install 'gongkai[redis]'."
            ) from error
        self._faults: tuple[type[Exception], ...] = (RedisError, OSError)
        try:
            self._db = client.from_url(shared.url, decode_responses=True, socket_timeout=SOCKET_SECONDS)
        except ValueError as error:
            raise FrontierError(f"GONGKAI_REDIS_URL is no address of Redis ({error}).") from error
        self._place = urlsplit(shared.url).netloc.rpartition("@")[2] or "Redis"
        self._scripts = {name: self._db.register_script(lua.replace("{p}", PREFIX)) for name, lua in _SCRIPTS.items()}
        self._name, self.lease_milliseconds = shared.run, round(shared.lease_seconds * 1000)
        self.worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.run = ""

    async def close(self) -> None:
        """Close the connections."""
        await self._db.aclose()

    async def join(self, jobs: Iterable[Job]) -> None:
        """Put jobs into the run; those that are there already, or done, stay as they are."""
        rows = [word for job in jobs for word in (job.host, job.portal.id, job.to_json())]
        self.run = str(await self.call("join", self._name, KEPT_SECONDS, *rows))

    async def take(self, token: str) -> tuple[int, str | None]:
        """The number of hosts not done, and one that is leased to `token` from now on, if one was free."""
        open_hosts, *free = await self.call("take", self.own, token, self.lease_milliseconds)
        return int(open_hosts), free[0] if free else None

    async def jobs(self, host: str) -> list[Job]:
        """The portals of a host that are not done, in order of id."""
        found = await self._safely(self._db.hgetall(f"{self.own}portals:{host}"))
        try:
            return [Job.from_json(found[name]) for name in sorted(found)]
        except (TypeError, KeyError, ValueError) as error:
            raise self.lost(f"a portal of {host} was put there by another version of gongkai") from error

    async def knows(self, job: Job) -> bool:
        """Tell whether the run still has a portal, done or not."""
        return bool(
            await self._safely(self._db.hexists(f"{self.own}done", job.portal.id))
            or await self._safely(self._db.hexists(f"{self.own}portals:{job.host}", job.portal.id))
        )

    async def keep_pages(self, portal_id: str, pages: Mapping[str, str]) -> None:
        """Note pages that were fetched, as JSON by key: they are in this worker's archive."""
        name = f"{self.own}pages:{portal_id}"
        await self._safely(self._db.hset(name, items=[word for page in pages.items() for word in page]))
        await self._safely(self._db.expire(name, KEPT_SECONDS))

    async def pages(self, portal_id: str) -> dict[str, str]:
        """The pages of a portal that any worker of the run has fetched."""
        found: dict[str, str] = await self._safely(self._db.hgetall(f"{self.own}pages:{portal_id}"))
        return found

    async def keep_due(self, portal_id: str, day: str) -> None:
        """Note when a portal is due next (ISO), for workers whose ledgers know nothing of its last crawl."""
        await self._safely(self._db.hset(f"{PREFIX}:due", portal_id, day))

    async def due_days(self) -> dict[str, str]:
        """Portal id → the day (ISO) on which it is due next, of all portals that any run shared here has crawled."""
        found: dict[str, str] = await self._safely(self._db.hgetall(f"{PREFIX}:due"))
        return found

    @property
    def own(self) -> str:
        """The prefix of the keys of the run."""
        return f"{PREFIX}:{self.run}:"

    async def call(self, script: str, *arguments: str | int) -> Any:
        """Run one of the scripts."""
        return await self._safely(self._scripts[script](args=list(arguments)))

    async def _safely(self, answer: Any) -> Any:
        try:
            return await answer
        except self._faults as error:
            raise self.lost(" ".join(str(error).split())) from error

    def lost(self, why: str) -> FrontierError:
        """The error that says that the frontier is lost."""
        return FrontierError(
            f"The shared frontier at {self._place} cannot be used ({why}): "
            "what was fetched is kept; see to Redis and run the same command again."
        )
