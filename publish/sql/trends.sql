-- name: region_trend
SELECT r.report_key, r.year, r.is_practice, r.form_a, r.form_b, r.form_c, f.req_new__total, f.rev_total
FROM reports r JOIN report_figures f ON f.report_id = r.id
WHERE r.region_code = :code AND r.scope = 'region' AND r.year IS NOT NULL ORDER BY r.year, r.id;

-- name: region_trend_rates
SELECT r.report_key, i.indicator, i.value, i.n, i.low, i.high
FROM reports r CROSS JOIN v_indicators i ON i.report_id = r.id
WHERE r.region_code = :code AND r.scope = 'region' AND r.year IS NOT NULL
  AND i.indicator IN ('disclosure_rate', 'carry_rate');

-- name: region_trend_failed
SELECT r.report_key, f.cells FROM reports r JOIN findings f ON f.report_id = r.id
WHERE r.region_code = :code AND r.scope = 'region' AND f.status = 'fail' AND f.is_current = 1
  AND f.severity IN ('E', 'W');

-- name: organ_trend
SELECT r.report_key, r.year, r.scope, r.is_practice, r.form_a, r.form_b, r.form_c, f.req_new__total, f.rev_total
FROM reports r JOIN report_figures f ON f.report_id = r.id
WHERE r.organ_id = :code AND r.year IS NOT NULL ORDER BY r.scope, r.year, r.id;

-- name: organ_trend_rates
SELECT r.report_key, i.indicator, i.value, i.n, i.low, i.high
FROM reports r CROSS JOIN v_indicators i ON i.report_id = r.id
WHERE r.organ_id = :code AND r.year IS NOT NULL AND i.indicator IN ('disclosure_rate', 'carry_rate');

-- name: region_coverage
SELECT year, is_practice, expected, found, late, gone, missing, blocked + unreadable + not_visited AS unseen
FROM region_coverage WHERE region_code = :code ORDER BY year;

-- name: region_siblings
SELECT g.code, g.name, r.report_key, r.is_practice, r.failed_errors + r.failed_warnings AS failed,
       i.value, i.n, i.low, i.high, c.expected,
       c.found + c.late + c.gone AS had
FROM regions me JOIN regions g ON g.parent_code = me.parent_code AND g.level = me.level
CROSS JOIN reports r ON r.region_code = g.code AND r.year = :year AND r.scope = 'region'
CROSS JOIN v_indicators i ON i.report_id = r.id AND i.indicator = 'disclosure_rate'
LEFT JOIN region_coverage c ON c.region_code = g.code AND c.year = r.year AND c.is_practice = r.is_practice
WHERE me.code = :code ORDER BY g.code, r.id;

-- name: below_coverage
SELECT c.region_code, sum(c.expected) AS expected, sum(c.found) AS found, sum(c.late) AS late, sum(c.gone) AS gone,
       sum(c.missing) AS missing, sum(c.blocked + c.unreadable + c.not_visited) AS unseen
-- Of a region with both, the real rows come last, and replace those of practice portals.
FROM regions g JOIN region_coverage c ON c.region_code = g.code WHERE g.parent_code = :code
GROUP BY c.region_code, c.is_practice ORDER BY c.is_practice DESC;
