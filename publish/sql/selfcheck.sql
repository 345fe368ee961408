-- name: selfcheck_last_year
SELECT r.report_key, r.title, r.year, r.scope, r.region_name, r.is_practice, f.*
FROM organs o JOIN reports r ON r.organ_id = o.id JOIN report_figures f ON f.report_id = r.id
WHERE o.name = :organ AND r.year = :year AND r.form_b IN ('f2019', 'f2021')
ORDER BY r.scope = :scope DESC, r.id LIMIT 3;
