-- 较早版本有而现行版本没有的项目 | Projects of an earlier version that the current one does not have.
-- Reads project_text, document_text (texts.sql, versions.sql), staged_project and staged_document; adds to
-- main.quality_issue. Severity and words are those of `transforms/rules/findings.toml`.

INSERT INTO main.quality_issue BY NAME
WITH held AS (
    SELECT p.project_key, p.project_code, p.project_name, p.document_key, p.text_key, p.district_code, p.fiscal_year,
           p.identity, d.is_current, s.budget_cny, CASE WHEN s.project_code_valid THEN p.project_code END AS valid_code
    FROM project_text p
    JOIN document_text d USING (document_key, text_key)
    JOIN staged_project s ON s.project_key = p.project_key
),
gone AS (
    FROM held WHERE NOT is_current
),
-- A project that went to another unit of the department has its code there.
by_code AS (
    SELECT g.project_key, g.document_key, h.project_key AS current_key
    FROM gone g
    JOIN held h ON h.is_current AND h.project_code = g.project_code AND h.identity = g.identity
        AND h.district_code = g.district_code AND h.fiscal_year = g.fiscal_year
),
-- By name what no code finds, one for one: of two 维修费 one may be gone. Those of the same money first, which say which of
-- them it is. Of the others, a name under another code is another project: those without a code go with those that have one.
unfound AS (
    SELECT *, row_number() OVER (PARTITION BY document_key, text_key, project_name, budget_cny ORDER BY project_key) AS number
    FROM gone
    ANTI JOIN by_code USING (project_key)
),
free AS (
    SELECT d.document_key AS earlier_key, h.*,
           row_number() OVER (PARTITION BY d.document_key, h.text_key, h.project_name, h.budget_cny ORDER BY h.project_key)
               AS number
    FROM (SELECT DISTINCT document_key, text_key FROM gone) d
    JOIN held h ON h.is_current AND h.text_key = d.text_key
    ANTI JOIN by_code c ON c.document_key = d.document_key AND c.current_key = h.project_key
),
by_money AS (
    SELECT u.project_key, u.document_key, f.project_key AS current_key
    FROM unfound u
    JOIN free f ON f.earlier_key = u.document_key AND f.text_key = u.text_key AND f.project_name = u.project_name
        AND f.budget_cny = u.budget_cny AND f.number = u.number
),
left_over AS (
    SELECT * REPLACE (row_number() OVER (PARTITION BY document_key, text_key, project_name
                                         ORDER BY valid_code IS NULL, project_key) AS number)
    FROM unfound
    ANTI JOIN by_money USING (project_key)
),
left_free AS (
    SELECT f.* REPLACE (row_number() OVER (PARTITION BY f.earlier_key, f.text_key, f.project_name
                                           ORDER BY f.valid_code IS NOT NULL, f.project_key) AS number)
    FROM free f
    ANTI JOIN by_money m ON m.document_key = f.earlier_key AND m.current_key = f.project_key
),
kept AS (
    SELECT u.project_key
    FROM left_over u
    JOIN left_free f ON f.earlier_key = u.document_key AND f.text_key = u.text_key AND f.project_name = u.project_name
        AND f.number = u.number
    WHERE coalesce(f.valid_code = u.valid_code, TRUE)
),
current_version AS (
    SELECT DISTINCT text_key, document_key AS current_key FROM document_text WHERE is_current
),
dropped AS (
    SELECT g.project_key, c.current_key, s.project_name, s.project_code, s.budget_cny, o.file_name
    FROM left_over g
    ANTI JOIN kept USING (project_key)
    JOIN current_version c USING (text_key)
    JOIN staged_project s ON s.project_key = g.project_key
    JOIN staged_document o ON o.document_key = g.document_key
    -- Of several earlier versions that have it, the last one says so.
    QUALIFY row_number() OVER (
        PARTITION BY g.text_key, coalesce(g.project_code, g.project_name || g.number)
        ORDER BY o.received_at DESC NULLS LAST, g.project_key
    ) = 1
)
SELECT current_key || '-' || project_key AS issue_key, current_key AS document_key, 'warning' AS severity,
       'project_not_in_later_version' AS rule,
       format('较早版本“{}”中的项目“{}”（{} 元）在本文件中没有，未计入现行数据；请核对是取消了项目，还是本文件不完整 | an earlier version '
              'has a project that this one lacks, so it is not current: find out whether it was dropped or this document is '
              'incomplete', file_name, coalesce(project_name, '?'), coalesce(format('{:,.2f}', budget_cny::DOUBLE), '?'))
           AS message,
       concat_ws(' ', project_code, project_name) AS value_text
FROM dropped
ORDER BY document_key, issue_key;
