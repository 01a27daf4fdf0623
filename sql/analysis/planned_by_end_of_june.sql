-- 到六月底应当支出多少？ | How much money is planned to be spent by the end of June?
SELECT fiscal_year, district_name, department_label, plan_projects, known_projects, plan_budget_cny,
       plan_cumulative_cny, plan_cumulative_percent::DECIMAL(9, 2) AS plan_cumulative_percent
FROM v_department_disbursement
WHERE stage_month = 6
ORDER BY plan_cumulative_percent NULLS LAST, fiscal_year, district_code, department_label
LIMIT 100
