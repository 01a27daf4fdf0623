-- 部门支出进度：部门各阶段累计支出比例和金额 | A department's spending plan: share and yuan to be spent by each stage, cumulative.
-- plan_projects: 有支出计划的项目数 | Projects with a spending plan
-- known_projects: 累计支出金额明确的项目数 | Projects whose spending by then is known
-- plan_budget_cny: 金额明确项目的预算合计（元） | Budgets of the projects whose spending by then is known, in yuan
-- plan_cumulative_cny: 累计支出合计（元）；均不明为 NULL | Yuan to be spent by then, of the projects where it is known
-- plan_cumulative_percent: 累计支出占其预算比例（%） | The same as a share of these projects' budgets, in percent
-- plan_increment_cny: 本阶段支出合计（元） | Yuan to be spent in this stage, of the projects where it is known
WITH labelled AS (
    SELECT s.*, p.budget_cny, d.district_name, d.department_code, d.unit_code, d.unit_name,
           coalesce(CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END,
                    d.unit_name) AS label
    FROM main.disbursement_plan s
    JOIN main.project p USING (project_key)
    JOIN main.department d USING (department_key)
    JOIN main.document o ON o.document_key = p.document_key
)
SELECT s.fiscal_year, s.district_code, any_value(s.district_name) AS district_name, s.department_code,
       arg_min(s.label, (coalesce(s.label = s.unit_name, TRUE), coalesce(s.unit_code, ''), s.label)) AS department_label,
       s.stage_month, any_value(s.due_date) AS due_date,
       count(*) AS plan_projects, count(s.cumulative_cny) AS known_projects,
       sum(s.budget_cny) FILTER (WHERE s.cumulative_cny IS NOT NULL) AS plan_budget_cny,
       sum(s.cumulative_cny) AS plan_cumulative_cny,
       (100 * sum(s.cumulative_cny) / nullif(sum(s.budget_cny) FILTER (WHERE s.cumulative_cny IS NOT NULL), 0))
           ::DECIMAL(9, 4) AS plan_cumulative_percent,
       sum(s.increment_cny) AS plan_increment_cny
FROM labelled s
GROUP BY s.fiscal_year, s.district_code, s.department_code, s.stage_month,
         CASE WHEN s.department_code IS NULL THEN s.label END
