-- 区划支出进度：区划各阶段累计支出比例和金额 | A district's spending plan: share and yuan to be spent by each stage, cumulative.
SELECT fiscal_year, district_code, any_value(district_name) AS district_name, stage_month,
       any_value(due_date) AS due_date,
       sum(plan_projects)::BIGINT AS plan_projects, sum(known_projects)::BIGINT AS known_projects,
       sum(plan_budget_cny) AS plan_budget_cny, sum(plan_cumulative_cny) AS plan_cumulative_cny,
       (100 * sum(plan_cumulative_cny) / nullif(sum(plan_budget_cny), 0))::DECIMAL(9, 4) AS plan_cumulative_percent,
       sum(plan_increment_cny) AS plan_increment_cny
FROM main.v_department_disbursement
GROUP BY fiscal_year, district_code, stage_month
