-- 单位均为规范单位 | Units are canonical
SELECT 'indicator' AS table_name, indicator_key AS key, unit FROM indicator
WHERE unit NOT IN ('percent', 'CNY', 'count', 'm', 'm2', 'm3', 'kg', 'minute', 'hour', 'day', 'workday', 'week', 'month', 'year')
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, unit FROM department_indicator
WHERE unit NOT IN ('percent', 'CNY', 'count', 'm', 'm2', 'm3', 'kg', 'minute', 'hour', 'day', 'workday', 'week', 'month', 'year')
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, unit FROM indicator_bound
WHERE unit NOT IN ('percent', 'CNY', 'count', 'm', 'm2', 'm3', 'kg', 'minute', 'hour', 'day', 'workday', 'week', 'month', 'year')
