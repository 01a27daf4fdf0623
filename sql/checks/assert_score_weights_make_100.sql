-- 各评分规则权重合计 100，每个方面都有规则 | The rules' weights add up to 100, and every aspect has a rule
SELECT 'weights' AS what, sum(weight)::VARCHAR AS found FROM main.score_rule HAVING sum(weight) IS DISTINCT FROM 100
UNION ALL
SELECT 'aspects', count(DISTINCT aspect)::VARCHAR FROM main.score_rule HAVING count(DISTINCT aspect) <> 4
UNION ALL
SELECT 'rule', rule FROM main.score_rule WHERE weight <= 0
