-- 成本指标与预算对得上吗？ | Do unit costs × time × counts give the budget?
SELECT c.verdict, count(*) OVER (PARTITION BY c.verdict) AS of_this_verdict, c.fiscal_year, d.unit_name, c.project_name,
       c.value_text, c.times_per_year, c.things, c.quantity, c.annual_cost_cny, c.budget_cny, c.cost_percent
FROM v_cost_check c
JOIN department d USING (department_key)
-- A target that repeats the budget proves nothing: shown are those with a factor, and those that differ.
WHERE len(c.per) > 0 OR c.verdict <> 'agrees'
ORDER BY c.verdict, abs(c.annual_cost_cny - c.budget_cny) DESC, c.indicator_key
LIMIT 100
