-- 下限不高于上限 | The lower bound is not above the upper one
SELECT 'indicator' AS table_name, indicator_key AS key, value_text, lower_bound, upper_bound FROM indicator
WHERE lower_bound > upper_bound
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text, lower_bound, upper_bound
FROM department_indicator
WHERE lower_bound > upper_bound
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, bound_text, lower_bound, upper_bound
FROM indicator_bound
WHERE lower_bound > upper_bound
