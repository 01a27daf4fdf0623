-- 同名项目在各部门之间怎么比？ | How does a project of one name compare between departments?
WITH named AS (
    SELECT fiscal_year, district_code, project_name, count(DISTINCT department_key) AS units, sum(budget_cny) AS total_cny
    FROM project
    GROUP BY ALL
    HAVING units > 1
)
SELECT n.fiscal_year, p.district_name, n.project_name, n.units, n.total_cny, p.department_label, p.budget_cny,
       t.indicators, t.numeric_percent
FROM named n
JOIN v_project p USING (fiscal_year, district_code, project_name)
JOIN v_project_targets t ON t.project_key = p.project_key
ORDER BY n.units DESC, n.total_cny DESC, n.fiscal_year, n.district_code, n.project_name, p.budget_cny DESC,
         p.department_label
LIMIT 100
