"""Scrapy's settings: polite by default. A portal's row may ask for more patience, never for less."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

from crawler.stop_list import load_stops


def user_agent(contact: str) -> str:
    """Who asks: name, version, purpose, and where to complain."""
    try:
        number = version("gongkai")
    except PackageNotFoundError:
        number = "0"
    purpose = "archive of annual open-government-information reports"
    return f"gongkai/{number} ({purpose}; contact: {contact or 'not given'})"


BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Who asks. GONGKAI_CONTACT holds a mail or web address of the person who runs the crawl.
CONTACT = os.environ.get("GONGKAI_CONTACT", "")
USER_AGENT = user_agent(CONTACT)
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}

# One request at a time for each host, two seconds apart, slower when the host is slow (portals.md §0.15, §6).
# Each portal has a crawler to itself; one request in flight lets a pause or a refusal stop the very next one.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# In the order of the listing, not backwards.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# One row after another, in the order of the pages; and no look into our own source at every callback.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False

# Slow hosts are ordinary; large scans too, but not without end.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 500, 502, 503, 504, 522, 524]  # 429 is a refusal: BackOff waits before it asks again
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
REDIRECT_MAX_TIMES = 6
BACKOFF_SECONDS = 120.0
BACKOFF_TIMES = 2
BACKOFF_GIVE_UP = 3
BACKOFF_LONGEST = 300.0
BACKOFF_SILENCE = 12
STOPS = load_stops()  # never asked; a run adds those of its data folder
HOST_REQUESTS_A_DAY = 2000

# Encryption of a former age is accepted from the hosts that have no other (crawler/legacy_tls.py).
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "crawler.legacy_tls.PatientHandler")

# A meta refresh is a page with words of its own here, not a redirect to follow blindly.
METAREFRESH_ENABLED = False
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawler.log_lines.QuietItems"

# What Scrapy does on the way into and out of a spider is done here by the spider itself (the Referer, which answers
# are read) or would take a request away without a row (long addresses).
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # HostGuard leaves a row instead
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no host is asked with a name and password
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,  # the ledger counts
    "crawler.middlewares.HostGuard": 50,
    "crawler.middlewares.BackOff": 555,  # hears an answer before Scrapy's own retry (550) does
    "crawler.middlewares.SchemeSwitch": 560,
    "crawler.daily_cap.DailyCap": 990,  # next to the wire: every sending counts
}
