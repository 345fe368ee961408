-- name: coverage_below
-- One row for each region directly below and year: a level of the tree, never its whole.
SELECT r.code, r.name, c.* FROM regions r JOIN region_coverage c ON c.region_code = r.code
WHERE r.parent_code = :code ORDER BY c.is_practice, r.code, c.year;

-- name: coverage_here
SELECT r.code, r.name, c.* FROM region_coverage c JOIN regions r ON r.code = c.region_code
WHERE c.region_code = :code ORDER BY c.is_practice, c.year;

-- name: coverage_choices
SELECT code, name FROM regions WHERE parent_code = :code ORDER BY code;

-- name: coverage_statuses
WITH RECURSIVE down(code) AS (
  SELECT :code UNION ALL SELECT r.code FROM down JOIN regions r ON r.parent_code = down.code)
SELECT e.status, count(*) AS organs FROM expected_reports e
WHERE e.year = :year AND (:code = '000000' OR e.region_code IN (SELECT code FROM down)) GROUP BY e.status;

-- name: coverage_organs
WITH RECURSIVE down(code) AS (
  SELECT :code UNION ALL SELECT r.code FROM down JOIN regions r ON r.parent_code = down.code)
SELECT e.organ_id, o.name AS organ_name, o.organ_type, o.level, o.reports, e.region_code, g.name AS region_name,
       g.path AS region_path, e.year, e.status, e.deadline, e.days_late, e.is_practice, r.report_key, r.title,
       r.published_on, r.source_url
FROM expected_reports e JOIN organs o ON o.id = e.organ_id LEFT JOIN regions g ON g.code = e.region_code
LEFT JOIN reports r ON r.id = e.report_id
WHERE e.year = :year AND e.status IN (SELECT value FROM json_each(:statuses))
  AND (:code = '000000' OR e.region_code IN (SELECT code FROM down))
  AND (e.region_code, e.organ_id) > (:after_region, :after_organ) AND (:query = '' OR instr(o.name, :query))
ORDER BY e.region_code, e.organ_id LIMIT :limit;

-- name: coverage_portals
-- Why a portal refused or failed is what its last refusal or failure said.
SELECT p.id, p.name, p.region_code, p.url, p.last_visit, p.last_outcome,
       (SELECT v.reason FROM visits v WHERE v.portal_id = p.id AND v.outcome = p.last_outcome
        AND p.last_outcome IN ('blocked', 'failed') ORDER BY v.id DESC LIMIT 1) AS reason,
       (SELECT v.reason FROM visits v WHERE v.portal_id = p.id AND v.outcome = 'blocked' ORDER BY v.id DESC LIMIT 1) AS refusal
FROM portals p WHERE p.region_code IN (SELECT value FROM json_each(:codes)) ORDER BY p.region_code, p.id;

