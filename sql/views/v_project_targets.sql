-- 项目指标构成：每个项目有多少指标，其中量化、有时限、只有定性的各多少 | How a project's targets are stated: in figures, deadlines or words alone.
-- indicators: 三级指标数 | Number of level-3 indicators
-- numeric_indicators: 量化指标数（有数值界限） | Indicators with a bound on a number
-- dated_indicators: 有时限的指标数（时限，或数值兼有时限） | Indicators with a deadline, alone or beside a number
-- qualitative_indicators: 只有定性表述的指标数 | Indicators in words alone
-- empty_indicators: 指标值空白的指标数 | Indicators without a value
-- numeric_percent: 量化率（%）；没有指标为 NULL | Per cent of indicators with a number; NULL without indicators
-- dated_percent: 有时限的比例（%）；没有指标为 NULL | Per cent of indicators with a deadline; NULL without indicators
-- qualitative_percent: 只有定性表述的比例（%）；没有指标为 NULL | Per cent of indicators in words alone; NULL without indicators
WITH counted AS (
    SELECT project_key,
           count(*) AS indicators,
           count(*) FILTER (WHERE value_kind = 'numeric') AS numeric_indicators,
           -- A recurring deadline (每月15日前) is a deadline without a single due date.
           count(*) FILTER (WHERE value_kind = 'date' OR due_date IS NOT NULL) AS dated_indicators,
           count(*) FILTER (WHERE value_kind = 'qualitative') AS qualitative_indicators,
           count(*) FILTER (WHERE value_kind = 'empty') AS empty_indicators
    FROM main.indicator
    GROUP BY project_key
)
SELECT p.project_key, p.department_key, p.fiscal_year, p.district_code, p.project_name, p.budget_cny,
       coalesce(c.indicators, 0) AS indicators,
       coalesce(c.numeric_indicators, 0) AS numeric_indicators,
       coalesce(c.dated_indicators, 0) AS dated_indicators,
       coalesce(c.qualitative_indicators, 0) AS qualitative_indicators,
       coalesce(c.empty_indicators, 0) AS empty_indicators,
       (100.0 * c.numeric_indicators / c.indicators)::DECIMAL(5, 2) AS numeric_percent,
       (100.0 * c.dated_indicators / c.indicators)::DECIMAL(5, 2) AS dated_percent,
       (100.0 * c.qualitative_indicators / c.indicators)::DECIMAL(5, 2) AS qualitative_percent
FROM main.project p
LEFT JOIN counted c USING (project_key)
