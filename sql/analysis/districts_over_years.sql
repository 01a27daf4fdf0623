-- 各区各年的钱、项目和量化率怎么变？ | How do money, projects and the share of targets in figures differ between districts and years?
SELECT fiscal_year, district_name, departments, projects, budget_wan_cny::DECIMAL(24, 2) AS budget_wan_cny,
       indicators, numeric_percent, dated_percent, qualitative_percent
FROM v_district_year
ORDER BY district_code, fiscal_year
