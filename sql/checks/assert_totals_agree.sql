-- 现行金额与各文件现行部分之和一致 | Current projects and money are those of the versions that count, nothing more or less
WITH current_total AS (
    SELECT document_key, count(*) AS projects, sum(budget_cny) AS budget, sum(fiscal_funds_cny) AS fiscal,
           sum(other_funds_cny) AS other
    FROM project
    GROUP BY document_key
),
document_total AS (
    SELECT p.document_key, count(*) AS projects, sum(p.budget_cny) AS budget, sum(p.fiscal_funds_cny) AS fiscal,
           sum(p.other_funds_cny) AS other
    FROM history.project p
    JOIN project_version v USING (project_key)
    WHERE v.is_current
    GROUP BY p.document_key
)
SELECT document_key, c.projects, d.projects AS projects_of_document, c.budget, d.budget AS budget_of_document
FROM current_total c
FULL JOIN document_total d USING (document_key)
WHERE (c.projects, c.budget, c.fiscal, c.other) IS DISTINCT FROM (d.projects, d.budget, d.fiscal, d.other)
