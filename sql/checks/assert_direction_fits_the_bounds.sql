-- 指标方向与界限相符，仅空白值无方向 | The direction follows from kind and bounds, and only an empty value has none
WITH stated AS (
    SELECT 'indicator' AS table_name, indicator_key AS key, value_kind, lower_bound, upper_bound, direction FROM indicator
    UNION ALL
    SELECT 'indicator_bound', indicator_key || ' ' || seq_no, value_kind, lower_bound, upper_bound, direction
    FROM indicator_bound
    UNION ALL
    SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_kind, lower_bound, upper_bound, direction
    FROM department_indicator
)
FROM stated
WHERE direction IS DISTINCT FROM CASE
    WHEN value_kind = 'empty' THEN NULL
    WHEN value_kind = 'date' THEN 'by_date'
    WHEN value_kind = 'qualitative' THEN 'qualitative'
    WHEN upper_bound IS NULL THEN 'at_least'
    WHEN lower_bound IS NULL THEN 'at_most'
    WHEN lower_bound = upper_bound THEN 'exactly'
    ELSE 'within' END
