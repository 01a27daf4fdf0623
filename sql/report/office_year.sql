-- 报告页的部门年度：项目、资金、指标、支出计划、问题 | A department's year on the report page: projects, money in fen, indicators, spending plan, findings.
-- The plan counts the projects whose budget and whole plan are known, so that every stage is a share of the same money.
WITH planned AS (
    SELECT project_key,
           max(cumulative_cny) FILTER (stage_month = 3) AS march, max(cumulative_cny) FILTER (stage_month = 6) AS june,
           max(cumulative_cny) FILTER (stage_month = 10) AS october,
           max(cumulative_cny) FILTER (stage_month = 12) AS december
    FROM main.disbursement_plan
    GROUP BY project_key
    HAVING count(cumulative_cny) = 4
),
money AS (
    SELECT p.office_no, p.fiscal_year,
           count(*) AS projects, count(p.budget_cny) AS budgets_known,
           sum(p.budget_cny) AS budget, sum(p.fiscal_funds_cny) AS fiscal, sum(p.other_funds_cny) AS other,
           count(s.project_key) AS plans_known, sum(p.budget_cny) FILTER (s.project_key IS NOT NULL) AS planned_budget,
           sum(s.march) AS march, sum(s.june) AS june, sum(s.october) AS october, sum(s.december) AS december
    FROM chosen_project p
    LEFT JOIN planned s USING (project_key)
    GROUP BY ALL
),
indicators AS (
    SELECT office_no, fiscal_year, count(*) AS indicators,
           count(*) FILTER (value_kind = 'numeric') AS numeric, count(*) FILTER (value_kind = 'date') AS dated,
           count(*) FILTER (value_kind = 'qualitative') AS worded, count(*) FILTER (value_kind = 'empty') AS empty
    FROM chosen_indicator
    GROUP BY ALL
),
findings AS (
    SELECT office_no, fiscal_year, count(*) FILTER (severity = 'error') AS errors,
           count(*) FILTER (severity = 'warning') AS warnings, count(*) FILTER (severity = 'info') AS infos
    FROM chosen_finding
    GROUP BY ALL
)
SELECT m.office_no AS office, m.fiscal_year AS year, projects, budgets_known,
       (budget * 100)::HUGEINT AS budget, (fiscal * 100)::HUGEINT AS fiscal, (other * 100)::HUGEINT AS other,
       plans_known, (planned_budget * 100)::HUGEINT AS planned_budget,
       (march * 100)::HUGEINT AS march, (june * 100)::HUGEINT AS june,
       (october * 100)::HUGEINT AS october, (december * 100)::HUGEINT AS december,
       coalesce(i.indicators, 0) AS indicators, coalesce(i.numeric, 0) AS numeric, coalesce(i.dated, 0) AS dated,
       coalesce(i.worded, 0) AS worded, coalesce(i.empty, 0) AS empty,
       coalesce(f.errors, 0) AS errors, coalesce(f.warnings, 0) AS warnings, coalesce(f.infos, 0) AS infos
FROM money m
LEFT JOIN indicators i ON i.office_no = m.office_no AND i.fiscal_year IS NOT DISTINCT FROM m.fiscal_year
LEFT JOIN findings f ON f.office_no = m.office_no AND f.fiscal_year IS NOT DISTINCT FROM m.fiscal_year
ORDER BY m.fiscal_year DESC NULLS LAST, m.office_no
