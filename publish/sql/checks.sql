-- name: checks
SELECT id, severity, check_group, title_zh, title_en, rule_zh, rule_en, formula, failed, not_assessable FROM checks
ORDER BY rowid;

-- name: check
SELECT * FROM checks WHERE id = :id;

-- name: checks_totals
SELECT * FROM check_totals;

-- name: check_totals
SELECT * FROM check_totals WHERE check_id = :id;

-- name: form_totals
SELECT * FROM form_totals;

-- name: consolidated_totals
SELECT coalesce(year, 0) AS year, coalesce(level, 'na') AS level, is_practice, sum(reports) AS reports
FROM report_totals WHERE scope = 'region' GROUP BY 1, 2, 3;

-- name: check_codes
SELECT code, zh, en, basis FROM codes WHERE code IN (SELECT value FROM json_each(:codes)) ORDER BY ordinal;

-- name: check_reports
-- Newest first: numbers of reports begin with the year. The next page goes on from the last finding shown.
SELECT f.id AS finding, f.report_id, f.message_zh, f.message_en, f.left_value, f.right_value, f.evidence, f.attribution,
       r.report_key, r.year, r.organ_name, r.region_code, r.region_name, r.level, r.scope, r.source_url, r.is_practice
FROM findings f CROSS JOIN reports r ON r.id = f.report_id
WHERE f.check_id = :id AND f.status = :status AND f.is_current = 1 AND f.report_id BETWEEN :first AND :last
  AND (f.report_id, f.id) < (:before_report, :before)
  AND (:level = '' OR coalesce(r.level, 'na') = :level)
  AND (:region = '' OR r.region_code = :region OR r.province_code = :region OR r.prefecture_code = :region)
ORDER BY f.report_id DESC, f.id DESC LIMIT :limit;
