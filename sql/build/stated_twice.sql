-- 两份现行文件中的同一项目 | Projects that two current documents both have, and that are counted twice.
-- Reads staged_project, staged_document, spelling and current_project (versions.sql); adds to main.quality_issue. Severity and
-- words are those of `transforms/rules/findings.toml`.

INSERT INTO main.quality_issue BY NAME
WITH held AS (
    SELECT p.project_key, p.document_key, coalesce(p.district_code, '?') AS district, p.fiscal_year, p.project_code,
           p.project_name AS printed_name, regexp_replace(p.project_name, '[\s　()（）]', '', 'g') AS project_name,
           p.budget_cny, regexp_replace(unit.name, '本级$', '') AS unit_name, d.file_name,
           row_number() OVER (ORDER BY d.received_at NULLS FIRST, d.document_key, p.project_key) AS number
    FROM staged_project p
    SEMI JOIN current_project USING (project_key)
    JOIN staged_document d USING (document_key)
    LEFT JOIN spelling unit ON unit.printed = p.unit_name
    WHERE p.fiscal_year IS NOT NULL
),
-- One code is one project. Each is compared with the first of its like alone: thousands of schools have the same 公用经费, and
-- pairs of them would be millions.
by_code AS (
    SELECT number, min(number) OVER (PARTITION BY district, fiscal_year, project_code) AS other
    FROM held
    WHERE project_code IS NOT NULL
),
-- Without codes, or where all of them changed, it is the name, the amount and a unit whose name is the end of the other's:
-- 教育局, 某某市教育局. Two that are both longer, 某某市教育局 and 某某县教育局, are not alike.
repeated AS (
    FROM held
    WHERE budget_cny > 0 AND project_name <> ''
    WINDOW alike AS (PARTITION BY district, fiscal_year, project_name, budget_cny)
    QUALIFY min(document_key) OVER alike <> max(document_key) OVER alike
),
ending AS (
    SELECT number, district, fiscal_year, project_name, budget_cny, unit_name,
           unnest([unit_name[first:] FOR first IN range(1, length(unit_name))]) AS unit_ending
    FROM repeated
),
by_name AS (
    SELECT number, CASE WHEN unit_ending = unit_name THEN min(number) OVER alike
                        ELSE min(number) FILTER (WHERE unit_ending = unit_name) OVER alike END AS other
    FROM ending
    WINDOW alike AS (PARTITION BY district, fiscal_year, project_name, budget_cny, unit_ending)
),
twice AS (
    SELECT h.*, o.file_name AS other_file
    -- The document that came later says so, of each of its projects once.
    FROM (SELECT number, min(other) AS other FROM (FROM by_code UNION ALL FROM by_name) GROUP BY number) pair
    JOIN held h USING (number)
    JOIN held o ON o.number = pair.other
    WHERE o.number < h.number AND o.document_key <> h.document_key
)
SELECT document_key || '-twice-' || project_key AS issue_key, document_key, project_key, 'warning' AS severity,
       'project_in_two_documents' AS rule,
       format('另一份现行文件“{}”中有同样的项目，两处都计入现行数据；请核对是否为同一项目，编码或单位名称是否前后写法不一 | another '
              'current document has the same project, and both are counted: find out whether they are one, with a code or a '
              'unit''s name written in two ways', other_file) AS message,
       concat_ws(' ', project_code, printed_name) AS value_text
FROM twice
ORDER BY document_key, issue_key;
