-- 预算数等于各项资金之和 | The budget is the sum of its funds
-- aspect: fitness
-- weight: 4
-- source: 财预〔2015〕88号：目标与资金相匹配，须资金数一致 | 财预〔2015〕88号: goals are matched to money, so amounts must agree
-- note: 以发现的问题 money_not_sum、money_twice 为依据；没有预算数为0；表中不分资金来源、没有金额栏或金额无法读取时不评 | Rests on money_not_sum and money_twice; 0 without a budget; not judged where the form shows no sources or no money, or it cannot be read
SELECT p.project_no,
       CASE WHEN p.money_in_doubt THEN NULL
            WHEN p.budget_cny IS NULL THEN CASE WHEN f.missing THEN unless_in_doubt(0, p.in_doubt) END
            WHEN f.wrong THEN 0
            WHEN p.fiscal_funds_cny IS NOT NULL OR p.other_funds_cny IS NOT NULL THEN 1 END AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, bool_or(rule = 'money_missing') AS missing, bool_or(rule <> 'money_missing') AS wrong,
           list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('money_missing', 'money_not_sum', 'money_twice') GROUP BY project_no
) f USING (project_no)
