-- 写明了预算数 | The project states its budget
-- aspect: completeness
-- weight: 1
-- source: 财预〔2015〕88号：绩效目标与资金相匹配，须先有资金数 | 财预〔2015〕88号: goals are matched to money, so the amount comes first
-- note: 表中没有金额栏、金额或单位无法读取时不评 | Not judged where the form does not ask for money, or amount or unit cannot be read
SELECT p.project_no,
       CASE WHEN p.budget_cny IS NOT NULL THEN 1
            WHEN f.missing AND NOT p.in_doubt AND NOT p.money_in_doubt THEN 0 END AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, TRUE AS missing, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule = 'money_missing' GROUP BY project_no
) f USING (project_no)
