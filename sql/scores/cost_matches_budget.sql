-- 成本指标以金额表示并与预算数相符 | The cost is stated in money and agrees with the budget
-- aspect: fitness
-- weight: 7
-- source: 财预〔2015〕88号：目标与资金额度匹配；财预〔2021〕101号：成本指标 | 财预〔2015〕88号: goals are matched to the amount; 财预〔2021〕101号: cost indicators
-- note: 高于预算数（cost_above_budget）为0，低于（cost_below_budget）一半；成本指标以比例、面积等表示为0，注明按标准或合同一半；没有成本指标或没有预算数时不评 | 0 above the budget, half below it; 0 where the cost is stated in per cent, area and the like, half where it refers to a standard or contract; not judged without a cost indicator or without a budget
WITH found AS (
    SELECT project_no, bool_or(rule = 'cost_above_budget') AS above, list(issue_key) AS issue_keys,
           list(indicator_key) AS indicator_keys
    FROM score_finding WHERE rule IN ('cost_above_budget', 'cost_below_budget') GROUP BY project_no
), cost AS (
    SELECT project_no, bool_or(unit = 'CNY') AS in_money, bool_or(in_doubt) AS in_doubt,
           bool_or(value_kind = 'qualitative' AND qualitative_class = 'by_reference') AS by_reference,
           list(indicator_key) AS indicator_keys
    FROM score_indicator WHERE kind = 'cost' GROUP BY project_no
)
SELECT p.project_no,
       CASE WHEN p.indicators = 0 THEN of_indicators(0, p.indicators, p.in_doubt)
            WHEN c.project_no IS NULL OR p.budget_cny IS NULL OR p.money_in_doubt THEN NULL
            WHEN c.in_money THEN CASE WHEN f.project_no IS NULL THEN 1 WHEN f.above THEN 0 ELSE 0.5 END
            WHEN c.in_doubt THEN NULL
            WHEN c.by_reference THEN 0.5 ELSE 0 END AS share_met,
       f.issue_keys, CASE WHEN c.in_money THEN f.indicator_keys ELSE c.indicator_keys END AS indicator_keys
FROM score_project p
LEFT JOIN cost c USING (project_no)
LEFT JOIN found f USING (project_no)
