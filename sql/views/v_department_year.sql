-- 部门年度汇总：项目、金额、指标及其量化、时限、定性比例 | A department's year: projects, money, indicators and how they are stated.
-- projects: 项目数 | Number of projects
-- units: 预算单位数 | Number of budget units
-- projects_with_budget: 有预算数的项目数 | Projects whose budget is stated
-- budget_cny: 预算合计（元）；均未填为 NULL | Sum of the budgets in yuan; NULL where none is stated
-- fiscal_funds_cny: 其中财政资金合计（元） | Of it fiscal funds in yuan; NULL where none are stated
-- other_funds_cny: 其中其他资金合计（元） | Of it other funds in yuan; NULL where none are stated
-- budget_wan_cny: 预算合计（万元） | Sum of the budgets in 10,000 yuan
WITH labelled AS (
    SELECT p.project_key, p.fiscal_year, p.district_code, d.district_name, d.department_code, p.department_key,
           p.budget_cny, p.fiscal_funds_cny, p.other_funds_cny, d.unit_code, d.unit_name,
           coalesce(CASE WHEN o.department_code IS NOT DISTINCT FROM d.department_code THEN o.department_name END,
                    d.unit_name) AS department_label
    FROM main.project p
    JOIN main.department d USING (department_key)
    JOIN main.document o ON o.document_key = p.document_key
),
summed AS (
    -- A department is its code within its district; where forms print no codes, its name. Where its units publish texts of
    -- their own, which are called as the unit is, it is called as another one says, or as its first unit's, 本级.
    SELECT l.fiscal_year, l.district_code, any_value(l.district_name) AS district_name, l.department_code,
           arg_min(l.department_label, (coalesce(l.department_label = l.unit_name, TRUE), coalesce(l.unit_code, ''),
                                        l.department_label)) AS department_label,
           count(DISTINCT l.department_key) AS units, count(*) AS projects,
           count(l.budget_cny) AS projects_with_budget,
           sum(l.budget_cny) AS budget_cny, sum(l.fiscal_funds_cny) AS fiscal_funds_cny,
           sum(l.other_funds_cny) AS other_funds_cny,
           sum(t.indicators)::BIGINT AS indicators, sum(t.numeric_indicators)::BIGINT AS numeric_indicators,
           sum(t.dated_indicators)::BIGINT AS dated_indicators,
           sum(t.qualitative_indicators)::BIGINT AS qualitative_indicators,
           sum(t.empty_indicators)::BIGINT AS empty_indicators
    FROM labelled l
    JOIN main.v_project_targets t USING (project_key)
    GROUP BY l.fiscal_year, l.district_code, l.department_code,
             CASE WHEN l.department_code IS NULL THEN l.department_label END
)
SELECT fiscal_year, district_code, district_name, department_code, department_label, units, projects,
       projects_with_budget, budget_cny, fiscal_funds_cny, other_funds_cny,
       (budget_cny * 0.0001)::DECIMAL(24, 6) AS budget_wan_cny,
       indicators, numeric_indicators, dated_indicators, qualitative_indicators, empty_indicators,
       (100.0 * numeric_indicators / nullif(indicators, 0))::DECIMAL(5, 2) AS numeric_percent,
       (100.0 * dated_indicators / nullif(indicators, 0))::DECIMAL(5, 2) AS dated_percent,
       (100.0 * qualitative_indicators / nullif(indicators, 0))::DECIMAL(5, 2) AS qualitative_percent
FROM summed
