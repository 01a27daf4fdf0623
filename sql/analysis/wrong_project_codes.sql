-- 哪些项目编码不对？ | Which project codes fail their check character or contradict the document?
SELECT q.severity, q.rule, q.fiscal_year, q.district_code, q.department_name, q.project_name, q.project_code,
       q.value_text, q.source_ref
FROM v_quality_issue q
WHERE starts_with(q.rule, 'project_code')
ORDER BY q.fiscal_year, q.district_code, q.document_key, q.source_ref, q.rule
LIMIT 100
