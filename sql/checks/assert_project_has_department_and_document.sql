-- 每个项目都有单位和文件，且区划一致 | Every project has its department, of its own district, and its document
SELECT 'main' AS version, p.project_key, p.department_key, p.document_key
FROM project p
LEFT JOIN department d ON d.department_key = p.department_key AND d.district_code IS NOT DISTINCT FROM p.district_code
LEFT JOIN document o ON o.document_key = p.document_key
WHERE d.department_key IS NULL OR o.document_key IS NULL
UNION ALL
SELECT 'history', p.project_key, p.department_key, p.document_key
FROM history.project p
LEFT JOIN history.department d
    ON d.department_key = p.department_key AND d.district_code IS NOT DISTINCT FROM p.district_code
LEFT JOIN history.document o ON o.document_key = p.document_key
WHERE d.department_key IS NULL OR o.document_key IS NULL
