-- Names and counts that are derived from the loaded rows. Limits on what was touched: archive/limited.py.

DELETE FROM organs WHERE 1 {touched_organ:id};

INSERT INTO organs
SELECT newest.organ_id, newest.organ_name, newest.organ_type, newest.region_code, newest.level, NULL,
       c.reports, c.first_year, c.last_year, c.is_practice
FROM (SELECT organ_id, organ_name, organ_type, region_code, level, max(printf('%04d %s', coalesce(year, 0), report_key))
      FROM reports WHERE organ_id IS NOT NULL {touched_organ:organ_id} GROUP BY organ_id) newest
JOIN (SELECT organ_id, count(*) AS reports, min(year) AS first_year, max(year) AS last_year,
             min(is_practice) AS is_practice
      FROM reports WHERE organ_id IS NOT NULL {touched_organ:organ_id} GROUP BY organ_id) c
ON c.organ_id = newest.organ_id
ORDER BY newest.organ_id;

DELETE FROM organ_names WHERE 1 {touched_organ:organ_id};

INSERT INTO organ_names
SELECT organ_id, organ_name, min(year), max(year), count(*)
FROM reports WHERE organ_id IS NOT NULL AND organ_name IS NOT NULL {touched_organ:organ_id}
GROUP BY organ_id, organ_name;

UPDATE portals SET visits = v.visits, last_visit = v.last_visit, last_outcome = v.outcome
FROM (SELECT portal_id, count(*) AS visits, max(visited_at) AS last_visit, outcome
      FROM visits WHERE portal_id IS NOT NULL {touched_portal:portal_id} GROUP BY portal_id) v
WHERE v.portal_id = portals.id;

UPDATE portals SET reports = 0 WHERE 1 {touched_portal:id};

UPDATE portals SET reports = s.reports
FROM (SELECT s.portal_id, count(DISTINCT rv.report_id) AS reports
      FROM sightings s JOIN report_versions rv ON rv.id = s.version_id
      WHERE s.portal_id IS NOT NULL {touched_portal:s.portal_id} GROUP BY s.portal_id) s
WHERE s.portal_id = portals.id;
