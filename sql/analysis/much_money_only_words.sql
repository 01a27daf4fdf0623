-- 只有定性指标、钱却很多的项目？ | Which projects have much money and mostly words for targets?
SELECT t.fiscal_year, p.district_name, p.department_label, t.project_name, t.budget_cny, t.indicators,
       t.numeric_indicators, t.qualitative_indicators, t.qualitative_percent
FROM v_project_targets t
JOIN v_project p USING (project_key)
WHERE t.qualitative_percent >= 50
ORDER BY t.budget_cny DESC NULLS LAST, t.project_key
LIMIT 100
