-- 定性指标值均有类别，等级在 1 至 4 之间 | Qualitative values have a known class, and grades run from 1 to 4
SELECT 'indicator' AS table_name, indicator_key AS key, value_text, qualitative_class, qualitative_grade FROM indicator
WHERE (value_kind = 'qualitative' AND (qualitative_class IS NULL OR NOT is_qualitative))
    OR qualitative_class NOT IN ('grade', 'improvement', 'assurance', 'compliance', 'timeliness', 'by_reference', 'other')
    OR qualitative_grade NOT BETWEEN 1 AND 4
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, value_text, qualitative_class, qualitative_grade
FROM department_indicator
WHERE (value_kind = 'qualitative' AND (qualitative_class IS NULL OR NOT is_qualitative))
    OR qualitative_class NOT IN ('grade', 'improvement', 'assurance', 'compliance', 'timeliness', 'by_reference', 'other')
    OR qualitative_grade NOT BETWEEN 1 AND 4
