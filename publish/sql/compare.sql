-- name: compare_organs
SELECT o.id, o.name, o.region_code, g.path AS region_path, o.is_practice FROM json_each(:ids) j CROSS JOIN organs o ON o.id = j.value
LEFT JOIN regions g ON g.code = o.region_code;

-- name: compare_regions
SELECT g.code AS id, g.name, g.code AS region_code, g.path AS region_path, g.is_practice
FROM json_each(:ids) j CROSS JOIN regions g ON g.code = j.value;

-- name: compare_named_organs
SELECT o.id, o.name, g.path AS region_path FROM organs o LEFT JOIN regions g ON g.code = o.region_code
WHERE instr(o.name, :words) AND o.reports > 0 ORDER BY o.name != :words, length(o.name), o.id LIMIT 12;

-- name: compare_named_regions
SELECT code AS id, name, path AS region_path FROM regions WHERE instr(name, :words) OR path = :words
ORDER BY name != :words AND path != :words, length(name), code LIMIT 12;

-- name: compare_above
WITH RECURSIVE up(start, code) AS (
  SELECT value, value FROM json_each(:codes) UNION SELECT up.start, r.parent_code FROM up JOIN regions r ON r.code = up.code
  WHERE r.parent_code IS NOT NULL)
SELECT start, code FROM up WHERE code != start;

-- name: compare_reports
SELECT r.id, r.report_key, r.organ_id AS subject, r.year, r.scope, r.form_a, r.form_b, r.form_c, r.is_practice
FROM json_each(:ids) j CROSS JOIN reports r ON r.organ_id = j.value
WHERE r.year IN (SELECT value FROM json_each(:years)) ORDER BY r.organ_id, r.scope, r.year, r.id;

-- name: compare_report_rates
-- The list drives the view: it reads these reports and no others.
SELECT i.report_id, i.indicator, i.value, i.n, i.low, i.high FROM json_each(:ids) j CROSS JOIN v_indicators i ON i.report_id = j.value
WHERE i.indicator IN (SELECT value FROM json_each(:indicators));

-- name: compare_report_figures
SELECT f.* FROM json_each(:ids) j CROSS JOIN report_figures f ON f.report_id = j.value;

-- name: compare_report_notes
SELECT n.report_id, n.code, n.status, n.raw FROM json_each(:ids) j CROSS JOIN cell_notes n ON n.report_id = j.value
WHERE n.is_current = 1 AND n.code IN (SELECT value FROM json_each(:codes));

-- name: compare_report_findings
SELECT f.report_id, f.check_id, f.cells FROM json_each(:ids) j CROSS JOIN findings f ON f.report_id = j.value
WHERE f.status = 'fail' AND f.is_current = 1 AND f.cells != '' ORDER BY f.check_id;

-- name: compare_region_years
SELECT y.*, y.region_code AS subject FROM json_each(:ids) j CROSS JOIN region_year y ON y.region_code = j.value
WHERE y.year IN (SELECT value FROM json_each(:years)) ORDER BY y.region_code, y.scope, y.year, y.is_practice;

-- name: compare_region_forms
SELECT r.region_code AS subject, r.year, r.scope, r.is_practice, r.form_a, r.form_b, r.form_c, count(*) AS reports,
       sum(r.failed_errors + r.failed_warnings > 0) AS failing
FROM json_each(:ids) j CROSS JOIN reports r ON r.region_code = j.value
WHERE r.year IN (SELECT value FROM json_each(:years)) GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- name: compare_region_rates
-- One region at a time: SQLite takes an equation, but no list, down into a view that groups.
SELECT region_code, year, scope, is_practice, indicator, value, n, reports, low, high FROM v_region_indicators
WHERE region_code = :code;
