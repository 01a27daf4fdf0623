-- 同类单位成本在各部门、各区差多少？ | How far apart are unit costs of a kind between departments and districts?
SELECT per, fiscal_year, district_code, count(*) AS bounds, min(upper_bound) AS lowest_cny,
       median(upper_bound)::DECIMAL(24, 2) AS median_cny, max(upper_bound) AS highest_cny,
       arg_max(project_key, (upper_bound, project_key)) AS highest_project
FROM indicator_bound
WHERE unit = 'CNY' AND len(per) > 0 AND upper_bound IS NOT NULL
GROUP BY ALL
ORDER BY count(*) DESC, per, fiscal_year, district_code
LIMIT 100
