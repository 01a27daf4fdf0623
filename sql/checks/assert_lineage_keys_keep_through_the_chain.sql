-- 沿革主键沿链不变且不跨链，取链首之键 | A shared key is that of the first of its chain, kept all along, and no two projects of a year share one
WITH carried AS (
    SELECT l.project_key, l.undertaking_key, l.previous_project_key, l.fiscal_year, b.undertaking_key AS carried_key
    FROM project_lineage l
    LEFT JOIN project_lineage b ON b.project_key = l.previous_project_key
)
SELECT 'project' AS of_table, project_key AS key, undertaking_key AS shared_key, carried_key
FROM carried
WHERE undertaking_key IS DISTINCT FROM coalesce(carried_key, project_key)
    OR (previous_project_key IS NOT NULL AND carried_key IS NULL)
UNION ALL
SELECT 'project', min(project_key), undertaking_key, NULL
FROM project_lineage
GROUP BY undertaking_key, fiscal_year
HAVING count(*) > 1
UNION ALL
SELECT 'department', l.department_key, l.office_key, b.office_key
FROM department_lineage l
LEFT JOIN department_lineage b ON b.department_key = l.previous_department_key
WHERE (l.previous_department_key IS NOT NULL AND l.office_key IS DISTINCT FROM b.office_key)
    OR l.office_key NOT IN (SELECT department_key FROM department_lineage)
