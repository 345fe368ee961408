-- name: example_report
-- Of the newest year that real reports have; of practice reports where there are no others.
SELECT report_key, year FROM reports
WHERE is_practice = (SELECT min(is_practice) FROM year_totals)
  AND year = (SELECT max(year) FROM year_totals WHERE is_practice = (SELECT min(is_practice) FROM year_totals))
ORDER BY province_code, level LIMIT 1;

-- name: last_visited
SELECT value AS at FROM about WHERE key = 'last_visit';

-- name: code_columns
SELECT m.name AS table_name, count(*) AS n FROM sqlite_master m, pragma_table_info(m.name) c
WHERE m.type IN ('table', 'view') AND c.name IN (SELECT code FROM codes) GROUP BY m.name;

-- name: schema_tables
SELECT name, kind, row_count, zh, en FROM tables ORDER BY rowid;
