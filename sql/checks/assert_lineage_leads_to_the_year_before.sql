-- 上年项目属同一区划、同一单位、上一年度 | What a project was before is of the same district and unit and of the year before
SELECT l.project_key, l.previous_project_key, l.fiscal_year, b.fiscal_year AS previous_year,
       l.district_code, b.district_code AS previous_district, n.office_key, o.office_key AS previous_office
FROM project_lineage l
JOIN project p ON p.project_key = l.project_key
LEFT JOIN department_lineage n ON n.department_key = p.department_key
LEFT JOIN project b ON b.project_key = l.previous_project_key
LEFT JOIN department_lineage o ON o.department_key = b.department_key
WHERE l.previous_project_key IS NOT NULL
    AND (
        b.fiscal_year IS DISTINCT FROM l.fiscal_year - 1
        OR b.district_code IS NULL OR b.district_code IS DISTINCT FROM l.district_code
        OR o.office_key IS NULL OR o.office_key IS DISTINCT FROM n.office_key
    )
