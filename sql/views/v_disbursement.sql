-- 支出计划一览：各阶段支出及其项目、单位 | Spending plan stages with the names of project, unit and district.
-- department_name: 部门名称；文件含多个部门时为 NULL | Department name of the document; NULL where it holds several
-- cumulative_wan_cny: 累计支出（万元）；不明为 NULL | 10,000 yuan to be spent by then; NULL where unknown
-- increment_wan_cny: 本阶段支出（万元）；不明为 NULL | 10,000 yuan to be spent in this stage; NULL where unknown
SELECT s.project_key, p.document_key, p.department_key, s.fiscal_year,
       p.province_name, p.city_name, s.district_code, p.district_name,
       p.department_code, p.department_name, p.unit_code, p.unit_name, p.file_name,
       p.project_code, p.project_name, p.budget_cny,
       s.stage_month, s.due_date, s.percent_text, s.stated_percent, s.plan_basis,
       s.cumulative_percent, s.increment_percent, s.cumulative_cny, s.increment_cny,
       (s.cumulative_cny * 0.0001)::DECIMAL(18, 6) AS cumulative_wan_cny,
       (s.increment_cny * 0.0001)::DECIMAL(18, 6) AS increment_wan_cny
FROM main.disbursement_plan s
JOIN main.v_project p USING (project_key)
