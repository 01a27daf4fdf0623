-- 历年延续的事项，钱和目标怎么变？ | Undertakings over the years: how do their money and targets change?

-- One row an undertaking, through its changes of code and name. Only those with more than one year say anything.
WITH yearly AS (
    SELECT l.undertaking_key, l.district_code, l.fiscal_year, l.confidence, t.project_name, t.budget_cny, t.numeric_percent
    FROM project_lineage l
    JOIN v_project_targets t USING (project_key)
),
moved AS (
    SELECT l.undertaking_key, count(*) FILTER (WHERE c.change_kind = 'stricter') AS stricter,
           count(*) FILTER (WHERE c.change_kind = 'looser') AS looser
    FROM bound_change c
    JOIN project_lineage l USING (project_key)
    GROUP BY ALL
),
lasting AS (
    SELECT undertaking_key, any_value(district_code) AS district_code,
           min(fiscal_year) AS first_year, max(fiscal_year) AS last_year, count(*) AS years,
           arg_max(project_name, fiscal_year) AS project_name, count(DISTINCT project_name) AS names,
           -- An amount that is not stated stays so: arg_min would take the next year's for it.
           arg_min_null(budget_cny, fiscal_year) AS first_budget_cny,
           arg_max_null(budget_cny, fiscal_year) AS last_budget_cny,
           arg_min_null(numeric_percent, fiscal_year) AS first_numeric_percent,
           arg_max_null(numeric_percent, fiscal_year) AS last_numeric_percent,
           min(confidence) AS weakest_link
    FROM yearly
    GROUP BY undertaking_key
    HAVING count(*) > 1
)
SELECT d.*, d.last_budget_cny - d.first_budget_cny AS budget_change_cny,
       coalesce(m.stricter, 0) AS stricter, coalesce(m.looser, 0) AS looser
FROM lasting d
LEFT JOIN moved m USING (undertaking_key)
ORDER BY d.years DESC, abs(d.last_budget_cny - d.first_budget_cny) DESC NULLS LAST, d.undertaking_key
LIMIT 100
