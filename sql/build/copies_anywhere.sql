-- 照用的目标在全部项目中出现多少次 | How many projects anywhere have a target that a department repeats.
-- Reads copied (copies.sql), drops it, and main.indicator; fills main.repeated_target.

INSERT INTO main.repeated_target BY NAME
WITH wording AS (
    SELECT DISTINCT level2, level3, value_text FROM copied
),
anywhere AS (
    SELECT i.level2, i.level3, i.value_text, count(DISTINCT i.project_key)::INTEGER AS all_projects
    FROM main.indicator i
    SEMI JOIN wording w ON w.level3 = i.level3 AND w.value_text = i.value_text AND w.level2 IS NOT DISTINCT FROM i.level2
    GROUP BY ALL
)
SELECT c.*, a.all_projects
FROM copied c
JOIN anywhere a ON a.level3 = c.level3 AND a.value_text = c.value_text AND a.level2 IS NOT DISTINCT FROM c.level2
ORDER BY c.fiscal_year, c.district_code, c.department_code, c.department_label, c.projects DESC, c.level3, c.value_text;

DROP TABLE copied;
