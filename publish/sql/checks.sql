-- name: checks
SELECT id, severity, check_group, title_zh, title_en, rule_zh, rule_en, formula, failed, not_assessable FROM checks
ORDER BY rowid;

-- name: check
SELECT * FROM checks WHERE id = :id;

-- name: check_failing
SELECT r.report_key, r.year, r.organ_name, r.region_name, r.scope, r.is_practice, f.message_zh, f.message_en,
       f.left_value, f.right_value
FROM findings f JOIN reports r ON r.id = f.report_id
WHERE f.check_id = :id AND f.status = 'fail' AND f.is_current = 1 ORDER BY r.id LIMIT 201;

-- name: check_by_year
SELECT r.year AS year, count(DISTINCT r.id) AS failed,
       (SELECT sum(t.reports) FROM year_totals t WHERE t.year = r.year) AS reports
FROM findings f JOIN reports r ON r.id = f.report_id
WHERE f.check_id = :id AND f.status = 'fail' AND f.is_current = 1 AND r.year IS NOT NULL GROUP BY r.year ORDER BY r.year;
