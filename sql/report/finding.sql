-- 报告页的问题及其原文位置 | Findings of the report page, with the place in the document.
SELECT q.severity, q.rule, q.message, q.value_text AS value, q.source_ref AS place, q.fiscal_year AS year,
       q.office_no AS office, q.document_no AS document, q.project_no AS project, i.indicator_no AS indicator
FROM chosen_finding q
LEFT JOIN chosen_indicator i ON i.indicator_key = q.indicator_key
ORDER BY q.finding_no
