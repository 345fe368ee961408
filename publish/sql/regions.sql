-- name: region
SELECT code, name, level, parent_code, kind, path, valid_from, valid_to, is_practice FROM regions WHERE code = :code;

-- name: region_above
WITH RECURSIVE up(code, name, parent_code, depth) AS (
  SELECT code, name, parent_code, 0 FROM regions WHERE code = :code
  UNION ALL SELECT r.code, r.name, r.parent_code, up.depth + 1 FROM regions r JOIN up ON r.code = up.parent_code)
SELECT code, name FROM up WHERE depth > 0 AND code != '000000' ORDER BY depth DESC;

-- name: region_consolidated
SELECT r.report_key, r.year, r.organ_name, r.requests_new, r.requests_handled, r.failed_errors, r.failed_warnings,
       r.published_on, r.days_late, r.status, r.is_practice, i.disclosure_rate, i.disclosure_rate_n, f.rev_total
FROM reports r JOIN indicators i ON i.report_id = r.id JOIN report_figures f ON f.report_id = r.id
WHERE r.region_code = :code AND r.scope = 'region' ORDER BY r.year, r.id;

-- name: region_organs
SELECT o.id, o.name, o.organ_type, o.reports, o.first_year, o.last_year, o.is_practice,
       coalesce(sum(r.failed_errors + r.failed_warnings), 0) AS failed
FROM organs o LEFT JOIN reports r ON r.organ_id = o.id
WHERE o.region_code = :code AND o.reports > 0 GROUP BY o.id ORDER BY o.organ_type != 'government', o.name;

-- name: region_below
WITH RECURSIVE down(top, code) AS (
  SELECT code, code FROM regions WHERE parent_code = :code
  UNION ALL SELECT down.top, r.code FROM regions r JOIN down ON r.parent_code = down.code),
counted AS (
  SELECT down.top, sum(y.reports) AS reports, min(y.year) AS first_year, max(y.year) AS last_year,
         min(y.is_practice) AS is_practice
  FROM down JOIN region_year y ON y.region_code = down.code GROUP BY down.top),
housed AS (SELECT down.top, count(*) AS organs FROM down JOIN organs o ON o.region_code = down.code AND o.reports > 0 GROUP BY down.top)
SELECT t.code, t.name, t.level, t.kind, coalesce(c.reports, 0) AS reports, coalesce(h.organs, 0) AS organs,
       c.first_year, c.last_year, max(t.is_practice, coalesce(c.is_practice, 0)) AS is_practice
FROM regions t LEFT JOIN counted c ON c.top = t.code LEFT JOIN housed h ON h.top = t.code
WHERE t.parent_code = :code ORDER BY t.code;

-- name: region_sums
SELECT year, scope, reports, reports_b, req_new__total, res_total__total, rev_total, is_practice
FROM region_year WHERE region_code = :code AND scope != 'region' ORDER BY year, scope;

-- name: region_totals
SELECT year, is_practice, requests_new, requests_handled, reviews, reports, region_reports, lower_bound, expected, coverage
FROM v_region_total WHERE region_code = :code ORDER BY year, is_practice;

-- name: region_parts
-- What v_rollup sums, with what it cannot say: parts without a number, parts that fail a check; and the handled too.
SELECT p.requests_handled AS handled, sum(c.requests_handled) AS parts_handled, sum(c.requests_new IS NULL) AS unknown_new,
       sum(c.requests_handled IS NULL) AS unknown_handled, sum(c.failed_errors + c.failed_warnings > 0) AS failing
FROM reports p JOIN reports c ON c.in_region_report_id = p.id AND c.is_practice = p.is_practice
  AND (c.scope != 'region' OR c.region_code != p.region_code OR c.level = 'na')
WHERE p.report_key = :key;

-- name: organ_coverage
SELECT e.organ_id, count(*) AS expected, sum(e.status IN ('found', 'late', 'gone')) AS had,
       sum(e.status = 'late') AS late, sum(e.status = 'missing') AS missing
FROM organs o JOIN expected_reports e ON e.organ_id = o.id
WHERE o.region_code = :code AND e.status NOT IN ('not_due', 'not_required', 'organ_abolished') GROUP BY e.organ_id;
