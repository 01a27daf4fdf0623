-- 部门质量评分一览：平均分、等级与各等级项目数 | Scores of units by year with their names, and how many projects have which grade.
-- completeness: 完整性平均得分 | Mean of the projects' completeness, out of 100
-- relevance: 相关性平均得分 | Mean of the projects' relevance, out of 100
-- fitness: 适当性平均得分 | Mean of the projects' fitness, out of 100
-- feasibility: 可行性平均得分 | Mean of the projects' feasibility, out of 100
-- score: 各项目综合得分的平均 | Mean of the projects' scores
-- projects: 已评分的项目数 | Projects scored
-- grade_excellent: 优的项目数 | Projects graded 优
-- grade_good: 良的项目数 | Projects graded 良
-- grade_fair: 中的项目数 | Projects graded 中
-- grade_poor: 差的项目数 | Projects graded 差
-- lowest_score: 最低的项目得分 | Lowest score of a project
-- highest_score: 最高的项目得分 | Highest score of a project
-- budget_cny: 预算数合计（元） | Sum of the projects' budgets in yuan
-- main_rule: 扣分最多的规则，相同时取在前者；未扣分为 NULL | Rule that cost most, of equal ones the first; NULL where none did
-- main_title: 扣分最多的规则的内容 | What the rule that cost most asks, in Chinese and English
-- main_points_lost: 其在各项目所扣分数之和 | Points lost by it, over all projects
WITH graded AS (
    SELECT s.department_key, s.fiscal_year, count(*) FILTER (s.grade = '优') AS grade_excellent,
           count(*) FILTER (s.grade = '良') AS grade_good, count(*) FILTER (s.grade = '中') AS grade_fair,
           count(*) FILTER (s.grade = '差') AS grade_poor, min(s.score) AS lowest_score, max(s.score) AS highest_score,
           sum(p.budget_cny)::DECIMAL(18, 2) AS budget_cny
    FROM main.project_score s JOIN main.project p USING (project_key)
    GROUP BY s.department_key, s.fiscal_year
), lost AS (
    SELECT s.department_key, s.fiscal_year, d.rule, r.seq_no, sum(d.points_lost) AS points
    FROM main.score_deduction d JOIN main.project_score s USING (project_key) JOIN main.score_rule r USING (rule)
    GROUP BY s.department_key, s.fiscal_year, d.rule, r.seq_no
), worst AS (
    SELECT department_key, fiscal_year, arg_max(rule, (points, -seq_no)) AS main_rule, max(points) AS main_points_lost
    FROM lost GROUP BY department_key, fiscal_year
)
SELECT s.department_key, s.fiscal_year, d.province_name, d.city_name, s.district_code, d.district_name,
       d.department_code, d.unit_code, d.unit_name, s.projects, s.unscored_projects, g.budget_cny,
       s.score, s.money_weighted_score, s.grade, s.completeness, s.relevance, s.fitness, s.feasibility,
       g.grade_excellent, g.grade_good, g.grade_fair, g.grade_poor, g.lowest_score, g.highest_score,
       w.main_rule, r.title AS main_title, w.main_points_lost
FROM main.department_score s
JOIN main.department d USING (department_key)
JOIN graded g ON g.department_key = s.department_key AND g.fiscal_year = s.fiscal_year
LEFT JOIN worst w ON w.department_key = s.department_key AND w.fiscal_year = s.fiscal_year
LEFT JOIN main.score_rule r ON r.rule = w.main_rule
