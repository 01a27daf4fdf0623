-- 指标一览：绩效指标及其项目、单位、文件 | Indicators with their project, unit, district and document.
-- department_name: 部门名称；文件含多个部门时为 NULL | Department name of the document; NULL where it holds several
-- document_stage: 预算阶段：draft 草案、approved 批复、unknown 未注明 | Stage of the document: draft, approved, unknown
-- budget_wan_cny: 项目预算数（万元） | Budget of the project in 10,000 yuan
SELECT i.indicator_key, i.project_key, p.document_key, p.department_key, i.fiscal_year,
       p.province_name, p.city_name, i.district_code, p.district_name,
       p.department_code, p.department_name, p.unit_code, p.unit_name, p.document_stage, p.file_name,
       p.project_code, p.project_name, p.budget_cny, p.budget_wan_cny,
       i.* EXCLUDE (indicator_key, project_key, district_code, fiscal_year)
FROM main.indicator i
JOIN main.v_project p USING (project_key)
