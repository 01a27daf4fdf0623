-- 谁的满意度目标低于 90%？ | Who sets a satisfaction target of less than 90 %?
SELECT b.fiscal_year, p.district_name, p.department_label, p.project_name, i.level3, i.value_text, b.target
FROM bound_peer b
JOIN indicator_kind k USING (kind_key)
JOIN indicator i USING (indicator_key)
JOIN v_project p ON p.project_key = b.project_key
WHERE k.kind_level2 = '满意度' AND k.unit = 'percent' AND b.target < 90
ORDER BY b.target, b.fiscal_year, p.district_code, p.department_label, p.project_name
LIMIT 100
