-- 项目一览：项目及其单位、区划、文件 | Projects with the names of unit, district, city and province, and their document.
-- department_name: 部门名称；文件含多个部门时为 NULL | Department name of the document; NULL where it holds several
-- department_label: 部门名称；无部门名称时为单位名称 | Department, or the unit where no department is named
-- document_stage: 预算阶段：draft 草案、approved 批复、unknown 未注明 | Stage of the document: draft, approved, unknown
-- document_format: 文件格式 | Format of the document: docx, doc, pdf, pdf_scan, image, html, xlsx, text, markdown
-- budget_wan_cny: 预算数（万元） | Budget of the project in 10,000 yuan, as the forms print it
-- fiscal_funds_wan_cny: 其中：财政资金（万元） | Of it fiscal funds, in 10,000 yuan
-- other_funds_wan_cny: 其中：其他资金（万元） | Of it other funds, in 10,000 yuan
SELECT p.project_key, p.document_key, p.department_key, l.undertaking_key, p.fiscal_year,
       d.province_name, d.city_name, p.district_code, d.district_name,
       d.department_code,
       CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END AS department_name,
       coalesce(CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END,
                d.unit_name) AS department_label,
       d.unit_code, d.unit_name, o.stage AS document_stage, o.format AS document_format, o.file_name,
       p.seq_no, p.project_code, p.project_code_valid, p.project_name,
       p.budget_cny, p.fiscal_funds_cny, p.other_funds_cny, p.further_funds_cny, p.period_budget_cny,
       (p.budget_cny * 0.0001)::DECIMAL(18, 6) AS budget_wan_cny,
       (p.fiscal_funds_cny * 0.0001)::DECIMAL(18, 6) AS fiscal_funds_wan_cny,
       (p.other_funds_cny * 0.0001)::DECIMAL(18, 6) AS other_funds_wan_cny,
       s.score, s.grade,
       p.category, p.attribute, p.supervising_department, p.implementing_unit, p.period_text,
       p.usage_text, p.goal_text, p.period_goal_text, p.read_confidence, p.source_ref
FROM main.project p
JOIN main.department d USING (department_key)
JOIN main.document o ON o.document_key = p.document_key
LEFT JOIN main.project_lineage l ON l.project_key = p.project_key
LEFT JOIN main.project_score s ON s.project_key = p.project_key
