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
SELECT sum(expected) AS expected, sum(found) AS found, sum(late) AS late, sum(gone) AS gone, sum(missing) AS missing,
       sum(blocked + unreadable + not_visited) AS unseen
FROM region_coverage WHERE region_code = '000000' AND year = :year;
