-- 满意度目标定在多少？ | Where are satisfaction targets set, and how do they spread?
SELECT b.target AS satisfaction_percent, count(*) AS bounds, count(DISTINCT b.project_key) AS projects,
       (100.0 * count(*) / sum(count(*)) OVER ())::DECIMAL(5, 2) AS share_percent
FROM bound_peer b
JOIN indicator_kind k USING (kind_key)
WHERE k.kind_level2 = '满意度' AND k.unit = 'percent'
GROUP BY b.target
ORDER BY b.target DESC
