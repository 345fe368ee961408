-- name: version_figures
SELECT code, value FROM version_figures WHERE version_id = :version;

-- name: version_notes
SELECT code, status, raw FROM cell_notes WHERE version_id = :version;

-- name: version_sections
SELECT id, part, heading, text FROM sections WHERE version_id = :version ORDER BY id;

-- name: statistics_that_differ
-- A row of a form before 2019 is known by its label and column; what stands in one version alone has no other side.
SELECT coalesce(a.label, b.label) AS label, coalesce(a.column_label, b.column_label) AS column_label, a.raw AS old_raw, a.status AS old_status,
       b.raw AS new_raw, b.status AS new_status
FROM (SELECT * FROM statistics WHERE version_id = :old) a FULL JOIN (SELECT * FROM statistics WHERE version_id = :new) b
  ON a.label = b.label AND a.column_label IS b.column_label
WHERE a.value IS NOT b.value OR a.status IS NOT b.status;
