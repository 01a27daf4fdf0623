-- 部门得分是其项目得分的平均，单位与年度不缺 | A department's score is the mean of its projects', and none is left out
WITH mean AS (
    SELECT department_key, fiscal_year, count(score) AS projects, count(*) - count(score) AS unscored_projects,
           (sum(score) * 100)::BIGINT AS total
    FROM main.project_score
    WHERE fiscal_year IS NOT NULL
    GROUP BY department_key, fiscal_year
)
SELECT coalesce(m.department_key, d.department_key) AS department_key, d.score, m.total / m.projects AS mean
FROM mean m
FULL JOIN main.department_score d USING (department_key, fiscal_year)
WHERE m.projects IS DISTINCT FROM d.projects OR m.unscored_projects IS DISTINCT FROM d.unscored_projects
    OR (d.score * 100)::BIGINT IS DISTINCT FROM (2 * m.total + m.projects) // nullif(2 * m.projects, 0)
