-- 评分扣分一览：扣分、规则内容与所依据的问题、指标 | Points lost with what the rule asks and what they rest on.
-- rule_order: 规则顺序 | Order of the rule
SELECT d.project_key, p.department_key, d.fiscal_year, d.district_code, u.district_name, u.unit_code, u.unit_name,
       p.project_name, p.budget_cny, s.score, s.grade,
       r.aspect, r.seq_no AS rule_order, d.rule, r.title, r.weight, d.share_met, d.points_lost, d.findings,
       d.issue_keys, d.indicator_keys, r.note, r.source
FROM main.score_deduction d
JOIN main.score_rule r USING (rule)
JOIN main.project_score s ON s.project_key = d.project_key
JOIN main.project p ON p.project_key = d.project_key
JOIN main.department u ON u.department_key = p.department_key
