-- name: organ
SELECT o.*, r.name AS region_name, r.path AS region_path FROM organs o LEFT JOIN regions r ON r.code = o.region_code
WHERE o.id = :id;

-- name: organ_reports
SELECT id, report_key, year, scope, title, published_on, deadline, days_late, status, failed_errors, failed_warnings,
       not_assessable, versions, form_a, form_b, form_c, is_practice
FROM reports WHERE organ_id = :id ORDER BY scope, year, id;

-- name: organ_figures
SELECT f.* FROM report_figures f JOIN reports r ON r.id = f.report_id WHERE r.organ_id = :id;

-- name: organ_notes
SELECT n.report_id, n.code, n.status, n.raw FROM cell_notes n JOIN reports r ON r.id = n.report_id
WHERE r.organ_id = :id AND n.is_current = 1;

-- name: organ_statistics
SELECT r.report_key, r.year, r.scope, s.label, s.unit, s.column_label, s.value, s.status, s.raw, s.code
FROM reports r CROSS JOIN statistics s ON s.report_id = r.id
WHERE r.organ_id = :id AND r.year IS NOT NULL AND s.is_current = 1 ORDER BY r.scope, r.year, r.id, s.ordinal;

-- name: organ_names
SELECT name, first_year, last_year FROM organ_names WHERE organ_id = :id ORDER BY first_year;

-- name: organ_missing
SELECT year FROM expected_reports WHERE organ_id = :id AND status = 'missing' ORDER BY year;

-- name: organ_failed
SELECT r.report_key, r.year, r.scope, f.check_id, f.severity, f.cells, f.left_value, f.right_value, f.message_zh, f.message_en
FROM reports r JOIN findings f ON f.report_id = r.id
WHERE r.organ_id = :id AND f.status = 'fail' AND f.is_current = 1
ORDER BY r.year DESC, r.scope, CASE f.severity WHEN 'E' THEN 0 WHEN 'W' THEN 1 ELSE 2 END, f.check_id;

-- name: organ_carried
SELECT report_key, next_report_key, scope, year, carried_out, carried_in_next, difference
FROM v_carry_over WHERE organ_id = :id ORDER BY scope, year;

-- name: organ_succession
SELECT from_organ, from_name, to_organ, to_name, kind, year, source FROM organ_succession
WHERE from_organ = :id OR to_organ = :id ORDER BY year, from_name;
