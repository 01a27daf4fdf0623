-- 指标一览：绩效指标及其项目、单位、文件 | Indicators with their project, unit, district and document.
-- budget_wan_cny: 项目预算数（万元） | Budget of the project in 10,000 yuan
-- seq_no: 表内顺序 | Order in the form, from 1
SELECT i.indicator_key, i.project_key, p.document_key, p.department_key, i.fiscal_year,
       d.province_name, d.city_name, i.district_code, d.district_name,
       d.department_code,
       CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END AS department_name,
       coalesce(CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END,
                d.unit_name) AS department_label,
       d.unit_code, d.unit_name, o.stage AS document_stage, o.file_name,
       p.project_code, p.project_name, p.budget_cny, (p.budget_cny * 0.0001)::DECIMAL(18, 6) AS budget_wan_cny,
       i.* EXCLUDE (indicator_key, project_key, district_code, fiscal_year)
FROM main.indicator i
JOIN main.project p USING (project_key)
JOIN main.department d USING (department_key)
JOIN main.document o ON o.document_key = p.document_key
