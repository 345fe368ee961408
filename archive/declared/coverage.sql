-- Expected and found reports of one year, summed for every region over all regions in it.
WITH RECURSIVE one(code, is_practice, status, n) AS (
  SELECT region_code, is_practice, status, count(*) FROM expected_reports WHERE year = ?1 GROUP BY 1, 2, 3),
up(top, is_practice, status, n) AS (
  SELECT code, is_practice, status, n FROM one
  UNION ALL SELECT r.parent_code, up.is_practice, up.status, up.n FROM up JOIN regions r ON r.code = up.top
  WHERE r.parent_code IS NOT NULL)
INSERT INTO region_coverage
SELECT top, ?1, is_practice, sum(n), sum(n * (status = 'found')), sum(n * (status = 'late')), sum(n * (status = 'gone')),
       sum(n * (status = 'missing')), sum(n * (status = 'blocked')), sum(n * (status = 'unreadable')),
       sum(n * (status = 'not_visited'))
FROM up WHERE status NOT IN ('not_due', 'not_required', 'organ_abolished')
GROUP BY top, is_practice ORDER BY top, is_practice
