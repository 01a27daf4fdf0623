-- 非空指标值均有据以解读的词句 | Every value that is not empty has the words that decided
SELECT 'indicator' AS table_name, indicator_key AS key, value_text, phrase FROM indicator
WHERE (value_kind = 'empty') <> (phrase IS NULL)
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, bound_text, phrase FROM indicator_bound
WHERE phrase IS NULL
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text, phrase FROM department_indicator
WHERE (value_kind = 'empty') <> (phrase IS NULL)
