-- 被取代或隔离的文件没有现行项目和目标 | A superseded or quarantined document has no current projects or goals
SELECT d.document_key, d.status, p.project_key AS key FROM document d JOIN project p USING (document_key)
WHERE d.status <> 'loaded'
UNION ALL
SELECT d.document_key, d.status, g.department_goal_key FROM document d JOIN department_goal g USING (document_key)
WHERE d.status <> 'loaded'
