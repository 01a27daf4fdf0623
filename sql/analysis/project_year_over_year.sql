-- 同一项目今年比去年钱多了多少？ | How much more money has a project this year than last year?
SELECT fiscal_year, district_code, change_kind, coalesce(project_name, previous_project_name) AS project_name,
       previous_budget_cny, budget_cny, budget_change_cny, budget_change_percent, method, confidence
FROM v_project_change
WHERE change_kind <> 'first_seen'
ORDER BY abs(coalesce(budget_change_cny, budget_cny, previous_budget_cny, 0)) DESC, fiscal_year, district_code,
         project_name
LIMIT 100
