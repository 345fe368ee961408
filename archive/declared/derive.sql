-- Counts and names that are derived from the loaded rows. Statements end with a semicolon.

INSERT INTO organ_names
SELECT organ_id, organ_name, min(year), max(year), count(*)
FROM reports WHERE organ_id IS NOT NULL AND organ_name IS NOT NULL
GROUP BY organ_id, organ_name;

UPDATE portals SET visits = v.visits, last_visit = v.last_visit, last_outcome = v.outcome
FROM (SELECT portal_id, count(*) AS visits, max(visited_at) AS last_visit, outcome
      FROM visits GROUP BY portal_id) v
WHERE v.portal_id = portals.id;

UPDATE portals SET reports = 0;

UPDATE portals SET reports = s.reports
FROM (SELECT s.portal_id, count(DISTINCT rv.report_id) AS reports
      FROM sightings s JOIN report_versions rv ON rv.id = s.version_id GROUP BY s.portal_id) s
WHERE s.portal_id = portals.id;

UPDATE checks SET
  failed = (SELECT count(DISTINCT report_id) FROM findings f
            WHERE f.check_id = checks.id AND f.status = 'fail' AND f.is_current = 1),
  not_assessable = (SELECT count(DISTINCT report_id) FROM findings f
                    WHERE f.check_id = checks.id AND f.status = 'not_assessable' AND f.is_current = 1);

UPDATE checks SET not_assessable = checks.not_assessable + u.reports
FROM (SELECT c.value AS id, sum(r.n) AS reports
      FROM (SELECT unassessed, count(*) AS n FROM reports GROUP BY unassessed) r, json_each(r.unassessed) e, json_each(e.value) c
      GROUP BY c.value) u
WHERE u.id = checks.id;
