"""S15: a portal that answers like firewalls, broken servers and soft errors do, one trap for each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from demo.portals.articles import Article, Attachment
from demo.portals.replicas import PDF, body, reports
from demo.portals.server import Call, Reply
from demo.portals.trs import TrsPortal

_CHALLENGE = b"<html><script>document.cookie='FSSBBIl1UgzbN7N80T=x'</script></html>"
_STEP = b"<html><script>location.reload()</script></html>"
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
TRAPS = (
    "script-412", "cookie-521-twice", "cookie-gate", "loop", "forbidden", "home-page", "soft-404", "challenge-202",
    "slow", "truncated", "not-found", "robots", "empty", "moved-off-site", "file-is-html", "weird-468",
    "jiasule-521", "cloud-waf-403", "gate-200", "guard-200", "aliyun-405", "gate-never-opens", "login-page",
)  # fmt: skip


class HostilePortal(TrsPortal):
    """A TRS portal whose report number n falls into trap number n of `TRAPS`; `traps` limits which are set.

    `slow_seconds` is the delay of the slow page. Trap "soft-404" changes the whole site: every address that does not
    exist gets one page with status 200.
    """

    def __init__(self, name: str = "hostile", traps: tuple[str, ...] = TRAPS, slow_seconds: float = 15.0) -> None:
        self.traps, self.slow_seconds = traps, slow_seconds
        self.calls: Counter[str] = Counter()
        self.trapped: dict[str, str] = {}
        articles = reports([f"第{number}局{trap}" for number, trap in enumerate(traps)], [2023])
        articles = [_with_file(article) if "file-is-html" in article.publisher else article for article in articles]
        super().__init__(name, articles, site_name="练习市人民政府", per_page=50)
        self.trapped = {self.path(article): trap for article, trap in zip(articles, traps, strict=True)}

    def missing(self, call: Call) -> Reply:
        """Status 200 and one friendly page, if that trap is set."""
        if "soft-404" in self.traps:
            return Reply(self.frame.page("提示", "<p>您好，本页面正在建设之中，敬请期待。</p>" * 20).encode())
        return super().missing(call)

    def answer(self, call: Call) -> Reply:
        """Spring the trap of this address, if it has one."""
        if call.path == "/robots.txt":
            paths = [path for path, trap in self.trapped.items() if trap == "robots"]
            return Reply("\n".join(["User-agent: *", *(f"Disallow: {path}" for path in paths)]).encode())
        self.calls[call.path] += 1
        trap = self.trapped.get(call.path)
        spring = getattr(self, f"_{trap.replace('-', '_')}", None) if trap else None
        if "file-is-html" in self.traps and call.path.endswith(".pdf"):
            return Reply("<html><body>请先登录</body></html>".encode())
        usual = super().answer
        return spring(call, usual) if spring else usual(call)

    def _script_412(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(_CHALLENGE, 412)

    def _weird_468(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(b"", 468)

    def _forbidden(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply("访问被拦截".encode(), 403)

    def _jiasule_521(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(_STEP, 521, (*_HTML, ("Set-Cookie", "__jsluid_s=0; HttpOnly")))

    def _cloud_waf_403(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply("<title>访问被拦截</title>由创宇盾提供防护".encode(), 403, _HTML)

    def _gate_200(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        script = "<script>document.cookie='C3VK=a1;max-age=300;path=/';location.reload()</script>"
        return Reply(f"<html><head>{script}</head></html>".ljust(380).encode())

    def _guard_200(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(_STEP, 200, (*_HTML, ("Set-Cookie", "wzws_sessionid=0; path=/")))

    def _aliyun_405(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply("您的请求被拦截".encode(), 405, (*_HTML, ("Set-Cookie", "acw_tc=0; path=/")))

    def _gate_never_opens(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(b"", 302, (("Location", call.path), ("Set-Cookie", "CT6T=0; Path=/")))

    def _login_page(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        form = "<form>用户名<input name=u>密码<input type=password name=p></form>"
        return Reply(f"<html><head><title>练习市统一身份认证平台登录</title></head><body>{form}</body></html>".encode())

    def _cookie_521_twice(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(_CHALLENGE, 521) if self.calls[call.path] <= 2 else usual(call)

    def _cookie_gate(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        if "CT6T=1" in call.headers.get("cookie", ""):
            return usual(call)
        return Reply(b"", 302, (("Location", call.path), ("Set-Cookie", "CT6T=1; Path=/")))

    def _loop(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(b"", 302, (("Location", call.path),))

    def _moved_off_site(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(b"", 302, (("Location", "http://casino.example.com/x.html"),))

    def _home_page(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return self.pages["/"]

    def _soft_404(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return self.missing(call)

    def _not_found(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply("<html><body>没有</body></html>".encode(), 404)

    def _challenge_202(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(_CHALLENGE, 202)

    def _slow(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        reply = usual(call)
        return Reply(reply.body, delay=self.slow_seconds)

    def _truncated(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(usual(call).body, cut=300)

    def _empty(self, call: Call, usual: Callable[[Call], Reply]) -> Reply:
        return Reply(b"", 200, _HTML)


class FencedPortal(TrsPortal):
    """A portal that serves nothing but its home page to readers from elsewhere; `status` is its answer to the rest."""

    status = 404

    def answer(self, call: Call) -> Reply:
        """The home page, or nothing."""
        return super().answer(call) if call.path in ("/", "/robots.txt") else Reply(b"no", self.status)


def _with_file(article: Article) -> Article:
    return Article(article.title, article.date, body("练习", 2023), article.publisher, (Attachment("附件", PDF),))
