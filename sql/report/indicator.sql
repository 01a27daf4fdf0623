-- 报告页的指标：原文及其规范化含义 | Indicators of the report page, verbatim and normalised.
SELECT c.project_no AS project, i.level1, i.level2, i.level3, description, value_text AS value, basis, source_ref AS place,
       operator_text AS operator, measure_unit_text AS measure_unit, weight, i.horizon,
       i.value_kind AS kind, i.lower_bound AS lower, lower_inclusive, i.upper_bound AS upper, upper_inclusive,
       i.unit, i.counter, c.per, due_date AS due, start_date AS start,
       is_qualitative AS worded, qualitative_class AS class, qualitative_grade AS grade,
       unit_inferred AS inferred, is_approximate AS approximate, recurrence, i.direction, value_rule AS rule
FROM chosen_indicator c
JOIN main.indicator i USING (indicator_key)
ORDER BY c.indicator_no
