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

-- name: organ_names
SELECT name, first_year, last_year FROM organ_names WHERE organ_id = :id ORDER BY first_year;

-- name: organ_missing
SELECT year FROM expected_reports WHERE organ_id = :id AND status = 'missing' ORDER BY year;
