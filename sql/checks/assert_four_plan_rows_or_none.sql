-- 每个项目有四行支出计划或没有 | A project has four plan rows, one for each stage, or none
SELECT project_key, count(*) AS rows
FROM disbursement_plan
GROUP BY project_key
HAVING count(*) <> 4
    OR bit_or(CASE stage_month WHEN 3 THEN 1 WHEN 6 THEN 2 WHEN 10 THEN 4 WHEN 12 THEN 8 ELSE 16 END) <> 1 + 2 + 4 + 8
