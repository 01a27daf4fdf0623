-- 完成时限在预算年度之内 | Deadlines lie within the budget's year
-- aspect: feasibility
-- weight: 5
-- source: 财预〔2015〕88号：目标在预算年度内可以实现 | 财预〔2015〕88号: goals can be reached within the budget year
-- note: 以发现的问题 deadline_outside_year 为依据；没有时限指标时不评 | Rests on the finding deadline_outside_year; not judged without deadlines
WITH late AS (
    SELECT indicator_key, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule = 'deadline_outside_year' GROUP BY indicator_key
), judged AS (
    SELECT i.project_no, i.indicator_key, l.issue_keys,
           CASE WHEN NOT i.in_doubt THEN (l.indicator_key IS NULL)::INT END AS met
    FROM score_indicator i LEFT JOIN late l USING (indicator_key)
    WHERE i.due_date IS NOT NULL
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met, i.issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys,
           flatten(list(issue_keys) FILTER (met < 1)) AS issue_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
