-- 前身单位属同一区划且早于本单位，前身的项目年度在先 | What a unit was before is of the same district, and had its projects in earlier years
WITH active AS (
    SELECT department_key, min(fiscal_year) AS first_year, max(fiscal_year) AS last_year FROM project GROUP BY department_key
)
SELECT l.department_key, l.previous_department_key, l.district_code, b.district_code AS previous_district,
       n.first_year, o.last_year AS previous_last_year
FROM department_lineage l
LEFT JOIN department b ON b.department_key = l.previous_department_key
LEFT JOIN active n ON n.department_key = l.department_key
LEFT JOIN active o ON o.department_key = l.previous_department_key
WHERE l.previous_department_key IS NOT NULL
    AND (
        b.department_key IS NULL
        OR b.district_code IS NULL OR b.district_code IS DISTINCT FROM l.district_code
        OR n.first_year <= o.last_year
    )
