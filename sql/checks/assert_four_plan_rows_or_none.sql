-- 每个项目有四行支出计划或没有 | A project has four plan rows, one for each stage, or none
SELECT p.project_key, count(d.stage_month) AS rows
FROM project p
LEFT JOIN disbursement_plan d USING (project_key)
GROUP BY p.project_key
HAVING count(d.stage_month) NOT IN (0, 4) OR count(DISTINCT d.stage_month) <> count(d.stage_month)
    OR bool_or(d.stage_month NOT IN (3, 6, 10, 12))
