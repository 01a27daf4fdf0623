-- 非空指标值均注明解读规则 | Every value that is not empty names the rule that read it
SELECT 'indicator' AS table_name, indicator_key AS key, value_text FROM indicator
WHERE value_kind <> 'empty' AND value_rule IS NULL
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text FROM department_indicator
WHERE value_kind <> 'empty' AND value_rule IS NULL
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, bound_text FROM indicator_bound WHERE value_rule IS NULL
