-- 完成时限之前安排有支出 | Money is planned before a deadline falls due
-- aspect: feasibility
-- weight: 5
-- source: 财预〔2015〕88号：实现目标的条件充分 | 财预〔2015〕88号: the conditions for reaching the goal are there
-- note: 时限所在阶段末的累计支出应大于0；没有时限、没有支出计划或计划不明时不评 | By the end of the stage in which a deadline falls, some money is planned; not judged without deadlines or without a plan that can be told
WITH judged AS (
    SELECT i.project_no, i.indicator_key,
           CASE WHEN NOT any_value(i.in_doubt) THEN (arg_min(s.cumulative_percent, s.due_date) > 0)::INT END AS met
    FROM score_indicator i
    JOIN score_plan s ON s.project_no = i.project_no AND s.due_date >= i.due_date
    WHERE i.due_date IS NOT NULL AND year(i.due_date) = i.fiscal_year
    GROUP BY i.project_no, i.indicator_key
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
