-- 每个项目、每个预算单位恰有一行沿革 | Every project and every unit has exactly one row of lineage, and no row is of another
-- Lineage is made as a whole or not at all: without it (a publication that asks for none) both tables are empty.
WITH made AS (SELECT count(*) > 0 AS is_made FROM (FROM project_lineage SELECT 1 UNION ALL FROM department_lineage SELECT 1)),
counted AS (
    SELECT 'project' AS of_table, coalesce(p.project_key, l.project_key) AS key,
           count(p.project_key) AS rows, count(l.project_key) AS links,
           count(*) FILTER (WHERE (p.district_code, p.fiscal_year) IS DISTINCT FROM (l.district_code, l.fiscal_year)) AS astray
    FROM project p
    FULL JOIN project_lineage l USING (project_key)
    GROUP BY ALL
    UNION ALL
    SELECT 'department', coalesce(d.department_key, l.department_key), count(d.department_key), count(l.department_key),
           count(*) FILTER (WHERE d.district_code IS DISTINCT FROM l.district_code)
    FROM department d
    FULL JOIN department_lineage l USING (department_key)
    GROUP BY ALL
)
SELECT of_table, key, rows, links, astray
FROM counted, made
WHERE is_made AND (rows <> 1 OR links <> 1 OR astray > 0)
