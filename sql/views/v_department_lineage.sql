-- 部门沿革一览：每个预算单位名称与其前身并列 | Each unit's name beside what the unit was before.
-- previous_unit_code: 前身的单位编码 | Unit code before; NULL without a link or a code
-- previous_unit_name: 前身的单位名称 | Name before; NULL without a link
-- previous_valid_to_year: 前身名称停用年度 | Last fiscal year of the name before; NULL without a link
-- method: 连接依据：same_code 编码相同、same_name 名称相同、similar_name 名称相近、projects 项目相同、none 无前身 | What the link rests on
SELECT l.department_key, l.previous_department_key, l.office_key,
       d.province_name, d.city_name, l.district_code, d.district_name,
       d.department_code, d.unit_code, b.unit_code AS previous_unit_code,
       d.unit_name, b.unit_name AS previous_unit_name,
       d.valid_from_year, d.valid_to_year, d.is_current, b.valid_to_year AS previous_valid_to_year,
       l.method, l.confidence, l.name_similarity, l.shared_projects
FROM main.department_lineage l
JOIN main.department d ON d.department_key = l.department_key
LEFT JOIN main.department b ON b.department_key = l.previous_department_key
