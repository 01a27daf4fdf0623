-- 哪些问题最多？ | Which findings are most frequent?
WITH counted AS (
    SELECT severity, rule, count(*) AS findings, count(DISTINCT document_key) AS documents,
           count(DISTINCT project_key) AS projects, arg_min(message, issue_key) AS example
    FROM quality_issue
    GROUP BY severity, rule
)
FROM counted
ORDER BY list_position(['error', 'warning', 'info'], severity), findings DESC, rule
