-- 报告页指标的其余界限 | Further bounds of an indicator's value, after its first, on the report page.
SELECT i.indicator_no AS indicator, b.bound_name AS name, b.bound_text AS value,
       b.value_kind AS kind, b.lower_bound AS lower, b.lower_inclusive, b.upper_bound AS upper, b.upper_inclusive,
       b.unit, b.counter, array_to_string(b.per, '|') AS per, b.due_date AS due, b.start_date AS start,
       b.is_qualitative AS worded, b.qualitative_class AS class, b.qualitative_grade AS grade,
       b.unit_inferred AS inferred, b.is_approximate AS approximate, b.recurrence, b.direction, b.value_rule AS rule
FROM main.indicator_bound b
JOIN chosen_indicator i USING (indicator_key)
WHERE b.seq_no > 1
ORDER BY i.indicator_no, b.seq_no
