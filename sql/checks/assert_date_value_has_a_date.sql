-- 时限型指标有日期（没有单一日期的另有问题说明），且起始不晚于截止 | A date value has a date, or a finding that says why not, and does not end before it starts
SELECT 'indicator' AS table_name, indicator_key AS key, value_text, start_date, due_date FROM indicator
WHERE (value_kind = 'date' AND start_date IS NULL AND due_date IS NULL
       AND indicator_key NOT IN (SELECT indicator_key FROM quality_issue WHERE indicator_key IS NOT NULL))
   OR start_date > due_date
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text, start_date, due_date
FROM department_indicator
WHERE start_date > due_date
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no, bound_text, start_date, due_date FROM indicator_bound
WHERE start_date > due_date
