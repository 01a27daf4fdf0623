-- 周期在规定范围内，且仅用于时限 | A recurrence is a known period, and stands only with a date
WITH stated AS (
    SELECT 'indicator' AS table_name, indicator_key AS key, value_kind, recurrence FROM indicator
    UNION ALL
    SELECT 'indicator_bound', indicator_key || ' ' || seq_no, value_kind, recurrence FROM indicator_bound
    UNION ALL
    SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_kind, recurrence FROM department_indicator
)
FROM stated
WHERE recurrence NOT IN
    ('day', 'week', 'ten_days', 'month', 'quarter', 'half_year', 'year', 'term', 'school_year', 'batch')
    OR (recurrence IS NOT NULL AND value_kind <> 'date')
