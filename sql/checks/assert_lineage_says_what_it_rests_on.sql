-- 连接者有依据和 0 至 1 的把握，未连接者没有 | A link has a known method and a confidence in its range; where none was found there is none
SELECT 'project' AS of_table, project_key AS key, previous_project_key AS previous_key, method, confidence
FROM project_lineage
WHERE method NOT IN ('same_code', 'same_name', 'similar_name', 'indicators', 'none')
    OR (previous_project_key IS NULL) <> (method = 'none')
    OR (previous_project_key IS NULL) <> (confidence IS NULL)
    OR (previous_project_key IS NULL) <> (name_similarity IS NULL)
    OR (previous_project_key IS NULL AND (indicator_similarity IS NOT NULL OR budget_ratio IS NOT NULL))
    OR confidence NOT BETWEEN 0.5 AND 0.99
    OR name_similarity NOT BETWEEN 0 AND 1
    OR indicator_similarity NOT BETWEEN 0 AND 1
    OR budget_ratio < 0
UNION ALL
SELECT 'department', department_key, previous_department_key, method, confidence
FROM department_lineage
WHERE method NOT IN ('same_code', 'same_name', 'similar_name', 'projects', 'none')
    OR (previous_department_key IS NULL) <> (method = 'none')
    OR (previous_department_key IS NULL) <> (confidence IS NULL)
    OR (previous_department_key IS NULL) <> (name_similarity IS NULL)
    OR (previous_department_key IS NULL) <> (shared_projects IS NULL)
    OR confidence NOT BETWEEN 0.5 AND 0.99
    OR name_similarity NOT BETWEEN 0 AND 1
    OR shared_projects < 0
