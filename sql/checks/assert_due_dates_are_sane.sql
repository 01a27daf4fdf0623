-- 日期在合理年份内，除非已列为问题 | Dates lie in sane years, unless a finding questions them
SELECT 'indicator' AS table_name, i.indicator_key AS key, i.value_text, i.start_date, i.due_date
FROM indicator i
WHERE (year(i.due_date) NOT BETWEEN 1949 AND 2149 OR year(i.start_date) NOT BETWEEN 1949 AND 2149)
    AND NOT EXISTS (FROM quality_issue q WHERE q.indicator_key = i.indicator_key)
UNION ALL
SELECT 'disbursement_plan', project_key, percent_text, NULL, due_date
FROM disbursement_plan
WHERE year(due_date) <> fiscal_year OR month(due_date) <> stage_month
