-- 单个项目不超过一千亿元，除非已列为问题 | No project is above 100 billion yuan, unless a finding says that the document has it so
SELECT project_key, budget_cny, fiscal_funds_cny, other_funds_cny, further_funds_cny, period_budget_cny
FROM project p
WHERE greatest(abs(budget_cny), abs(fiscal_funds_cny), abs(other_funds_cny), abs(further_funds_cny),
               abs(period_budget_cny)) > 100000000000
    AND NOT EXISTS (FROM quality_issue q WHERE q.project_key = p.project_key AND q.rule = 'money_implausible')
