-- name: operations_runs
SELECT id, command, portals, started_at, ended_at, complete, exit_code, outcomes, note FROM runs ORDER BY id DESC LIMIT 20;

-- name: operations_portals
SELECT p.id, p.name, p.region_code, g.name AS region_name, p.url, p.visits, p.last_visit, p.last_outcome, p.reports,
       p.is_practice
FROM portals p LEFT JOIN regions g ON g.code = p.region_code ORDER BY p.id;

-- name: operations_outcomes
SELECT portal_id, outcome, count(*) AS visits FROM visits
WHERE portal_id IN (SELECT value FROM json_each(:portals)) GROUP BY portal_id, outcome;

-- name: operations_reasons
-- What the last refusal or failure of a portal said.
SELECT p.id, (SELECT v.reason FROM visits v WHERE v.portal_id = p.id AND v.outcome = p.last_outcome
              ORDER BY v.id DESC LIMIT 1) AS reason
FROM portals p
WHERE p.id IN (SELECT value FROM json_each(:portals)) AND p.last_outcome IN ('blocked', 'failed');

-- name: operations_unreadable
SELECT coalesce(reason, '') AS reason, count(*) AS captures, min(sha256) AS sha256 FROM readings
WHERE verdict = 'unreadable' GROUP BY reason ORDER BY captures DESC, reason LIMIT 50;

-- name: operations_problems
SELECT problem, count(*) AS names, sum(captures) AS captures FROM unresolved_organs GROUP BY problem ORDER BY captures DESC;

-- name: operations_unresolved
SELECT sha256, problem, printed_name, portal_id, captures, url, candidates FROM unresolved_organs
ORDER BY captures DESC, sha256 LIMIT 30;

-- name: operations_counted
SELECT (SELECT count(*) FROM reports WHERE year IS NULL) AS no_year,
       (SELECT count(*) FROM readings WHERE verdict = 'unreadable') AS unreadable;
