-- 指标、支出计划、分项目标及其指标都有所属 | Every indicator, plan row, goal and goal indicator has what it belongs to
SELECT 'indicator' AS table_name, indicator_key AS key FROM indicator ANTI JOIN project USING (project_key)
UNION ALL
SELECT 'disbursement_plan', project_key FROM disbursement_plan ANTI JOIN project USING (project_key)
UNION ALL
SELECT 'department_goal', department_goal_key FROM department_goal ANTI JOIN document USING (document_key)
UNION ALL
SELECT 'department_indicator', department_goal_key
FROM department_indicator ANTI JOIN department_goal USING (department_goal_key)
