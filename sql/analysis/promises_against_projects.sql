-- 部门在第一部分的承诺，在第二部分有没有对应的项目？ | Which goals of part one have a project of their own in part two?

-- A goal has its project where one's name holds the other's, white space and the words that every project name ends in
-- apart (经费, 资金, 项目, 费); a goal that is named otherwise may still have one.
WITH goal AS (
    SELECT department_goal_key, document_key, fiscal_year, district_code, seq_no, title,
           regexp_replace(title, '\s|(专项)?(工作)?(业务)?(项目)?(经费|资金|项目|费用|费)\s*$', '', 'g') AS name
    FROM department_goal
    WHERE title IS NOT NULL
),
-- The projects of a document's text are in part another document's, where a unit published its own; those of a department's
-- own text are all that the department has.
held AS (
    SELECT h.document_key, c.project_key
    FROM history.project h
    JOIN project_version v ON v.project_key = h.project_key
    JOIN project_version c ON c.text_key = v.text_key AND c.is_current
    UNION
    SELECT o.document_key, p.project_key
    FROM document o
    JOIN v_department_year y ON y.fiscal_year = o.fiscal_year AND y.district_code = o.district_code
        AND y.department_code = o.department_code AND y.department_label = o.department_name
    JOIN v_project p ON p.fiscal_year = o.fiscal_year AND p.district_code = o.district_code
        AND p.department_code = o.department_code
),
named_project AS (
    SELECT h.document_key, p.project_name,
           regexp_replace(p.project_name, '\s|(专项)?(工作)?(业务)?(项目)?(经费|资金|项目|费用|费)\s*$', '', 'g') AS name
    FROM held h
    JOIN project p USING (project_key)
    WHERE p.project_name IS NOT NULL
),
paired AS (
    SELECT g.department_goal_key, count(*) AS projects, min(p.project_name) AS project_name
    FROM goal g
    JOIN named_project p ON p.document_key = g.document_key
    WHERE length(g.name) >= 2 AND length(p.name) >= 2 AND (contains(p.name, g.name) OR contains(g.name, p.name))
    GROUP BY ALL
)
SELECT g.fiscal_year, g.district_code, o.department_name, g.seq_no, g.title, coalesce(r.projects, 0) AS projects,
       r.project_name
FROM goal g
JOIN document o USING (document_key)
LEFT JOIN paired r USING (department_goal_key)
ORDER BY g.fiscal_year, g.district_code, o.department_name, g.document_key, g.seq_no
LIMIT 100
