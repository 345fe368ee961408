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
WHERE o.region_code = :code GROUP BY o.id ORDER BY o.organ_type != 'government', o.name;

-- name: region_below
WITH RECURSIVE down(top, code) AS (
  SELECT code, code FROM regions WHERE parent_code = :code
  UNION ALL SELECT down.top, r.code FROM regions r JOIN down ON r.parent_code = down.code)
SELECT t.code, t.name, t.level, t.kind, count(r.id) AS reports, count(DISTINCT r.organ_id) AS organs,
       min(r.year) AS first_year, max(r.year) AS last_year, t.is_practice
FROM down JOIN regions t ON t.code = down.top LEFT JOIN reports r ON r.region_code = down.code
GROUP BY t.code ORDER BY t.code;

-- name: region_sums
SELECT year, scope, reports, reports_b, req_new__total, res_total__total, rev_total, is_practice
FROM region_year WHERE region_code = :code AND scope != 'region' ORDER BY year, scope;
