-- 各区、各年、各部门有多少项目、多少钱？ | How many projects and how much money, by district, year and department?
-- A department is its code within its district; where forms print no codes, its name or its unit's name.
WITH named AS (
    SELECT fiscal_year, district_code, district_name, department_code, budget_cny, fiscal_funds_cny, other_funds_cny,
           coalesce(department_name, unit_name) AS department_name
    FROM v_project
)
SELECT fiscal_year, district_code, any_value(district_name) AS district_name, department_code,
       min(department_name) AS department_name,
       count(*) AS projects,
       count(budget_cny) AS projects_with_budget,
       sum(budget_cny) AS budget_cny,
       (sum(budget_cny) * 0.0001)::DECIMAL(24, 2) AS budget_wan_cny,
       sum(fiscal_funds_cny) AS fiscal_funds_cny,
       sum(other_funds_cny) AS other_funds_cny
FROM named
GROUP BY fiscal_year, district_code, department_code, coalesce(department_code, department_name)
ORDER BY fiscal_year, district_code, budget_cny DESC NULLS LAST, department_name
