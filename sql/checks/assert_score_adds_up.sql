-- 得分加各项扣分正好 100，进位后扣分超过 100 的为 0 分；每个项目一行 | A score and its deductions add up to 100 exactly, or it is 0 and they come to more; every project has one row
SELECT s.project_key, s.score, coalesce(l.points, 0) AS lost, s.points_judged
FROM main.project_score s
LEFT JOIN (SELECT project_key, sum(points_lost) AS points FROM main.score_deduction GROUP BY project_key) l USING (project_key)
-- A project that meets no rule loses every point, and each deduction is rounded: all of them may be some hundredths off.
WHERE s.score <> greatest(100 - coalesce(l.points, 0), 0) OR l.points > 100.15
UNION ALL
SELECT project_key, NULL, NULL, NULL FROM main.project ANTI JOIN main.project_score USING (project_key)
UNION ALL
SELECT project_key, any_value(score), count(*), NULL FROM main.project_score GROUP BY project_key HAVING count(*) > 1
