-- 成本核对：成本指标按年折算后与预算数是否相符 | Cost targets against the budget: unit cost × times a year × how many.
-- unit_cost_cny: 成本指标上限（元，按其口径） | The cost target's upper bound in yuan, per what it is per
-- times_per_year: 一年几次（月 12、季度 4、半年 2、年 1、周 52；按日计的不知几日，无从折算） | How often a year: month 12, quarter 4, half year 2, year 1, week 52; how many days a price per day is paid for is not known
-- things: 数量口径（人、社区、台等） | What else it is per: persons, communities, pieces
-- quantity: 同一项目其他指标所述的数量之积；无此口径为 1，不明为 NULL | How many there are, by the project's other indicators; 1 where not needed, NULL where not stated or stated in several ways
-- annual_cost_cny: 年折算成本（元）；数量不明时为单个的 | Cost of a year in yuan; of a single one where the quantity is not known
-- cost_percent: 年折算成本占预算比例（%） | The same in percent of the budget
-- verdict: 结论：agrees 相符（差额不超过 1%）、above_budget 高于、below_budget 低于、cannot_be_told 无从判断 | agrees (within 1 % of the budget), above_budget, below_budget, cannot_be_told
-- cost_indicators: 该项目的成本指标数（元）：多于一个时，单个低于预算可能只是一部分 | Cost indicators in yuan of the project: of several, one below the budget may be a part
-- The same rule as the findings cost_above_budget and cost_below_budget: what is stated for the whole period is left out.
WITH cost AS (
    SELECT i.indicator_key, i.project_key, i.fiscal_year, i.district_code, i.level2, i.level3, i.value_text,
           i.upper_bound, coalesce(i.per, []) AS per, p.budget_cny, p.project_name, p.department_key
    FROM main.indicator i
    JOIN main.project p USING (project_key)
    WHERE i.unit = 'CNY' AND i.upper_bound IS NOT NULL AND contains(i.level2, '成本') AND p.budget_cny <> 0
      AND i.horizon IS DISTINCT FROM 'period'
),
factor AS (
    SELECT indicator_key, project_key, unnest(per) AS word FROM cost WHERE len(per) > 0
),
timed AS (
    SELECT f.indicator_key, f.project_key, f.word, y.times
    FROM factor f
    LEFT JOIN (VALUES ('year', 1), ('半年', 2), ('quarter', 4), ('month', 12), ('week', 52)) y(word, times)
        USING (word)
),
thing AS (
    SELECT indicator_key, project_key, word FROM timed WHERE times IS NULL
),
amount AS (
    SELECT project_key, counter, level3, lower_bound
    FROM main.indicator
    WHERE unit = 'count' AND lower_bound <> 0 AND len(coalesce(per, [])) = 0
      AND NOT contains(coalesce(level2, ''), '成本') AND horizon IS DISTINCT FROM 'period'
      AND project_key IN (SELECT project_key FROM thing)
),
-- Compared after the join, so that it can go by project: rows for things without a count are missing, not NULL.
stated AS (
    SELECT t.indicator_key, t.word,
           CASE WHEN count(DISTINCT a.lower_bound) = 1 THEN any_value(a.lower_bound) END AS quantity
    FROM (SELECT DISTINCT * FROM thing) t
    JOIN amount a ON a.project_key = t.project_key
    WHERE a.counter = t.word OR contains(a.level3, t.word)
    GROUP BY t.indicator_key, t.word
),
multiplied AS (
    SELECT t.indicator_key,
           coalesce(list(t.times) FILTER (WHERE t.times IS NOT NULL), []) AS times,
           coalesce(list(t.word) FILTER (WHERE t.times IS NULL), []) AS things,
           coalesce(list(s.quantity::DECIMAL(18, 4)) FILTER (WHERE s.quantity IS NOT NULL), []) AS known
    FROM timed t
    LEFT JOIN stated s ON s.indicator_key = t.indicator_key AND s.word = t.word
    GROUP BY t.indicator_key
),
factored AS (
    SELECT indicator_key, things,
           list_reduce(list_prepend(1, times), lambda a, b: a * b) AS times_per_year,
           -- In decimals, and NULL rather than an error where figures are beyond all reason.
           list_reduce(list_prepend(1::DECIMAL(18, 4), known), lambda a, b: try_cast(a * b AS DECIMAL(18, 4))) AS known,
           len(known) = len(things) AS is_complete
    FROM multiplied
),
priced AS (
    SELECT c.*, coalesce(f.times_per_year, 1) AS times_per_year, coalesce(f.things, []) AS things,
           CASE WHEN f.indicator_key IS NULL THEN 1 WHEN f.is_complete THEN f.known END AS quantity,
           coalesce(f.is_complete, TRUE) AS is_complete,
           CASE WHEN f.indicator_key IS NULL THEN c.upper_bound
                ELSE try_cast(try_cast(c.upper_bound AS DECIMAL(18, 4))
                              * try_cast(f.known * f.times_per_year AS DECIMAL(18, 4)) AS DECIMAL(24, 6))
           END AS annual_cost
    FROM cost c
    LEFT JOIN factored f USING (indicator_key)
),
several AS (
    SELECT project_key, count(*) AS cost_indicators FROM cost GROUP BY project_key
)
SELECT w.indicator_key, w.project_key, w.department_key, w.fiscal_year, w.district_code, w.project_name, w.budget_cny,
       w.level2, w.level3, w.value_text, w.upper_bound AS unit_cost_cny, w.per, w.times_per_year, w.things, w.quantity,
       -- Rounded in 64 bits where the figure fits: in 128 bits this one cast took longer than all the rest.
       coalesce(try_cast(w.annual_cost AS DECIMAL(18, 6))::DECIMAL(24, 2), w.annual_cost::DECIMAL(24, 2))
           AS annual_cost_cny,
       try_cast(100 * w.annual_cost / w.budget_cny AS DECIMAL(18, 2)) AS cost_percent,
       CASE WHEN w.annual_cost > w.budget_cny * 1.01 THEN 'above_budget'
            WHEN NOT w.is_complete OR w.annual_cost IS NULL THEN 'cannot_be_told'
            WHEN w.annual_cost < w.budget_cny * 0.99 THEN 'below_budget'
            ELSE 'agrees' END AS verdict,
       s.cost_indicators
FROM priced w
JOIN several s USING (project_key)
