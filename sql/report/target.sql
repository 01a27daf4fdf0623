-- 报告页的指标值分布：同类指标至少两个部门才可比 | Target values on the report page by kind of indicator; kinds that two departments or more have.
-- Shares are alike by level, whatever they are called (every 满意度 in per cent); other figures only under one name. Where a
-- form states a target for the year beside one for the whole period, the year's is compared.
WITH stated AS (
    SELECT office_no, fiscal_year, regexp_replace(level1, '指标$', '') AS level1,
           regexp_replace(level2, '指标$', '') AS level2,
           CASE WHEN unit <> 'percent' THEN regexp_replace(level3, '\s', '', 'g') END AS name,
           unit, counter, per,
           CASE WHEN direction = 'at_most' OR (direction = 'exactly' AND NOT coalesce(more_is_better, TRUE)) THEN 'most'
                ELSE 'least' END AS side,
           coalesce(lower_bound, upper_bound) AS figure
    FROM chosen_indicator
    WHERE value_kind = 'numeric' AND unit IS NOT NULL AND direction IN ('at_least', 'at_most', 'exactly')
        AND (unit = 'percent' OR level3 IS NOT NULL)
        AND (horizon IS DISTINCT FROM 'period'
             OR project_no NOT IN (SELECT project_no FROM chosen_indicator WHERE horizon = 'year'))
),
numbered AS (
    SELECT *, dense_rank() OVER (ORDER BY level1, level2, name, unit, counter, per, side) AS kind
    FROM stated
),
comparable AS (
    SELECT kind
    FROM numbered
    GROUP BY kind
    HAVING count(DISTINCT office_no) > 1
)
SELECT kind, any_value(level1) AS level1, any_value(level2) AS level2, any_value(name) AS name, any_value(unit) AS unit,
       any_value(counter) AS counter, any_value(per) AS per, any_value(side) AS side,
       office_no AS office, fiscal_year AS year, figure, count(*) AS targets
FROM numbered
WHERE kind IN (FROM comparable)
GROUP BY kind, office_no, fiscal_year, figure
ORDER BY kind, figure, office_no, fiscal_year
