-- 现行金额与各文件之和一致 | Current projects and money are those of the documents they come from, nothing more or less
WITH current_total AS (
    SELECT p.document_key, p.district_code, p.fiscal_year, coalesce(d.department_code, d.unit_name) AS department,
           count(*) AS projects, sum(p.budget_cny) AS budget, sum(p.fiscal_funds_cny) AS fiscal,
           sum(p.other_funds_cny) AS other
    FROM project p
    JOIN department d USING (department_key)
    GROUP BY ALL
),
document_total AS (
    SELECT p.document_key, p.district_code, p.fiscal_year, coalesce(d.department_code, d.unit_name) AS department,
           count(*) AS projects, sum(p.budget_cny) AS budget, sum(p.fiscal_funds_cny) AS fiscal,
           sum(p.other_funds_cny) AS other
    FROM history.project p
    JOIN history.department d USING (department_key)
    GROUP BY ALL
),
-- Units may be spelt otherwise among all versions than among the current ones: documents are then compared whole.
current_whole AS (
    SELECT document_key, sum(projects) AS projects, sum(budget) AS budget, sum(fiscal) AS fiscal, sum(other) AS other
    FROM current_total GROUP BY document_key
),
document_whole AS (
    SELECT t.document_key, sum(t.projects) AS projects, sum(t.budget) AS budget, sum(t.fiscal) AS fiscal,
           sum(t.other) AS other
    FROM document_total t
    WHERE t.document_key IN (SELECT document_key FROM project)
        AND (t.department IS NULL OR EXISTS (
            FROM current_total c
            WHERE c.document_key = t.document_key AND c.department IS NOT DISTINCT FROM t.department
                AND c.district_code IS NOT DISTINCT FROM t.district_code
                AND c.fiscal_year IS NOT DISTINCT FROM t.fiscal_year
        ))
    GROUP BY t.document_key
)
SELECT document_key, c.projects, d.projects AS projects_of_document, c.budget, d.budget AS budget_of_document
FROM current_whole c
FULL JOIN document_whole d USING (document_key)
WHERE (c.projects, c.budget, c.fiscal, c.other) IS DISTINCT FROM (d.projects, d.budget, d.fiscal, d.other)
