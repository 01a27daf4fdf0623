-- 沿革一对一：没有两个项目或单位连到同一前身 | Lineage is one to one: no two projects or units come from the same one
SELECT 'project' AS of_table, previous_project_key AS previous_key, count(*) AS links
FROM project_lineage
WHERE previous_project_key IS NOT NULL
GROUP BY previous_project_key
HAVING count(*) > 1
UNION ALL
SELECT 'department', previous_department_key, count(*)
FROM department_lineage
WHERE previous_department_key IS NOT NULL
GROUP BY previous_department_key
HAVING count(*) > 1
