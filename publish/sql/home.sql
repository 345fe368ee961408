-- name: totals
SELECT count(*) AS reports, count(DISTINCT organ_id) AS organs, count(DISTINCT region_code) AS regions,
       count(DISTINCT year) AS years, min(year) AS first_year, max(year) AS last_year, coalesce(sum(versions), 0) AS versions
FROM reports;

-- name: practice
SELECT EXISTS (SELECT 1 FROM reports WHERE is_practice = 1) AS any_practice,
       EXISTS (SELECT 1 FROM reports WHERE is_practice = 0) AS any_real;

-- name: coverage_by_year
SELECT year, count(*) AS expected, sum(status = 'found') AS found, sum(status = 'late') AS late,
       sum(status = 'removed') AS removed, sum(status = 'not_found') AS not_found
FROM expected_reports GROUP BY year ORDER BY year DESC;

-- name: last_run
SELECT started_at, ended_at, complete, command FROM runs ORDER BY id DESC LIMIT 1;

-- name: provinces
SELECT r.province_code AS code, r.province_name AS name, count(*) AS reports, count(DISTINCT r.organ_id) AS organs,
       min(r.year) AS first_year, max(r.year) AS last_year, min(r.is_practice) AS is_practice
FROM reports r WHERE r.province_code IS NOT NULL GROUP BY r.province_code ORDER BY r.province_code;

-- name: unknown_reports
SELECT report_key, title, source_url, year FROM reports WHERE organ_id IS NULL ORDER BY id LIMIT 200;
