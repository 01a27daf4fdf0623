-- 哪些指标是照抄的？ | Which targets are copied over several projects of a department?
SELECT fiscal_year, district_name, department_label, level2, level3, value_text, projects, department_projects,
       repeated_percent, district_projects, all_projects
FROM v_repeated_target
WHERE projects >= 3
ORDER BY projects DESC, fiscal_year, district_code, department_label, level3, value_text
LIMIT 100
