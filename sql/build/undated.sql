-- 同时收到、金额不同的两个版本 | Versions of one delivery that state another amount: nothing tells which of them is the later.
-- Reads project_text, document_text (texts.sql, versions.sql), staged_project and staged_document; adds to
-- main.quality_issue. Severity and words are those of `transforms/rules/findings.toml`.

INSERT INTO main.quality_issue BY NAME
WITH rival AS (
    SELECT c.text_key, c.document_key, o.document_key AS other_key
    FROM document_text c
    JOIN document_text o ON o.text_key = c.text_key AND o.delivery = c.delivery
    WHERE c.is_current AND o.document_key <> c.document_key AND (o.stage = 'approved') = (c.stage = 'approved')
),
-- A code or name that stands twice in a version does not tell which project is meant.
named AS (
    SELECT text_key, document_key, project, any_value(project_key) AS project_key
    FROM (
        SELECT text_key, document_key, project_key, unnest([project_code, '|' || project_name]) AS project
        FROM project_text
        SEMI JOIN rival USING (text_key)
    )
    WHERE project IS NOT NULL AND project <> '|'
    GROUP BY text_key, document_key, project
    HAVING count(*) = 1
),
matched AS (
    SELECT here.project_key, there.project_key AS other_project, r.other_key, starts_with(here.project, '|') AS is_by_name
    FROM rival r
    JOIN named here ON here.text_key = r.text_key AND here.document_key = r.document_key
    JOIN named there ON there.text_key = r.text_key AND there.document_key = r.other_key AND there.project = here.project
),
-- A name tells only of what no code does; under another code it is another project, which is said to be missing.
paired AS (
    SELECT project_key, other_project FROM matched WHERE NOT is_by_name
    UNION
    SELECT m.project_key, m.other_project
    FROM matched m
    JOIN staged_project p ON p.project_key = m.project_key
    JOIN staged_project o ON o.project_key = m.other_project
    ANTI JOIN (FROM matched WHERE NOT is_by_name) c ON c.project_key = m.project_key AND c.other_key = m.other_key
    ANTI JOIN (FROM matched WHERE NOT is_by_name) t ON t.other_project = m.other_project
    WHERE m.is_by_name AND NOT coalesce(p.project_code_valid AND o.project_code_valid, FALSE)
),
differing AS (
    SELECT p.project_key, p.document_key, p.project_name, p.project_code, p.budget_cny, o.budget_cny AS other_cny,
           d.file_name
    FROM paired
    JOIN staged_project p ON p.project_key = paired.project_key
    JOIN staged_project o ON o.project_key = paired.other_project
    JOIN staged_document d ON d.document_key = o.document_key
    WHERE p.budget_cny IS DISTINCT FROM o.budget_cny
    QUALIFY row_number() OVER (PARTITION BY p.project_key ORDER BY d.received_at DESC NULLS LAST, o.project_key) = 1
)
SELECT document_key || '-undated-' || project_key AS issue_key, document_key, project_key, 'warning' AS severity,
       'version_order_unknown' AS rule,
       format('与“{}”同时收到（前后不到一分钟），该文件中此项目为 {} 元，本文件为 {} 元；无从判断哪份在后，采用了本文件，请核对 | '
              'received together with another version that states another amount for this project, and nothing tells '
              'which is the later: find out, and take the other one out of the raw folder', file_name,
              coalesce(format('{:,.2f}', other_cny::DOUBLE), '?'), coalesce(format('{:,.2f}', budget_cny::DOUBLE), '?'))
           AS message,
       concat_ws(' ', project_code, project_name) AS value_text
FROM differing
ORDER BY document_key, issue_key;
