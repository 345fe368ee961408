-- name: search_sections
-- Sections stand in the order of years, so that the newest come first without sorting all that is found.
SELECT s.heading, zh_snippet(s.text, :query) AS snippet, r.report_key, r.title, r.organ_name,
       r.year, r.region_name, r.scope, r.is_practice
FROM sections_fts JOIN sections s ON s.id = sections_fts.rowid JOIN reports r ON r.id = s.report_id
WHERE sections_fts MATCH :expression AND s.is_current = 1 AND (:year = '' OR r.year = :year)
  AND (:region = '' OR r.region_code = :region OR r.province_code = :region OR r.prefecture_code = :region)
ORDER BY sections_fts.rowid DESC LIMIT 51;

-- name: search_organs
SELECT id, name, reports, first_year, last_year, is_practice FROM organs
WHERE instr(name, :query) ORDER BY length(name), id LIMIT 20;

-- name: search_years
SELECT DISTINCT year FROM reports WHERE year IS NOT NULL ORDER BY year DESC;

-- name: search_regions
SELECT code, path AS name FROM regions WHERE level IN ('province', 'prefecture') ORDER BY code;
