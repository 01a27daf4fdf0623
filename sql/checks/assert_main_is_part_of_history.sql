-- 历史数据由现行与非现行两部分组成，互不重叠，现行项目的内容完整 | History is what is current and what is not, nothing in both, and current projects are whole
SELECT 'project' AS table_name, project_key AS key FROM (
    SELECT * EXCLUDE (department_key) FROM main.project EXCEPT SELECT * EXCLUDE (department_key) FROM history.project
)
UNION ALL
SELECT 'document', s.document_key FROM superseded.document s SEMI JOIN main.document d USING (document_key)
UNION ALL
SELECT 'indicator', s.indicator_key FROM superseded.indicator s SEMI JOIN main.project p USING (project_key)
UNION ALL
SELECT 'indicator_bound', s.indicator_key FROM superseded.indicator_bound s SEMI JOIN main.project p USING (project_key)
UNION ALL
SELECT 'disbursement_plan', s.project_key FROM superseded.disbursement_plan s SEMI JOIN main.project p USING (project_key)
UNION ALL
SELECT 'department_goal', s.department_goal_key
FROM superseded.department_goal s SEMI JOIN main.department_goal g USING (department_goal_key)
UNION ALL
SELECT 'department_indicator', s.department_goal_key
FROM superseded.department_indicator s SEMI JOIN main.department_goal g USING (department_goal_key)
UNION ALL
SELECT 'quality_issue', s.issue_key FROM superseded.quality_issue s SEMI JOIN main.quality_issue q USING (issue_key)
