-- 量词只与 count 同现 | A counter stands only beside the unit count
SELECT 'indicator' AS table_name, indicator_key AS key, unit, counter FROM indicator
WHERE counter IS NOT NULL AND unit IS DISTINCT FROM 'count'
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, unit, counter FROM department_indicator
WHERE counter IS NOT NULL AND unit IS DISTINCT FROM 'count'
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, unit, counter FROM indicator_bound
WHERE counter IS NOT NULL AND unit IS DISTINCT FROM 'count'
