-- 质量问题所指的文件、项目、指标都存在 | The document, project and indicator that a finding names exist
SELECT q.issue_key, q.document_key, q.project_key, q.indicator_key
FROM quality_issue q
LEFT JOIN document o ON o.document_key = q.document_key
LEFT JOIN project p ON p.project_key = q.project_key
LEFT JOIN indicator i ON i.indicator_key = q.indicator_key
WHERE o.document_key IS NULL
    OR (q.project_key IS NOT NULL AND p.project_key IS NULL)
    OR (q.indicator_key IS NOT NULL AND i.indicator_key IS NULL)
