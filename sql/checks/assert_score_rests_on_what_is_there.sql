-- 扣分所依据的问题和指标都属于该项目 | The findings and indicators that a deduction rests on are the project's own
SELECT d.project_key, d.rule, d.issue_key AS missing
FROM (SELECT project_key, rule, unnest(issue_keys) AS issue_key FROM main.score_deduction) d
ANTI JOIN main.quality_issue q ON q.issue_key = d.issue_key AND q.project_key = d.project_key
UNION ALL
SELECT d.project_key, d.rule, d.indicator_key
FROM (SELECT project_key, rule, unnest(indicator_keys) AS indicator_key FROM main.score_deduction) d
ANTI JOIN main.indicator i ON i.indicator_key = d.indicator_key AND i.project_key = d.project_key
