-- 每个部门每年的文本都有现行版本，同一项目只在一个现行文件中 | Every department's text of a year is current, each project in one document
WITH current_text AS (
    -- A unit without a code is one row of its name for all the departments that have one: whose it is, its document says.
    SELECT p.document_key, p.district_code, p.fiscal_year, d.unit_code,
           CASE WHEN d.unit_code IS NULL THEN o.department_code ELSE d.department_code END AS department_code,
           d.unit_name, p.project_code, p.project_name, p.budget_cny, p.supervising_department,
           coalesce(o.department_name, '-') AS printed_name,
           coalesce(o.department_name, d.unit_name) AS department_name
    FROM project p
    JOIN department d USING (department_key)
    JOIN document o ON o.document_key = p.document_key
    WHERE p.district_code IS NOT NULL AND p.fiscal_year IS NOT NULL
),
-- A name tells within a unit that it is one project; where there are no codes at all, with the money and the same offices.
named_text AS (
    SELECT *, regexp_replace(project_name, '[\s　()（）]', '', 'g') || '|' || CASE
        WHEN unit_code IS NOT NULL THEN unit_code
        WHEN project_code IS NULL
            THEN concat_ws('|', unit_name, coalesce(supervising_department, '-'), printed_name, budget_cny)
    END AS named
    FROM current_text
),
every_office AS (
    SELECT DISTINCT p.district_code, p.fiscal_year,
           CASE WHEN d.unit_code IS NULL THEN o.department_code ELSE d.department_code END AS department_code,
           coalesce(o.department_name, d.unit_name) AS printed
    FROM history.project p
    JOIN history.department d USING (department_key)
    -- Of a text that was withdrawn nothing is current.
    JOIN main.document o ON o.document_key = p.document_key
    WHERE o.status <> 'quarantined' AND p.district_code IS NOT NULL AND p.fiscal_year IS NOT NULL
        AND CASE WHEN d.unit_code IS NULL THEN o.department_code ELSE d.department_code END IS NOT NULL
),
current_office AS (
    SELECT DISTINCT district_code, fiscal_year, department_code, department_name AS printed FROM current_text
),
-- A version without codes may stand for one with codes, where both name the same department.
held AS (
    SELECT district_code, fiscal_year, department_code FROM every_office
    SEMI JOIN current_office USING (district_code, fiscal_year, department_code)
    UNION
    SELECT e.district_code, e.fiscal_year, e.department_code
    FROM every_office e
    JOIN current_office c ON c.district_code = e.district_code AND c.fiscal_year = e.fiscal_year
        AND regexp_replace(c.printed, '[\s　()（）]', '', 'g') = regexp_replace(e.printed, '[\s　()（）]', '', 'g')
    WHERE c.department_code IS NULL
)
SELECT DISTINCT district_code, fiscal_year, department_code AS department, NULL AS project, 0 AS documents
FROM every_office
ANTI JOIN held USING (district_code, fiscal_year, department_code)
UNION ALL
SELECT district_code, fiscal_year, department, project, count(DISTINCT document_key)
FROM (
    SELECT district_code, fiscal_year, document_key,
           coalesce(department_code, unit_name, regexp_replace(department_name, '[\s　()（）]', '', 'g')) AS department,
           unnest([project_code, named]) AS project
    FROM named_text
)
WHERE project IS NOT NULL AND department IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT document_key) > 1
UNION ALL
SELECT any_value(h.district_code), any_value(h.fiscal_year), v.text_key, NULL, count(DISTINCT h.document_key)
FROM project_version v
JOIN history.project h USING (project_key)
GROUP BY v.text_key
HAVING count(DISTINCT h.document_key) FILTER (v.is_current) <> 1
