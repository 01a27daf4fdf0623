-- 截止日期与支出计划矛盾吗？ | Do deadlines fall before the money comes, or outside the year?

-- Deadlines on the last day of the year need no plan beside them. The share planned by a deadline is that of the last
-- stage that ends by then: 0 before the first. Targets for a project's whole period may well be due after the year.
WITH dated AS (
    SELECT indicator_key, project_key, fiscal_year, level3, value_text, due_date
    FROM indicator
    WHERE due_date IS NOT NULL AND due_date <> make_date(fiscal_year, 12, 31) AND horizon IS DISTINCT FROM 'period'
),
planned AS (
    SELECT d.indicator_key, count(*) AS stages, count(s.cumulative_percent) AS known_stages,
           coalesce(arg_max(s.cumulative_percent, s.due_date) FILTER (WHERE s.due_date <= d.due_date), 0) AS percent
    FROM dated d
    JOIN disbursement_plan s USING (project_key)
    GROUP BY d.indicator_key
)
SELECT d.fiscal_year, p.district_name, p.department_label, p.project_name, d.level3, d.value_text, d.due_date,
       CASE WHEN m.stages = m.known_stages THEN m.percent END AS planned_percent_by_then,
       CASE WHEN year(d.due_date) > d.fiscal_year THEN 'after_the_year'
            WHEN year(d.due_date) < d.fiscal_year THEN 'before_the_year'
            WHEN m.known_stages < m.stages OR m.stages IS NULL THEN 'cannot_be_told'
            WHEN m.percent = 0 THEN 'before_any_money'
            WHEN m.percent < 100 THEN 'before_all_money'
            ELSE 'agrees' END AS verdict
FROM dated d
JOIN v_project p USING (project_key)
LEFT JOIN planned m USING (indicator_key)
ORDER BY list_position(['after_the_year', 'before_the_year', 'before_any_money', 'before_all_money',
                        'cannot_be_told', 'agrees'], verdict),
         d.due_date, d.indicator_key
LIMIT 100
