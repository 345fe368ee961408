-- name: all_codes
SELECT * FROM codes ORDER BY ordinal;

-- name: all_tables
SELECT name, kind, zh, en FROM tables ORDER BY kind, rowid;

-- name: own_columns
SELECT table_name, name, type, zh, en FROM columns
WHERE name NOT IN (SELECT code FROM codes) ORDER BY table_name, ordinal;

-- name: all_comparability
SELECT * FROM comparability;
