-- 项目沿革一览：每个项目与上一年的同一项目并列 | Each project beside the same undertaking of the year before, with names and money.
-- previous_fiscal_year: 上年项目的预算年度；未连接为 NULL | Fiscal year of the previous project; NULL without a link
-- previous_unit_name: 上年的单位名称 | Name of the unit that held it the year before; NULL without a link
-- previous_project_code: 上年项目编码 | Project code of the year before; NULL without a link or a code
-- previous_project_name: 上年项目名称 | Project name of the year before; NULL without a link
-- previous_budget_cny: 上年预算数（元） | Budget of the year before in yuan; NULL without a link or where left blank
-- budget_change_cny: 比上年增减（元）；任一年不明为 NULL | Budget less that of the year before, in yuan; NULL where either is unknown
-- office_key: 同一单位历年共用的主键 | Key that a unit keeps through all its names and codes
SELECT l.project_key, l.previous_project_key, l.undertaking_key, o.office_key,
       p.department_key, l.fiscal_year, b.fiscal_year AS previous_fiscal_year,
       d.province_name, d.city_name, l.district_code, d.district_name,
       d.department_code, d.unit_code, d.unit_name, e.unit_name AS previous_unit_name,
       p.project_code, b.project_code AS previous_project_code,
       p.project_name, b.project_name AS previous_project_name,
       p.budget_cny, b.budget_cny AS previous_budget_cny,
       (p.budget_cny - b.budget_cny)::DECIMAL(18, 2) AS budget_change_cny, l.budget_ratio,
       l.method, l.confidence, l.name_similarity, l.indicator_similarity
FROM main.project_lineage l
JOIN main.project p ON p.project_key = l.project_key
JOIN main.department d ON d.department_key = p.department_key
JOIN main.department_lineage o ON o.department_key = p.department_key
LEFT JOIN main.project b ON b.project_key = l.previous_project_key
LEFT JOIN main.department e ON e.department_key = b.department_key
