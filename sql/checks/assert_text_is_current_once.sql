-- 每个部门每年的文本只有一个现行版本 | Every department's text of a year is current in exactly one version
WITH printed AS (
    SELECT 'main' AS version, p.document_key, p.district_code, p.fiscal_year, d.department_code, d.unit_name,
           regexp_replace(coalesce(o.department_name, d.unit_name), '[\s　()（）]', '', 'g') AS name
    FROM project p
    JOIN department d USING (department_key)
    JOIN document o ON o.document_key = p.document_key
    UNION ALL
    SELECT 'history', p.document_key, p.district_code, p.fiscal_year, d.department_code, d.unit_name,
           regexp_replace(coalesce(o.department_name, d.unit_name), '[\s　()（）]', '', 'g')
    FROM history.project p
    JOIN history.department d USING (department_key)
    JOIN history.document o ON o.document_key = p.document_key
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
SELECT district_code, fiscal_year, department_code AS department, count(DISTINCT document_key) AS versions
FROM held
GROUP BY ALL
HAVING count(DISTINCT document_key) <> 1
UNION ALL
SELECT district_code, fiscal_year, unit_name, count(DISTINCT document_key)
FROM current_text
WHERE department_code IS NULL AND unit_name IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT document_key) > 1
