-- 累计支出 = 预算数 × 累计比例（四舍五入到分） | Money planned by a stage is the budget times its share, rounded to cents
SELECT d.project_key, d.stage_month, p.budget_cny, d.cumulative_percent, d.cumulative_cny
FROM disbursement_plan d
JOIN project p USING (project_key)
WHERE abs(d.cumulative_cny::DECIMAL(26, 2) * 100 - p.budget_cny::DECIMAL(26, 2) * d.cumulative_percent) > 0.5
    OR (d.cumulative_cny IS NULL) <> (p.budget_cny IS NULL OR d.cumulative_percent IS NULL)
