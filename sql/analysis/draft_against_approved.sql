-- 草案到批复改了什么？ | What changed between the draft and the approved text?
SELECT fiscal_year, district_name, unit_name, change_kind, matched_by,
       coalesce(approved_project_name, draft_project_name) AS project_name,
       draft_budget_cny, approved_budget_cny, stage_change_cny, goal_changed, indicators_changed
FROM v_stage_change
WHERE change_kind <> 'same'
ORDER BY abs(coalesce(stage_change_cny, approved_budget_cny, draft_budget_cny, 0)) DESC, fiscal_year, district_code,
         unit_name, project_name
LIMIT 100
