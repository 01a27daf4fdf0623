-- 现行数据全部包含于历史数据，且现行项目的内容完整 | What is current is part of history, and current projects are whole
SELECT 'document' AS table_name, document_key AS key FROM (FROM main.document EXCEPT FROM history.document)
UNION ALL
SELECT 'project', project_key FROM (
    SELECT * EXCLUDE (department_key) FROM main.project EXCEPT SELECT * EXCLUDE (department_key) FROM history.project
)
UNION ALL
SELECT 'indicator', indicator_key FROM (FROM main.indicator EXCEPT FROM history.indicator)
UNION ALL
SELECT 'disbursement_plan', project_key FROM (FROM main.disbursement_plan EXCEPT FROM history.disbursement_plan)
UNION ALL
SELECT 'department_goal', department_goal_key FROM (FROM main.department_goal EXCEPT FROM history.department_goal)
UNION ALL
SELECT 'department_indicator', department_goal_key
FROM (FROM main.department_indicator EXCEPT FROM history.department_indicator)
UNION ALL
SELECT 'quality_issue', issue_key FROM (FROM main.quality_issue EXCEPT FROM history.quality_issue)
UNION ALL
SELECT 'indicator', h.indicator_key
FROM history.indicator h
SEMI JOIN main.project p ON p.project_key = h.project_key
ANTI JOIN main.indicator i ON i.indicator_key = h.indicator_key
UNION ALL
SELECT 'disbursement_plan', h.project_key
FROM history.disbursement_plan h
SEMI JOIN main.project p ON p.project_key = h.project_key
ANTI JOIN main.disbursement_plan d ON d.project_key = h.project_key AND d.stage_month = h.stage_month
UNION ALL
SELECT 'indicator_bound', indicator_key FROM (FROM main.indicator_bound EXCEPT FROM history.indicator_bound)
UNION ALL
SELECT 'indicator_bound', h.indicator_key
FROM history.indicator_bound h
SEMI JOIN main.project p ON p.project_key = h.project_key
ANTI JOIN main.indicator_bound b ON b.indicator_key = h.indicator_key AND b.seq_no = h.seq_no
