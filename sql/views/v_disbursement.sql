-- 支出计划一览：各阶段支出及其项目、单位 | Spending plan stages with the names of project, unit and district.
-- cumulative_wan_cny: 累计支出（万元）；不明为 NULL | 10,000 yuan to be spent by then; NULL where unknown
-- increment_wan_cny: 本阶段支出（万元）；不明为 NULL | 10,000 yuan to be spent in this stage; NULL where unknown
SELECT s.project_key, p.document_key, p.department_key, s.fiscal_year,
       d.province_name, d.city_name, s.district_code, d.district_name,
       d.department_code,
       CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END AS department_name,
       d.unit_code, d.unit_name, o.file_name,
       p.project_code, p.project_name, p.budget_cny,
       s.stage_month, s.due_date, s.percent_text, s.stated_percent, s.plan_basis,
       s.cumulative_percent, s.increment_percent, s.cumulative_cny, s.increment_cny,
       (s.cumulative_cny * 0.0001)::DECIMAL(18, 6) AS cumulative_wan_cny,
       (s.increment_cny * 0.0001)::DECIMAL(18, 6) AS increment_wan_cny
FROM main.disbursement_plan s
JOIN main.project p USING (project_key)
JOIN main.department d USING (department_key)
JOIN main.document o ON o.document_key = p.document_key
