-- 同名项目在各部门之间怎么比？ | How does a project of one name compare between departments?
WITH named AS (
    SELECT project_key, count(DISTINCT department_key) OVER of_one_name AS units,
           sum(budget_cny) OVER of_one_name AS total_cny
    FROM project
    WHERE project_name IS NOT NULL
    WINDOW of_one_name AS (PARTITION BY fiscal_year, district_code, project_name)
)
SELECT p.fiscal_year, p.district_name, p.project_name, n.units, n.total_cny, p.department_label, p.budget_cny,
       t.indicators, t.numeric_percent
FROM named n
JOIN v_project p USING (project_key)
JOIN v_project_targets t USING (project_key)
WHERE n.units > 1
ORDER BY n.units DESC, n.total_cny DESC NULLS LAST, p.fiscal_year, p.district_code, p.project_name,
         p.budget_cny DESC NULLS LAST, p.department_label, p.unit_name, p.project_key
LIMIT 100
