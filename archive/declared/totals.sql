-- Summaries across reports that rest on loaded rows alone. Limits on what was touched: archive/limited.py.
-- A plus before a column keeps SQLite from an index by which many reports are found: it has no statistics yet.

DELETE FROM pair_totals WHERE 1 {touched_year:year,year + 1};

-- Sums over the pairs in which both sides are known; null where there are none.
INSERT INTO pair_totals
SELECT year, scope, level, organ_type, review, is_practice, count(*),
       count(rev_a + rev_b), sum(rev_a + 0 * rev_b), sum(rev_b + 0 * rev_a), sum(rev_b > rev_a), sum(rev_b < rev_a),
       count(suit_a + suit_b), sum(suit_a + 0 * suit_b), sum(suit_b + 0 * suit_a),
       count(denial), sum(denied_a + denial), sum(handled_a + denial), sum(denied_b + denial), sum(handled_b + denial),
       count(carry_out + carry_in), sum(carry_out = carry_in), sum(carry_out + 0 * carry_in),
       sum(carry_in + 0 * carry_out)
FROM (
  SELECT a.year AS year, a.scope AS scope, coalesce(a.level, 'na') AS level,
         coalesce(a.organ_type, 'unknown') AS organ_type, a.is_practice AS is_practice,
         CASE WHEN fa.rev = 0 THEN 'none' WHEN fa.rev + fa.corrected IS NULL THEN 'unknown'
              WHEN fa.corrected > 0 THEN 'corrected' ELSE 'not_corrected' END AS review,
         fa.rev AS rev_a, fb.rev AS rev_b, fa.suits AS suit_a, fb.suits AS suit_b, fa.denied AS denied_a,
         fb.denied AS denied_b, fa.handled AS handled_a, fb.handled AS handled_b,
         0 * (fa.denied + fb.denied + fa.handled + fb.handled) AS denial,
         fa.carry_out AS carry_out, fb.carry_in AS carry_in
  FROM reports a CROSS JOIN reports b ON b.organ_id = a.organ_id AND b.year = a.year + 1 AND +b.scope = a.scope
  AND b.is_practice = a.is_practice
  JOIN (SELECT report_id, rev_total AS rev, rev_corrected AS corrected, lit_direct_total AS suits, {denied} AS denied,
               res_total__total AS handled, req_carried_out__total AS carry_out FROM report_figures) fa
  ON fa.report_id = a.id
  JOIN (SELECT report_id, rev_total AS rev, lit_direct_total AS suits, {denied} AS denied, res_total__total AS handled,
               req_carried_in__total AS carry_in FROM report_figures) fb
  ON fb.report_id = b.id
  WHERE 1 {touched_year:a.year,a.year + 1})
GROUP BY year, scope, level, organ_type, review, is_practice;

-- The national form of 2014 has no outcome row for row the same; this rate is only near to disclosure_rate (dictionary.md
-- §6.7, comparability). The rows of rate_totals for touched years are gone already.
INSERT INTO rate_totals
SELECT 's14_disclosure', scope, year, coalesce(province_code, ''), coalesce(level, 'na'),
       coalesce(organ_type, 'unknown'), is_practice, sum(k), sum(n), count(*)
FROM (
  SELECT r.scope, r.year, r.province_code, r.level, r.organ_type, r.is_practice,
         sum(CASE WHEN s.code <> 's14_replied' THEN s.value END) AS k,
         max(CASE WHEN s.code = 's14_replied' THEN s.value END) AS n
  FROM reports r CROSS JOIN statistics s ON s.report_id = r.id AND s.is_current = 1
  AND s.code IN ('s14_replied', 's14_replied_already_public', 's14_replied_granted', 's14_replied_partial')
  WHERE r.year < 2019 {touched_year:r.year}
  AND {once}
  GROUP BY r.id HAVING count(s.value) = 4 AND count(*) = 4)
WHERE n > 0 GROUP BY 1, 2, 3, 4, 5, 6, 7;

DELETE FROM concentration WHERE 1 {touched_year:year};

-- The tenth is rounded up. Gini of sorted x: 2 Σ i·x / (n Σ x) - (n + 1) / n. Consolidated reports that stand for no region
-- of their own, or beside their government's, are left out, as in region_year.
INSERT INTO concentration
SELECT year, scope, level, is_practice, count(*), sum(x), (count(*) + 9) / 10,
       sum(CASE WHEN at > of - (of + 9) / 10 THEN x END),
       round(2.0 * sum(1.0 * at * x) / nullif(1.0 * count(*) * sum(x), 0) - (count(*) + 1.0) / count(*), 6)
FROM (
  SELECT year, scope, level, is_practice, x, row_number() OVER own AS at,
         count(*) OVER (PARTITION BY year, scope, level, is_practice) AS of
  FROM (
    SELECT r.year AS year, r.scope AS scope, l.column1 AS every, is_practice,
           CASE l.column1 WHEN 1 THEN 'all' ELSE coalesce(r.level, 'na') END AS level, r.requests_new AS x
    FROM reports r CROSS JOIN (VALUES (0), (1)) l
    WHERE r.year IS NOT NULL AND r.requests_new IS NOT NULL {touched_year:r.year}
    AND {once})
  WINDOW own AS (PARTITION BY year, scope, level, is_practice ORDER BY x))
GROUP BY year, scope, level, is_practice;

DELETE FROM topic_totals WHERE 1 {touched_year:year,year - 1};

INSERT INTO topic_totals
SELECT t.topic, r.year, coalesce(r.level, 'na'), coalesce(r.organ_type, 'unknown'), r.is_practice, count(*),
       count(had.topic), count(again.topic)
FROM reports r CROSS JOIN topics t ON t.report_id = r.id
LEFT JOIN reports b ON b.organ_id = r.organ_id AND b.year = r.year - 1 AND +b.scope = r.scope
AND b.is_practice = r.is_practice
LEFT JOIN topics had ON had.report_id = b.id AND had.topic = 'any'
LEFT JOIN topics again ON again.report_id = b.id AND again.topic = t.topic
WHERE r.year IS NOT NULL {touched_year:r.year,r.year - 1}
GROUP BY 1, 2, 3, 4, 5;

DELETE FROM survival WHERE 1 {touched_year:year};

INSERT INTO survival
SELECT year, level, substr(seen, 1, 7),
       CASE WHEN status = 'removed' AND gone IS NOT NULL THEN 1 + CAST((julianday(gone) - julianday(seen)) / 365.25 AS INTEGER) ELSE 0 END AS within,
       is_practice, count(*)
FROM (
  SELECT r.year AS year, coalesce(r.level, 'na') AS level, r.is_practice AS is_practice, r.status AS status,
         min(v.first_seen) AS seen, max(v.gone_at) AS gone
  FROM reports r CROSS JOIN report_versions v ON v.report_id = r.id WHERE r.year IS NOT NULL {touched_year:r.year}
  GROUP BY r.id)
GROUP BY 1, 2, 3, within, is_practice
