-- 单位年度变化：同一单位（含更名、改编码）今年与上年的项目、金额、指标 | A unit's year against the one before, through its changes of name and code.
-- previous_unit_name: 上年的单位名称 | Name of the unit the year before
-- previous_projects: 上年项目数 | Number of projects the year before
-- projects_change: 项目增减 | Projects less those of the year before
-- projects_with_budget: 有预算数的项目数 | Projects whose budget is stated
-- previous_projects_with_budget: 上年有预算数的项目数 | Projects of the year before whose budget is stated
-- budget_change_cny: 比上年增减（元）；任一年不明为 NULL | Budget less that of the year before, in yuan; NULL where either is unknown
-- budget_cny: 预算合计（元）；均未填为 NULL | Sum of the budgets in yuan; NULL where none is stated
-- previous_budget_cny: 上年预算合计（元） | Sum of the budgets of the year before, in yuan
WITH unit_year AS (
    SELECT coalesce(o.office_key, t.department_key) AS office_key, t.fiscal_year,
           any_value(t.district_code) AS district_code, any_value(d.district_name) AS district_name,
           max(d.unit_name) AS unit_name, count(*) AS projects,
           count(t.budget_cny) AS projects_with_budget, sum(t.budget_cny) AS budget_cny,
           sum(t.indicators)::BIGINT AS indicators,
           (100.0 * sum(t.numeric_indicators) / nullif(sum(t.indicators), 0))::DECIMAL(5, 2) AS numeric_percent,
           -- An amount that is not stated would show as a cut, or as a rise.
           CASE WHEN count(*) = count(t.budget_cny) THEN sum(t.budget_cny) END AS whole_budget
    FROM main.v_project_targets t
    JOIN main.department d USING (department_key)
    LEFT JOIN main.department_lineage o ON o.department_key = t.department_key
    GROUP BY 1, 2
)
SELECT now.fiscal_year, now.district_code, now.district_name, now.office_key, now.unit_name,
       before.unit_name AS previous_unit_name,
       before.projects AS previous_projects, now.projects, now.projects - before.projects AS projects_change,
       before.projects_with_budget AS previous_projects_with_budget, now.projects_with_budget,
       before.budget_cny AS previous_budget_cny, now.budget_cny,
       now.whole_budget - before.whole_budget AS budget_change_cny,
       (100 * (now.whole_budget - before.whole_budget) / nullif(before.whole_budget, 0))::DECIMAL(18, 2)
           AS budget_change_percent,
       before.indicators AS previous_indicators, now.indicators,
       before.numeric_percent AS previous_numeric_percent, now.numeric_percent
FROM unit_year now
JOIN unit_year before ON before.office_key = now.office_key AND before.fiscal_year = now.fiscal_year - 1
