-- The state of a build, beside the ledger. A cache: it may be lost, and is made again from the captures.
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- What each capture gave under one version of the parser (archive/record.py).
CREATE TABLE IF NOT EXISTS reading (
  sha256 TEXT PRIMARY KEY, engine TEXT NOT NULL, context TEXT NOT NULL, head TEXT NOT NULL, body BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS reading_without_report ON reading (engine) WHERE body IS NULL;

-- Where and when each body was seen: the visits, folded by address and body. A form sent belongs to the address.
CREATE TABLE IF NOT EXISTS sighting (
  url TEXT NOT NULL, form TEXT NOT NULL, sha256 TEXT NOT NULL, visit INTEGER NOT NULL, final_url TEXT NOT NULL,
  portal_id TEXT NOT NULL, role TEXT NOT NULL, link_title TEXT NOT NULL, link_date TEXT NOT NULL,
  found_on TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, status TEXT NOT NULL, gone_at TEXT,
  PRIMARY KEY (url, form, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sighting_of_body ON sighting (sha256);
CREATE INDEX IF NOT EXISTS sighting_of_attachment ON sighting (found_on) WHERE role = 'attachment';
CREATE INDEX IF NOT EXISTS sighting_of_page ON sighting (final_url) WHERE role <> 'listing';

-- The bodies of which something is new: to be read, where that is needed, and filed.
CREATE TABLE IF NOT EXISTS waiting (sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Which report each capture is a version of; `place` is the report's place on disk.
CREATE TABLE IF NOT EXISTS filed (
  sha256 TEXT PRIMARY KEY, report_key TEXT NOT NULL, place TEXT NOT NULL, year INTEGER, region_code TEXT NOT NULL,
  scope TEXT NOT NULL, organ_id TEXT NOT NULL, organ_type TEXT NOT NULL, problem TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS filed_in_place ON filed (place, report_key);
CREATE INDEX IF NOT EXISTS filed_of_report ON filed (report_key);
CREATE INDEX IF NOT EXISTS filed_in_trouble ON filed (problem) WHERE problem <> '';

-- What every archive made before a number has yet to learn: a capture, and the report that it is or was a version of.
CREATE TABLE IF NOT EXISTS news (
  number INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, report_key TEXT NOT NULL
) STRICT;
