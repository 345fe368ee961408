-- Counts and names that are derived from the loaded rows. Statements end with a semicolon.

INSERT INTO organ_names
SELECT organ_id, organ_name, min(year), max(year), count(*)
FROM reports WHERE organ_id IS NOT NULL AND organ_name IS NOT NULL
GROUP BY organ_id, organ_name;

UPDATE portals SET
  visits = (SELECT count(*) FROM visits v WHERE v.portal_id = portals.id),
  last_visit = (SELECT max(visited_at) FROM visits v WHERE v.portal_id = portals.id),
  last_outcome = (SELECT outcome FROM visits v WHERE v.portal_id = portals.id ORDER BY v.id DESC LIMIT 1),
  reports = (SELECT count(DISTINCT rv.report_id) FROM sightings s JOIN report_versions rv ON rv.id = s.version_id
             WHERE s.portal_id = portals.id);

UPDATE checks SET
  failed = (SELECT count(DISTINCT report_id) FROM findings f
            WHERE f.check_id = checks.id AND f.status = 'fail' AND f.is_current = 1),
  not_assessable = (SELECT count(DISTINCT report_id) FROM findings f
                    WHERE f.check_id = checks.id AND f.status = 'not_assessable' AND f.is_current = 1);
