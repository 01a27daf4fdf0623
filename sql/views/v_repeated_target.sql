-- 重复目标一览：同一部门多个项目照用的指标值 | Targets that two or more projects of a department's year have word for word.
-- repeated_percent: 占部门当年项目的比例（%） | Share of the department's projects of the year, in percent
SELECT r.fiscal_year, r.district_code, d.district_name, r.department_code, r.department_label,
       r.level2, r.level3, r.value_text, r.projects, r.department_projects,
       (100.0 * r.projects / r.department_projects)::DECIMAL(5, 2) AS repeated_percent,
       r.district_projects, r.all_projects
FROM main.repeated_target r
LEFT JOIN (SELECT district_code, any_value(district_name) AS district_name FROM main.department GROUP BY district_code) d
    USING (district_code)
