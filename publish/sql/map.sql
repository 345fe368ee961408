-- name: map_years
SELECT year, is_practice, found + late + gone AS had FROM region_coverage WHERE region_code = '000000' ORDER BY year DESC;

-- name: map_regions
SELECT code FROM regions WHERE level = 'province' AND parent_code IN ('000000', '650000');

-- name: map_coverage
SELECT g.code, 1.0 * (c.found + c.late + c.gone) / nullif(c.expected, 0) AS value, c.expected AS n, NULL AS report_key, 0 AS failed
FROM regions g JOIN region_coverage c ON c.region_code = g.code AND c.year = :year AND c.is_practice = :practice
WHERE g.level = 'province' AND g.parent_code IN ('000000', '650000');

-- name: map_reports
SELECT p.province_code AS code, sum(p.reports) AS value, NULL AS n, NULL AS report_key, 0 AS failed
FROM province_year p WHERE p.year = :year AND p.is_practice = :practice GROUP BY p.province_code;

-- name: map_requests
SELECT g.code, r.requests_new AS value, NULL AS n, r.report_key, r.failed_errors + r.failed_warnings AS failed
FROM regions g CROSS JOIN reports r ON r.region_code = g.code AND r.year = :year
WHERE g.level = 'province' AND g.parent_code IN ('000000', '650000') AND r.scope = 'region' AND r.is_practice = :practice;

-- name: map_disclosure
SELECT g.code, i.disclosure_rate AS value, i.disclosure_rate_n AS n, r.report_key,
       r.failed_errors + r.failed_warnings AS failed
FROM regions g CROSS JOIN reports r ON r.region_code = g.code AND r.year = :year JOIN indicators i ON i.report_id = r.id
WHERE g.level = 'province' AND g.parent_code IN ('000000', '650000') AND r.scope = 'region' AND r.is_practice = :practice;

-- name: map_reviews
SELECT g.code, f.rev_total AS value, NULL AS n, r.report_key, r.failed_errors + r.failed_warnings AS failed
FROM regions g CROSS JOIN reports r ON r.region_code = g.code AND r.year = :year JOIN report_figures f ON f.report_id = r.id
WHERE g.level = 'province' AND g.parent_code IN ('000000', '650000') AND r.scope = 'region' AND r.is_practice = :practice;
