-- name: statistic_label
SELECT label, unit FROM statistics WHERE code = :code LIMIT 1;

-- name: cell_peers
SELECT n, value FROM peers WHERE year = :year AND organ_type = coalesce(:organ_type, '') AND level = coalesce(:level, '') AND scope = :scope
AND is_practice = :is_practice AND measure = :code;

-- name: cell_rates
SELECT r.report_key, i.indicator, i.value, i.n, i.low, i.high
FROM reports r CROSS JOIN v_indicators i ON i.report_id = r.id
WHERE r.organ_id = :organ AND r.year IS NOT NULL AND i.indicator = :rate;
