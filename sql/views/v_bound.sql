-- 界限一览：指标值中的每个界限及其指标、项目 | Bounds in the values of indicators, with indicator, project and unit.
-- seq_no: 指标值内顺序；1 即指标本身的界限 | Order within the value, from 1; the first is the indicator's own
SELECT b.indicator_key, b.seq_no, b.project_key, b.fiscal_year, b.district_code, d.district_name,
       d.department_code, d.unit_name, p.project_name, p.budget_cny,
       i.level1, i.level2, i.level3, i.value_text, i.horizon,
       b.* EXCLUDE (indicator_key, seq_no, project_key, district_code, fiscal_year)
FROM main.indicator_bound b
JOIN main.indicator i USING (indicator_key)
JOIN main.project p ON p.project_key = b.project_key
JOIN main.department d USING (department_key)
