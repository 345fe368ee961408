-- The ledger: every run, every visit, every body once. Rows are added, never changed, but for the end of a run
-- and the schedule.
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    command TEXT NOT NULL,
    portals TEXT NOT NULL,          -- JSON list of portal ids
    counts TEXT NOT NULL DEFAULT '{}', -- JSON object: outcome -> number of visits
    complete INTEGER NOT NULL DEFAULT 0,
    exit_code INTEGER,
    note TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS captures (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS visits (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    portal_id TEXT NOT NULL,
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    visited_at TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'unchanged', 'gone', 'blocked', 'failed')),
    reason TEXT NOT NULL,
    role TEXT NOT NULL,
    link_title TEXT NOT NULL,
    link_date TEXT NOT NULL,
    found_on TEXT NOT NULL,
    sha256 TEXT REFERENCES captures (sha256),
    method TEXT NOT NULL,
    form TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS visits_by_url ON visits (url, form, id);
CREATE INDEX IF NOT EXISTS visits_by_portal ON visits (portal_id, role, url, id);
CREATE INDEX IF NOT EXISTS visits_by_body ON visits (sha256, id);
CREATE INDEX IF NOT EXISTS visits_by_run ON visits (run_id, outcome);
-- Links that were seen and, by rule, not followed: other hosts, near misses, older years.
CREATE TABLE IF NOT EXISTS pointers (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    portal_id TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    found_on TEXT NOT NULL,
    reason TEXT NOT NULL
);
-- Where `auto` found the column of a portal, and what gave its family away.
CREATE TABLE IF NOT EXISTS found_columns (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    portal_id TEXT NOT NULL,
    found_at TEXT NOT NULL,
    column_url TEXT NOT NULL,
    family TEXT NOT NULL,
    evidence TEXT NOT NULL,
    trail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS found_columns_by_portal ON found_columns (portal_id, id);
-- How far each WARC file is covered by committed rows; what lies beyond was cut short and is removed on opening.
CREATE TABLE IF NOT EXISTS warc_files (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
-- What each run saw of each portal (records.PortalRun says what the columns count).
CREATE TABLE IF NOT EXISTS run_portals (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    portal_id TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    family TEXT NOT NULL,
    listings INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    resting INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    blocked INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    reasons TEXT NOT NULL,          -- one sentence a line: why the portal was not read to its end
    alarms TEXT NOT NULL,           -- one sentence a line: what is unlike the runs before
    seconds REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS run_portals_by_portal ON run_portals (portal_id, id);
-- When each portal is crawled next by `crawl --due`; the row of a portal is replaced by each run that ends.
CREATE TABLE IF NOT EXISTS schedule (
    portal_id TEXT PRIMARY KEY,
    next_due TEXT NOT NULL,
    interval_days INTEGER NOT NULL,
    reason TEXT NOT NULL,
    last_run TEXT NOT NULL,
    last_change TEXT NOT NULL,
    failures INTEGER NOT NULL
);
