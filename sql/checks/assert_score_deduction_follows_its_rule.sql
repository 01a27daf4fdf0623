-- 扣分由权重、达到比例和可评分值算出，未评的规则不扣分 | Points lost follow from weight, share met and points judged; a rule left out costs none
WITH unjudged AS (
    SELECT s.project_key, sum(w.weight) AS weight
    FROM (SELECT project_key, unnest(unjudged_rules) AS rule FROM main.project_score) s
    LEFT JOIN main.score_rule w USING (rule)
    GROUP BY s.project_key
)
SELECT d.project_key, d.rule, d.points_lost
FROM main.score_deduction d
LEFT JOIN main.score_rule w USING (rule)
LEFT JOIN main.project_score s USING (project_key)
WHERE w.rule IS NULL OR s.project_key IS NULL OR d.share_met >= 1 OR list_contains(s.unjudged_rules, d.rule)
    OR d.findings <> len(d.issue_keys) + len(d.indicator_keys)
    OR abs((d.points_lost * s.points_judged * 10000)::HUGEINT - (100 * w.weight * (10000 - d.share_met * 10000))::HUGEINT)
        > (s.points_judged * 50)::HUGEINT
UNION ALL
SELECT s.project_key, 'points_judged', s.points_judged
FROM main.project_score s
LEFT JOIN unjudged u USING (project_key)
WHERE s.points_judged + coalesce(u.weight, 0) <> 100
