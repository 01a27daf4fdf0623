-- 哪些项目年底才花钱、哪些半年就花完？ | Which projects spend late, and which have spent everything by half of the year?

-- Late: less than half by the end of October. Cumulative and incremental plans mean the same here.
WITH curve AS (
    SELECT project_key, fiscal_year, max(cumulative_percent) FILTER (WHERE stage_month = 6) AS by_june,
           max(cumulative_percent) FILTER (WHERE stage_month = 10) AS by_october
    FROM disbursement_plan
    GROUP BY ALL
)
SELECT CASE WHEN c.by_june >= 100 THEN 'early' ELSE 'late' END AS spender, c.fiscal_year, p.district_name,
       p.department_label, p.project_name, p.budget_cny, c.by_june, c.by_october
FROM curve c
JOIN v_project p USING (project_key)
WHERE c.by_june >= 100 OR c.by_october < 50
ORDER BY spender, p.budget_cny DESC NULLS LAST, c.fiscal_year, c.project_key
LIMIT 100
