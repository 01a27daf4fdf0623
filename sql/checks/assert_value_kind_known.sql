-- 指标值类型在规定范围内 | The kind of every value is one of the four
SELECT 'indicator' AS table_name, indicator_key AS key, value_kind FROM indicator
WHERE value_kind NOT IN ('numeric', 'date', 'qualitative', 'empty')
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_kind FROM department_indicator
WHERE value_kind NOT IN ('numeric', 'date', 'qualitative', 'empty')
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, value_kind FROM indicator_bound
WHERE value_kind NOT IN ('numeric', 'date')
