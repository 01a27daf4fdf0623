-- 两份现行文件中的同一项目 | Projects that two current documents both have, and that are counted twice.
-- Reads staged_project, staged_document, spelling and current_project (versions.sql); adds to main.quality_issue. Severity and
-- words are those of `transforms/rules/findings.toml`.

INSERT INTO main.quality_issue BY NAME
WITH held AS (
    SELECT p.project_key, p.document_key, coalesce(p.district_code, '?') AS district, p.fiscal_year, p.project_code,
           p.project_name AS printed_name, regexp_replace(p.project_name, '[\s　()（）]', '', 'g') AS project_name,
           p.budget_cny, regexp_replace(unit.name, '本级$', '') AS unit_name, d.file_name, d.received_at
    FROM staged_project p
    SEMI JOIN current_project USING (project_key)
    JOIN staged_document d USING (document_key)
    LEFT JOIN spelling unit ON unit.printed = p.unit_name
    WHERE p.fiscal_year IS NOT NULL
),
-- One code is one project. Without codes, or where all of them changed, it is the name, the amount and a unit whose name is
-- the end of the other's: 教育局, 某某市教育局.
by_code AS (
    SELECT a.project_key, b.project_key AS other
    FROM held a
    JOIN held b USING (district, fiscal_year, project_code)
    WHERE a.document_key <> b.document_key
),
by_name AS (
    SELECT a.project_key, b.project_key AS other
    FROM (SELECT *, right(unit_name, 3) AS ending FROM held) a
    JOIN (SELECT *, right(unit_name, 3) AS ending FROM held) b
        USING (district, fiscal_year, project_name, budget_cny, ending)
    WHERE a.document_key <> b.document_key AND a.budget_cny > 0
        AND (ends_with(a.unit_name, b.unit_name) OR ends_with(b.unit_name, a.unit_name))
),
twice AS (
    SELECT h.*, o.file_name AS other_file
    FROM (FROM by_code UNION FROM by_name) pair
    JOIN held h USING (project_key)
    JOIN held o ON o.project_key = pair.other
    -- The document that came later says so, of each of its projects once.
    WHERE (coalesce(h.received_at, '-infinity'::TIMESTAMP), h.document_key)
          > (coalesce(o.received_at, '-infinity'::TIMESTAMP), o.document_key)
    QUALIFY row_number() OVER (PARTITION BY h.project_key ORDER BY o.project_key) = 1
)
SELECT document_key || '-twice-' || project_key AS issue_key, document_key, project_key, 'warning' AS severity,
       'project_in_two_documents' AS rule,
       format('另一份现行文件“{}”中有同样的项目，两处都计入现行数据；请核对是否为同一项目，编码或单位名称是否前后写法不一 | another '
              'current document has the same project, and both are counted: find out whether they are one, with a code or a '
              'unit''s name written in two ways', other_file) AS message,
       concat_ws(' ', project_code, printed_name) AS value_text
FROM twice
ORDER BY document_key, issue_key;
