-- 各区、各年、各部门有多少项目、多少钱？ | How many projects and how much money, by district, year and department?
SELECT fiscal_year, district_code, district_name, department_code, department_label,
       projects, projects_with_budget, budget_cny, budget_wan_cny::DECIMAL(24, 2) AS budget_wan_cny,
       fiscal_funds_cny, other_funds_cny
FROM v_department_year
ORDER BY fiscal_year, district_code, budget_cny DESC NULLS LAST, department_label
