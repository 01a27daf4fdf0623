-- 数值型指标至少有一个界限 | A numeric value has a bound
SELECT 'indicator' AS table_name, indicator_key AS key, value_text FROM indicator
WHERE value_kind = 'numeric' AND lower_bound IS NULL AND upper_bound IS NULL
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text FROM department_indicator
WHERE value_kind = 'numeric' AND lower_bound IS NULL AND upper_bound IS NULL
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, bound_text FROM indicator_bound
WHERE value_kind = 'numeric' AND lower_bound IS NULL AND upper_bound IS NULL
