-- 单个项目不超过一千亿元，除非已列为错误 | No project is above 100 billion yuan, unless a finding calls it an error
SELECT project_key, budget_cny, fiscal_funds_cny, other_funds_cny
FROM project p
WHERE greatest(budget_cny, fiscal_funds_cny, other_funds_cny) > 100000000000
    AND NOT EXISTS (FROM quality_issue q WHERE q.project_key = p.project_key AND q.severity = 'error')
