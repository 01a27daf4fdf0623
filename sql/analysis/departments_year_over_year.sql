-- 各单位的项目和钱比去年多了还是少了？ | Have units more or fewer projects and more or less money than last year?
SELECT fiscal_year, district_name, unit_name, previous_unit_name, previous_projects, projects, previous_budget_cny,
       budget_cny, budget_change_cny, budget_change_percent, previous_numeric_percent, numeric_percent
FROM v_department_change
ORDER BY abs(budget_change_cny) DESC NULLS LAST, fiscal_year, district_code, unit_name
LIMIT 100
