-- 项目质量评分一览：得分、等级、扣分最多的规则 | Scores of projects with their names, and where most points were lost.
-- department_name: 部门名称；文件含多个部门时为 NULL | Department name of the document; NULL where it holds several
-- budget_wan_cny: 预算数（万元） | Budget in 10,000 yuan
-- deductions: 扣分的规则数 | Rules that cost points
-- main_rule: 扣分最多的规则，相同时取在前者；未扣分为 NULL | Rule that cost most, of equal ones the first; NULL where none did
-- main_title: 扣分最多的规则的内容 | What the rule that cost most asks, in Chinese and English
-- main_points_lost: 其所扣分数 | Points lost by it
SELECT s.project_key, p.document_key, s.department_key, s.fiscal_year,
       p.province_name, p.city_name, s.district_code, p.district_name, p.department_code, p.department_name,
       p.unit_code, p.unit_name, p.project_code, p.project_name, p.budget_cny, p.budget_wan_cny,
       s.score, s.grade, s.completeness, s.relevance, s.fitness, s.feasibility,
       coalesce(d.deductions, 0) AS deductions, d.main_rule, r.title AS main_title, d.main_points_lost,
       s.points_judged, s.unjudged_rules, s.reading_doubts, p.source_ref
FROM main.project_score s
JOIN main.v_project p USING (project_key)
LEFT JOIN (
    SELECT l.project_key, count(*) AS deductions, arg_max(l.rule, (l.points_lost, -o.seq_no)) AS main_rule,
           max(l.points_lost) AS main_points_lost
    FROM main.score_deduction l JOIN main.score_rule o USING (rule) GROUP BY l.project_key
) d ON d.project_key = s.project_key
LEFT JOIN main.score_rule r ON r.rule = d.main_rule
