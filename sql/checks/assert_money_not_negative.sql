-- 金额不为负，除非已列为问题 | Money is not negative, unless a finding says that the document has it so
SELECT project_key, budget_cny, fiscal_funds_cny, other_funds_cny, further_funds_cny, period_budget_cny
FROM project p
WHERE least(budget_cny, fiscal_funds_cny, other_funds_cny, further_funds_cny, period_budget_cny) < 0
    AND NOT EXISTS (FROM quality_issue q WHERE q.project_key = p.project_key AND q.rule = 'money_negative')
