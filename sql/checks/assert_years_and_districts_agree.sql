-- 项目与其指标、界限、支出计划的年度和区划一致 | Indicators, bounds and plan rows carry their project's year and district
SELECT 'indicator' AS table_name, i.indicator_key AS key, i.fiscal_year, i.district_code
FROM indicator i
JOIN project p USING (project_key)
WHERE i.fiscal_year IS DISTINCT FROM p.fiscal_year OR i.district_code IS DISTINCT FROM p.district_code
UNION ALL
SELECT 'disbursement_plan', d.project_key, d.fiscal_year, d.district_code
FROM disbursement_plan d
JOIN project p USING (project_key)
WHERE d.fiscal_year IS DISTINCT FROM p.fiscal_year OR d.district_code IS DISTINCT FROM p.district_code
UNION ALL
SELECT 'project', project_key, fiscal_year, district_code
FROM project
WHERE NOT regexp_full_match(district_code, '\d{6}')
UNION ALL
SELECT 'indicator_bound', b.indicator_key || ' ' || b.seq_no, b.fiscal_year, b.district_code
FROM indicator_bound b
JOIN project p USING (project_key)
WHERE b.fiscal_year IS DISTINCT FROM p.fiscal_year OR b.district_code IS DISTINCT FROM p.district_code
