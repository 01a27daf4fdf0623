-- 质量问题一览：问题及其文件、项目、指标 | Findings with the names of document, unit, project and indicator.
-- department_name: 部门名称；文件含多个部门时为 NULL | Department name of the document; NULL where it holds several
SELECT q.issue_key, q.severity, q.rule, q.message, q.value_text, q.source_ref,
       o.fiscal_year, o.district_code, o.department_code, o.department_name, p.unit_code, p.unit_name,
       q.document_key, o.file_name, o.status,
       q.project_key, p.project_code, p.project_name, p.budget_cny,
       q.indicator_key, i.level3, i.description
FROM main.quality_issue q
JOIN main.document o ON o.document_key = q.document_key
LEFT JOIN main.v_project p ON p.project_key = q.project_key
LEFT JOIN main.indicator i ON i.indicator_key = q.indicator_key
