-- 是否含本数与界限同时有无 | An inclusive flag stands exactly where its bound does
SELECT 'indicator' AS table_name, indicator_key AS key, value_text FROM indicator
WHERE (lower_bound IS NULL) <> (lower_inclusive IS NULL) OR (upper_bound IS NULL) <> (upper_inclusive IS NULL)
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text FROM department_indicator
WHERE (lower_bound IS NULL) <> (lower_inclusive IS NULL) OR (upper_bound IS NULL) <> (upper_inclusive IS NULL)
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, bound_text FROM indicator_bound
WHERE (lower_bound IS NULL) <> (lower_inclusive IS NULL) OR (upper_bound IS NULL) <> (upper_inclusive IS NULL)
