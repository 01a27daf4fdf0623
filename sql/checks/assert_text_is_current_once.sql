-- 每个部门每年的文本都有现行版本，同一项目只在一个现行文件中 | Every department's text of a year is current, each project in one document
WITH printed AS (
    SELECT 'main' AS version, p.document_key, p.district_code, p.fiscal_year, d.department_code, d.unit_name,
           p.project_code, regexp_replace(p.project_name, '[\s　()（）]', '', 'g') AS project_name,
           regexp_replace(coalesce(o.department_name, d.unit_name), '[\s　()（）]', '', 'g') AS name
    FROM project p
    JOIN department d USING (department_key)
    JOIN document o ON o.document_key = p.document_key
    UNION ALL
    SELECT 'history', p.document_key, p.district_code, p.fiscal_year, d.department_code, d.unit_name,
           p.project_code, regexp_replace(p.project_name, '[\s　()（）]', '', 'g'),
           regexp_replace(coalesce(o.department_name, d.unit_name), '[\s　()（）]', '', 'g')
    FROM history.project p
    JOIN history.department d USING (department_key)
    -- Of a text that was withdrawn nothing is current.
    JOIN main.document o ON o.document_key = p.document_key
    WHERE o.status <> 'quarantined'
),
placed AS (
    SELECT DISTINCT * FROM printed WHERE district_code IS NOT NULL AND fiscal_year IS NOT NULL
),
current_text AS (
    FROM placed WHERE version = 'main'
),
-- A version without codes may stand for one with codes, where both name the same department.
held AS (
    SELECT h.district_code, h.fiscal_year, h.department_code, m.document_key
    FROM placed h
    LEFT JOIN current_text m USING (district_code, fiscal_year, department_code)
    WHERE h.version = 'history' AND h.department_code IS NOT NULL
    UNION
    SELECT h.district_code, h.fiscal_year, h.department_code, m.document_key
    FROM placed h
    JOIN current_text m USING (district_code, fiscal_year, name)
    WHERE h.version = 'history' AND h.department_code IS NOT NULL AND m.department_code IS NULL
)
SELECT district_code, fiscal_year, department_code AS department, NULL AS project, count(document_key) AS documents
FROM held
GROUP BY ALL
HAVING count(document_key) = 0
UNION ALL
SELECT district_code, fiscal_year, department, project, count(DISTINCT document_key)
FROM (
    SELECT district_code, fiscal_year, coalesce(department_code, unit_name, name) AS department, document_key,
           unnest([project_code, project_name]) AS project
    FROM current_text
)
WHERE project IS NOT NULL AND department IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT document_key) > 1
