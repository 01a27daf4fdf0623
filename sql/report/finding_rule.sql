-- 报告页的问题按规则合计 | Findings by rule on the report page, a department's year each.
SELECT severity, rule, office_no AS office, fiscal_year AS year, count(*) AS findings
FROM chosen_finding
GROUP BY ALL
ORDER BY severity, rule, office_no, fiscal_year
