-- 每个单位恰有一个现用名称 | Every unit has exactly one current name
SELECT district_code, coalesce(unit_code, unit_name) AS unit, count(*) FILTER (WHERE is_current) AS current_names
FROM department
WHERE unit_code IS NOT NULL
GROUP BY ALL
HAVING count(*) FILTER (WHERE is_current) <> 1
