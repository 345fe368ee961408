-- Summaries that rest on findings, to be made when these are complete. Limits on what was touched: archive/limited.py.

DELETE FROM report_totals WHERE 1 {touched_year:year};

INSERT INTO report_totals
SELECT year, scope, province_code, level, organ_type, is_practice, count(*), sum(passed_errors), sum(failed_errors),
       sum(passed_warnings), sum(failed_warnings), sum(passed_hints), sum(failed_hints), sum(failed_errors > 0),
       count(days_late), coalesce(sum(days_late <= 0), 0), coalesce(sum(days_late BETWEEN -2 AND 0), 0), max(days_late),
       coalesce(sum(text < form), 0), coalesce(sum(text > form), 0), sum(like_own), sum(like_other), sum(corrected),
       sum(gone)
FROM (
  SELECT r.year AS year, r.scope AS scope, coalesce(r.province_code, '') AS province_code,
         coalesce(r.level, 'na') AS level, coalesce(r.organ_type, 'unknown') AS organ_type,
         r.is_practice AS is_practice, r.passed_errors AS passed_errors, r.failed_errors AS failed_errors,
         r.passed_warnings AS passed_warnings, r.failed_warnings AS failed_warnings, r.passed_hints AS passed_hints,
         r.failed_hints AS failed_hints, r.days_late AS days_late, n.left_value AS text, n.right_value AS form,
         EXISTS (SELECT 1 FROM findings f WHERE f.check_id = 'Q01' AND f.status IN ('fail', 'explained')
           AND f.is_current = 1 AND f.report_id = r.id) AS like_own,
         EXISTS (SELECT 1 FROM findings f WHERE f.check_id = 'Q02' AND f.status IN ('fail', 'explained')
           AND f.is_current = 1 AND f.report_id = r.id) AS like_other,
         r.versions > 1 AND EXISTS (SELECT 1 FROM changes c WHERE c.report_id = r.id AND c.part = 'cell'
           AND c.relation = 'replaced') AS corrected,
         r.status = 'removed' AS gone
  FROM reports r
  LEFT JOIN findings n ON n.id = (SELECT min(f.id) FROM findings f WHERE f.check_id = 'N01'
    AND f.status IN ('fail', 'explained') AND f.is_current = 1 AND f.report_id = r.id)
  WHERE r.year IS NOT NULL {touched_year:r.year})
GROUP BY 1, 2, 3, 4, 5, 6
