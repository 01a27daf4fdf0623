-- 报告页的单位得分 | Quality scores of budget units on the report page, a year each.
SELECT DISTINCT p.office_no AS office, s.fiscal_year AS year, p.unit_name AS unit, s.projects,
       s.completeness, s.relevance, s.fitness, s.feasibility, s.score, s.grade, s.department_key
FROM main.department_score s
JOIN chosen_project p ON p.department_key = s.department_key AND p.fiscal_year IS NOT DISTINCT FROM s.fiscal_year
ORDER BY s.fiscal_year DESC NULLS LAST, p.office_no, s.department_key
