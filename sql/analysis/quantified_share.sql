-- 指标量化率是多少，谁最低？ | What share of indicators has a number, and which department has the lowest?
SELECT fiscal_year, district_name, department_label, indicators, numeric_indicators, numeric_percent,
       rank() OVER (ORDER BY numeric_percent) AS from_lowest
FROM v_department_year
WHERE indicators > 0
ORDER BY numeric_percent, fiscal_year, district_code, department_label
LIMIT 100
