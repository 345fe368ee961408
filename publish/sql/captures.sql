-- name: capture
SELECT c.sha256, c.media_type, c.size, c.warc_file, c.warc_offset, r.verdict, r.reason
FROM captures c LEFT JOIN readings r ON r.sha256 = c.sha256 WHERE c.sha256 = :sha256;

-- name: capture_versions
SELECT v.id, v.report_id, v.number, v.is_current, v.status, v.sha256, v.media_type, v.title, r.report_key, r.organ_name, r.year, r.scope,
       r.is_practice
FROM report_versions v JOIN reports r ON r.id = v.report_id WHERE v.sha256 = :sha256 ORDER BY v.is_current DESC, v.id LIMIT 20;

-- name: capture_sightings
SELECT s.url, s.portal_id, s.link_title, s.status, s.first_seen, s.last_seen
FROM report_versions v JOIN sightings s ON s.version_id = v.id WHERE v.sha256 = :sha256 ORDER BY s.first_seen, s.url LIMIT 50;

-- name: read_elsewhere
SELECT message_zh, message_en FROM findings WHERE report_id = :report AND version_id = :version AND check_id = :check;
