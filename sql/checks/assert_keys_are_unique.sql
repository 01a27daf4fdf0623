-- 主键唯一 | Keys are unique
SELECT 'document' AS table_name, document_key AS key, count(*) AS rows FROM document GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'department', department_key, count(*) FROM department GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'project', project_key, count(*) FROM project GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'disbursement_plan', concat(project_key, ' ', stage_month), count(*) FROM disbursement_plan
GROUP BY project_key, stage_month HAVING count(*) > 1
UNION ALL
SELECT 'department_goal', department_goal_key, count(*) FROM department_goal GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'department_indicator', department_goal_key || ' ' || seq_no, count(*) FROM department_indicator GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'quality_issue', issue_key, count(*) FROM quality_issue GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'history.document', document_key, count(*) FROM history.document GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'history.department', department_key, count(*) FROM history.department GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'history.project', project_key, count(*) FROM history.project GROUP BY ALL HAVING count(*) > 1
UNION ALL
-- With those of main.
SELECT 'history.indicator', indicator_key, count(*) FROM history.indicator GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'indicator_bound', concat(indicator_key, ' ', seq_no), count(*) FROM indicator_bound
GROUP BY indicator_key, seq_no HAVING count(*) > 1
