-- 报告页的项目：原文、资金（分）、支出计划、得分 | Projects of the report page: verbatim, money in fen, spending plan, score.
WITH plans AS (
    SELECT project_key, any_value(plan_basis) AS plan_basis,
           max(percent_text) FILTER (stage_month = 3) AS stated_march,
           max(percent_text) FILTER (stage_month = 6) AS stated_june,
           max(percent_text) FILTER (stage_month = 10) AS stated_october,
           max(percent_text) FILTER (stage_month = 12) AS stated_december,
           max(cumulative_percent) FILTER (stage_month = 3) AS march,
           max(cumulative_percent) FILTER (stage_month = 6) AS june,
           max(cumulative_percent) FILTER (stage_month = 10) AS october,
           max(cumulative_percent) FILTER (stage_month = 12) AS december,
           max(cumulative_cny) FILTER (stage_month = 3) AS march_money,
           max(cumulative_cny) FILTER (stage_month = 6) AS june_money,
           max(cumulative_cny) FILTER (stage_month = 10) AS october_money,
           max(cumulative_cny) FILTER (stage_month = 12) AS december_money
    FROM main.disbursement_plan
    GROUP BY project_key
)
SELECT p.office_no AS office, p.document_no AS document, p.fiscal_year AS year, p.unit_name AS unit,
       p.project_key AS key, m.project_code AS code, m.project_code_valid AS code_valid, m.project_name AS name,
       (p.budget_cny * 100)::HUGEINT AS budget, (p.fiscal_funds_cny * 100)::HUGEINT AS fiscal,
       (p.other_funds_cny * 100)::HUGEINT AS other,
       m.usage_text AS usage, m.goal_text AS goal, m.source_ref AS place,
       s.plan_basis, s.stated_march, s.stated_june, s.stated_october, s.stated_december,
       s.march, s.june, s.october, s.december,
       (s.march_money * 100)::HUGEINT AS march_money, (s.june_money * 100)::HUGEINT AS june_money,
       (s.october_money * 100)::HUGEINT AS october_money, (s.december_money * 100)::HUGEINT AS december_money,
       c.completeness, c.relevance, c.fitness, c.feasibility, c.score, c.grade
FROM chosen_project p
JOIN main.project m ON m.project_key = p.project_key
LEFT JOIN plans s ON s.project_key = p.project_key
LEFT JOIN main.project_score c ON c.project_key = p.project_key
ORDER BY p.project_no
