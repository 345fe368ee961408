-- name: totals
SELECT (SELECT count(*) FROM reports) AS reports, (SELECT count(*) FROM organs WHERE reports > 0) AS organs,
       (SELECT count(DISTINCT region_code) FROM region_year) AS regions, count(DISTINCT year) AS years,
       min(year) AS first_year, max(year) AS last_year, (SELECT count(*) FROM report_versions) AS versions,
       coalesce(sum(reports) FILTER (WHERE is_practice = 1), 0) AS practice
FROM year_totals;

-- name: practice
SELECT EXISTS (SELECT 1 FROM year_totals WHERE is_practice = 1) AS any_practice,
       EXISTS (SELECT 1 FROM year_totals WHERE is_practice = 0) AS any_real,
       coalesce((SELECT is_practice FROM report_totals GROUP BY 1 ORDER BY sum(reports) DESC, 1 LIMIT 1), 0) AS most;

-- name: verdicts
SELECT sum(verdict = 'report') AS report, sum(verdict = 'not_a_report') AS not_a_report,
       sum(verdict = 'unreadable') AS unreadable, count(problem) AS problem FROM readings;

-- name: last_run
SELECT started_at, ended_at, complete, command FROM runs ORDER BY id DESC LIMIT 1;

-- name: provinces
WITH RECURSIVE down(top, code) AS (
  SELECT DISTINCT province_code, province_code FROM province_year
  UNION ALL SELECT down.top, r.code FROM regions r JOIN down ON r.parent_code = down.code),
housed AS (SELECT down.top, count(*) AS organs FROM down JOIN organs o ON o.region_code = down.code AND o.reports > 0 GROUP BY down.top)
SELECT p.province_code AS code, r.name, sum(p.reports) AS reports, h.organs, min(p.year) AS first_year,
       max(p.year) AS last_year, min(p.is_practice) AS is_practice
FROM province_year p JOIN regions r ON r.code = p.province_code LEFT JOIN housed h ON h.top = p.province_code
GROUP BY p.province_code ORDER BY p.province_code;

-- name: unknown_reports
SELECT report_key, title, source_url, year FROM reports WHERE organ_id IS NULL ORDER BY id LIMIT 200;
