-- name: search_matches
-- The newest of what holds the words, at most :most of them, whatever the filters leave: a common word with a rare
-- filter must not read the whole index. CASE, so that a text is read only where the filters let it through.
SELECT s.id, s.heading, s.text, r.report_key, r.title, r.organ_name, r.year, r.region_name, r.scope, r.is_practice
FROM (SELECT rowid AS id FROM sections_fts WHERE sections_fts MATCH :expression AND rowid < :before ORDER BY rowid DESC LIMIT :most) c
CROSS JOIN sections s ON s.id = c.id CROSS JOIN reports r ON r.id = s.report_id
WHERE CASE WHEN s.is_current = 1 AND (:year = '' OR r.year = :year) AND (:level = '' OR r.level = :level)
    AND (:scope = '' OR r.scope = :scope) AND (:type = '' OR r.organ_type = :type) AND (:kind = '' OR r.kind = :kind)
    AND (:region = '' OR r.region_code IN (
      WITH RECURSIVE below(code) AS (SELECT :region UNION SELECT g.code FROM below b JOIN regions g ON g.parent_code = b.code)
      SELECT code FROM below))
  THEN zh_holds(s.text, :query) ELSE 0 END
LIMIT :shown;

-- name: search_reach
-- How far the statement above has looked: all that holds the words when there are fewer than :most.
SELECT count(*) AS looked, min(id) AS last FROM (
  SELECT rowid AS id FROM sections_fts WHERE sections_fts MATCH :expression AND rowid < :before ORDER BY rowid DESC LIMIT :most);

-- name: search_reports_of_region
-- The newest reports of a region and those below it: their texts are read one by one. +id: a rare region must
-- not be sought along the whole table.
WITH RECURSIVE below(code) AS (SELECT :region UNION SELECT g.code FROM below b JOIN regions g ON g.parent_code = b.code)
SELECT id FROM reports WHERE region_code IN (SELECT code FROM below) AND +id < :before ORDER BY +id DESC LIMIT :most;

-- name: search_reports_of_year
SELECT id FROM reports WHERE year = :year AND +id < :before ORDER BY +id DESC LIMIT :most;

-- name: search_reports_of_region_and_year
WITH RECURSIVE below(code) AS (SELECT :region UNION SELECT g.code FROM below b JOIN regions g ON g.parent_code = b.code)
SELECT id FROM reports WHERE region_code IN (SELECT code FROM below) AND year = :year AND +id < :before ORDER BY +id DESC LIMIT :most;

-- name: search_in_reports
-- In the order of the list, so that it ends with enough hits.
SELECT s.report_id, s.heading, s.text, r.report_key, r.title, r.organ_name, r.year, r.region_name, r.scope, r.is_practice
FROM json_each(:reports) j CROSS JOIN reports r ON r.id = j.value CROSS JOIN sections s ON s.report_id = r.id
WHERE s.is_current = 1 AND (:level = '' OR r.level = :level) AND (:scope = '' OR r.scope = :scope)
  AND (:type = '' OR r.organ_type = :type) AND (:kind = '' OR r.kind = :kind) AND zh_holds(s.text, :query)
LIMIT :shown;

-- name: search_organs
SELECT o.id, o.name, o.reports, o.first_year, o.last_year, o.is_practice, g.path AS region_path
FROM organs o LEFT JOIN regions g ON g.code = o.region_code
WHERE instr(o.name, :word) AND (:words = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(:words) w WHERE NOT instr(o.name, w.value)))
  AND (:level = '' OR o.level = :level) AND (:type = '' OR o.organ_type = :type)
  AND (:region = '' OR o.region_code IN (
    WITH RECURSIVE below(code) AS (SELECT :region UNION SELECT g.code FROM below b JOIN regions g ON g.parent_code = b.code)
    SELECT code FROM below))
ORDER BY length(o.name), o.id LIMIT :shown;

-- name: search_years
SELECT DISTINCT year FROM year_totals WHERE year IS NOT NULL ORDER BY year DESC;

-- name: search_regions
SELECT code, path AS name FROM regions WHERE level IN ('province', 'prefecture') OR code = :region ORDER BY code;
