-- What cross-checks need to know of the reports in temp.wanted. Statements end with a semicolon.
-- A plus before a column keeps SQLite, which knows nothing of the values yet, from the index by scope or by level: that of
-- organ and year, or region and year, leads to a handful of rows.

DELETE FROM temp.assessed;

DELETE FROM temp.kids;

-- A report of unknown scope is held against another year's only where the organ can have but one scope. A consolidated
-- report is a government's: a department or a town that sums up its branches is no region.
INSERT INTO temp.assessed
SELECT r.id,
  (SELECT p.id FROM reports p WHERE p.organ_id = r.organ_id AND p.year = r.year - 1 AND +p.scope = r.scope ORDER BY p.report_key LIMIT 1),
  (SELECT p.id FROM reports p WHERE p.organ_id = r.organ_id AND p.year = r.year - 2 AND +p.scope = r.scope ORDER BY p.report_key LIMIT 1),
  (SELECT p.id FROM reports p WHERE p.organ_id = r.organ_id AND p.year = r.year + 1 AND +p.scope = r.scope ORDER BY p.report_key LIMIT 1),
  r.scope <> 'unknown' OR coalesce(r.organ_type, 'unknown') NOT IN ('government', 'gov_office', 'zone_committee', 'dispatched_agency', 'vertical_agency', 'unknown'),
  EXISTS (SELECT 1 FROM temp.divisions g WHERE g.code = r.region_code AND g.valid_from = r.year)
    OR (r.scope = 'region' AND EXISTS (SELECT 1 FROM temp.divisions g WHERE g.parent_code = r.region_code AND (g.valid_from = r.year OR g.valid_to IN (r.year - 1, r.year)))),
  r.scope = 'region' AND r.year IS NOT NULL AND r.level <> 'township' AND r.organ_type IN ('government', 'gov_office', 'zone_committee', 'dispatched_agency'),
  NULL, NULL
FROM temp.wanted w CROSS JOIN reports r ON r.id = w.id;

-- One office: the own report of the general office, else that of the government. Two of them tell nothing.
UPDATE temp.assessed SET office_id = (
  SELECT CASE sum(o.organ_type = 'gov_office') WHEN 1 THEN max(CASE o.organ_type WHEN 'gov_office' THEN o.id END)
    WHEN 0 THEN CASE count(*) WHEN 1 THEN max(o.id) END END
  FROM reports r JOIN reports o ON o.region_code = r.region_code AND o.year = r.year AND +o.level = r.level AND o.is_practice = r.is_practice
  WHERE r.id = assessed.id AND +o.scope = 'own' AND +o.organ_type IN ('gov_office', 'government'))
WHERE consolidated;

-- The consolidated report of the region above, where there is one and no more.
UPDATE temp.assessed SET parent_id = (
  SELECT CASE count(*) WHEN 1 THEN max(p.id) END
  FROM reports r JOIN regions g ON g.code = r.region_code JOIN reports p ON p.region_code = g.parent_code AND p.year = r.year
  WHERE r.id = assessed.id AND +p.scope = 'region' AND +p.level <> 'township' AND p.is_practice = r.is_practice
    AND +p.organ_type IN ('government', 'gov_office', 'zone_committee', 'dispatched_agency'))
WHERE consolidated;

-- Zones are left out: whether one counts with this region or another is not certain. CROSS JOIN keeps the order of search.
INSERT INTO temp.kids
SELECT s.id, max(c.id)
FROM temp.assessed s CROSS JOIN reports r ON r.id = s.id CROSS JOIN temp.divisions g ON g.parent_code = r.region_code
CROSS JOIN reports c ON c.region_code = g.code AND c.year = r.year
WHERE s.consolidated AND +c.scope = 'region' AND +c.level <> 'township' AND c.is_practice = r.is_practice
  AND +c.organ_type IN ('government', 'gov_office', 'zone_committee', 'dispatched_agency')
GROUP BY s.id, g.code HAVING count(*) = 1;
