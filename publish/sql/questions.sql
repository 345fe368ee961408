-- name: region_choices
SELECT r.code AS value, r.name AS zh, r.name AS en FROM regions r
WHERE r.code IN (SELECT DISTINCT province_code FROM province_year) ORDER BY r.code;

-- name: year_choices
SELECT DISTINCT year AS value, year AS zh, year AS en FROM year_totals ORDER BY year DESC;
