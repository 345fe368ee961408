-- name: all_tables
SELECT name, row_count FROM tables;

-- name: own_columns
SELECT table_name, name, type, zh, en FROM columns
WHERE name NOT IN (SELECT code FROM codes) ORDER BY table_name, ordinal;

-- name: all_comparability
SELECT * FROM comparability;
