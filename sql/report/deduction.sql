-- 报告页的项目扣分及其依据 | Points that projects lost, and how much they rest on, on the report page.
SELECT p.project_no AS project, d.rule, d.points_lost AS points, d.share_met, d.findings
FROM main.score_deduction d
JOIN chosen_project p USING (project_key)
ORDER BY p.project_no, d.points_lost DESC, d.rule
