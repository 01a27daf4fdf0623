-- 报告页的评分规则 | Rules of the quality score, for the report page.
SELECT rule, aspect, weight, title, source
FROM main.score_rule
ORDER BY aspect, weight DESC, rule
