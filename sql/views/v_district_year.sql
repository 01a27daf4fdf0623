-- 区划年度汇总：部门、项目、金额、指标及其量化、时限、定性比例 | A district's year: departments, projects, money, indicators and how they are stated.
-- departments: 部门数 | Number of departments
-- budget_cny: 预算合计（元）；均未填为 NULL | Sum of the budgets in yuan; NULL where none is stated
-- fiscal_funds_cny: 其中财政资金合计（元） | Of it fiscal funds in yuan; NULL where none are stated
-- other_funds_cny: 其中其他资金合计（元） | Of it other funds in yuan; NULL where none are stated
-- budget_wan_cny: 预算合计（万元） | Sum of the budgets in 10,000 yuan
SELECT fiscal_year, district_code, any_value(district_name) AS district_name,
       count(*) AS departments, sum(units)::BIGINT AS units, sum(projects)::BIGINT AS projects,
       sum(projects_with_budget)::BIGINT AS projects_with_budget,
       sum(budget_cny) AS budget_cny, sum(fiscal_funds_cny) AS fiscal_funds_cny,
       sum(other_funds_cny) AS other_funds_cny,
       (sum(budget_cny) * 0.0001)::DECIMAL(24, 6) AS budget_wan_cny,
       sum(indicators)::BIGINT AS indicators, sum(numeric_indicators)::BIGINT AS numeric_indicators,
       sum(dated_indicators)::BIGINT AS dated_indicators,
       sum(qualitative_indicators)::BIGINT AS qualitative_indicators,
       sum(empty_indicators)::BIGINT AS empty_indicators,
       (100.0 * sum(numeric_indicators) / nullif(sum(indicators), 0))::DECIMAL(5, 2) AS numeric_percent,
       (100.0 * sum(dated_indicators) / nullif(sum(indicators), 0))::DECIMAL(5, 2) AS dated_percent,
       (100.0 * sum(qualitative_indicators) / nullif(sum(indicators), 0))::DECIMAL(5, 2) AS qualitative_percent
FROM main.v_department_year
GROUP BY fiscal_year, district_code
