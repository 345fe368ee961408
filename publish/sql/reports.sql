-- name: report
SELECT * FROM reports WHERE report_key = :key;

-- name: report_figures
SELECT * FROM report_figures WHERE report_id = :id;

-- name: report_notes
SELECT code, status, raw FROM cell_notes WHERE report_id = :id AND is_current = 1;

-- name: report_findings
SELECT f.check_id, f.severity, f.status, f.message_zh, f.message_en, f.cells, f.left_value, f.right_value, f.evidence,
       f.attribution, c.title_zh, c.title_en, c.check_group
FROM findings f LEFT JOIN checks c ON c.id = f.check_id
WHERE f.report_id = :id AND f.is_current = 1
ORDER BY f.status, CASE f.severity WHEN 'E' THEN 0 WHEN 'W' THEN 1 ELSE 2 END, f.id;

-- name: report_sections
SELECT part, heading, text FROM sections WHERE report_id = :id AND is_current = 1 ORDER BY id;

-- name: report_statistics
SELECT label, unit, column_label, value, status, raw, code FROM statistics
WHERE report_id = :id AND is_current = 1 ORDER BY ordinal;

-- name: report_versions
SELECT * FROM report_versions WHERE report_id = :id ORDER BY number;

-- name: report_sightings
SELECT s.version_id, s.url, s.portal_id, s.role, s.link_title, s.status, s.first_seen, s.last_seen
FROM sightings s JOIN report_versions v ON v.id = s.version_id WHERE v.report_id = :id ORDER BY v.number, s.url;

-- name: report_changes
SELECT c.*, a.number AS from_number, b.number AS to_number FROM changes c
JOIN report_versions a ON a.id = c.from_version JOIN report_versions b ON b.id = c.to_version
WHERE c.report_id = :id ORDER BY c.id LIMIT 500;

-- name: report_indicators
SELECT * FROM indicators WHERE report_id = :id;

-- name: report_rollup
SELECT * FROM v_rollup WHERE report_key = :key;

-- name: report_within
SELECT report_key, title FROM reports WHERE id = :id;

-- name: report_neighbours
SELECT report_key, year FROM reports WHERE organ_id = :organ AND scope = :scope AND year IS NOT NULL ORDER BY year;
