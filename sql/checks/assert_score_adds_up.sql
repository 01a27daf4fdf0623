-- 得分加各项扣分正好 100；每个项目一行 | A score and its deductions add up to 100 exactly; every project has one row
SELECT s.project_key, s.score, coalesce(l.points, 0) AS lost, s.points_judged
FROM main.project_score s
LEFT JOIN (SELECT project_key, sum(points_lost) AS points FROM main.score_deduction GROUP BY project_key) l USING (project_key)
WHERE s.score + coalesce(l.points, 0) <> 100
UNION ALL
SELECT project_key, NULL, NULL, NULL FROM main.project ANTI JOIN main.project_score USING (project_key)
UNION ALL
SELECT project_key, any_value(score), count(*), NULL FROM main.project_score GROUP BY project_key HAVING count(*) > 1
