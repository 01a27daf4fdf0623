-- 指标及其界限、支出计划、分项目标及其指标都有所属 | Every indicator, bound, plan row, goal and goal indicator has what it belongs to
SELECT 'indicator' AS table_name, indicator_key AS key FROM indicator ANTI JOIN project USING (project_key)
UNION ALL
SELECT 'disbursement_plan', project_key FROM disbursement_plan ANTI JOIN project USING (project_key)
UNION ALL
SELECT 'department_goal', department_goal_key FROM department_goal ANTI JOIN document USING (document_key)
UNION ALL
SELECT 'department_indicator', department_goal_key
FROM department_indicator ANTI JOIN department_goal USING (department_goal_key)
UNION ALL
SELECT 'indicator_bound', indicator_key || ' ' || seq_no FROM indicator_bound ANTI JOIN indicator USING (indicator_key, project_key)
