-- name: years
SELECT t.year, sum(t.reports) AS reports, sum(CASE t.scope WHEN 'region' THEN t.reports ELSE 0 END) AS consolidated,
       (SELECT count(*) FROM expected_reports e WHERE e.year = t.year AND e.report_id IS NOT NULL) AS organs,
       min(t.is_practice) AS is_practice
FROM year_totals t GROUP BY t.year ORDER BY t.year DESC;

-- name: year_scopes
SELECT scope, level, reports, reports_b, req_new__total, res_total__total,
       1.0 * (res_granted__total + res_partial__total) / nullif(res_total__total, 0) AS disclosure_rate,
       rev_total, is_practice
FROM year_totals WHERE year = :year
ORDER BY scope, CASE level WHEN 'national' THEN 0 WHEN 'province' THEN 1 WHEN 'prefecture' THEN 2 WHEN 'county' THEN 3 ELSE 4 END;

-- name: year_regions
SELECT r.report_key, r.region_code, g.path AS region_path, r.level, r.requests_new, r.requests_handled, i.disclosure_rate,
       i.disclosure_rate_n, r.failed_errors, r.failed_warnings, r.published_on, r.days_late, r.is_practice
FROM reports r JOIN indicators i ON i.report_id = r.id LEFT JOIN regions g ON g.code = r.region_code
WHERE r.year = :year AND r.scope = 'region' ORDER BY r.id LIMIT 500;

-- name: year_coverage
SELECT count(*) AS expected, sum(status = 'found') AS found, sum(status = 'late') AS late,
       sum(status = 'gone') AS gone, sum(status = 'missing') AS missing,
       sum(status IN ('blocked', 'unreadable', 'not_visited')) AS unseen
FROM expected_reports WHERE year = :year AND status NOT IN ('not_due', 'not_required', 'organ_abolished');

-- name: year_missing
SELECT o.id, o.name, e.status, e.deadline, r.report_key FROM expected_reports e JOIN organs o ON o.id = e.organ_id
LEFT JOIN reports r ON r.id = e.report_id
WHERE e.year = :year AND e.status IN ('missing', 'gone', 'blocked', 'unreadable', 'not_visited') ORDER BY o.region_code, o.name LIMIT 200;
