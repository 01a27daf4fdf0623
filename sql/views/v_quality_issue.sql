-- 质量问题一览：问题及其文件、项目、指标 | Findings with the names of document, unit, project and indicator.
-- value_text: 相关原文 | The text concerned, verbatim; NULL where none
SELECT q.issue_key, q.severity, q.rule, q.message, q.value_text, q.source_ref,
       o.fiscal_year, o.district_code, o.department_code, o.department_name, d.unit_code, d.unit_name,
       q.document_key, o.file_name, o.status,
       q.project_key, p.project_code, p.project_name, p.budget_cny,
       q.indicator_key, i.level3, i.description
FROM main.quality_issue q
JOIN main.document o ON o.document_key = q.document_key
LEFT JOIN main.project p ON p.project_key = q.project_key
LEFT JOIN main.department d ON d.department_key = p.department_key
LEFT JOIN main.indicator i ON i.indicator_key = q.indicator_key
