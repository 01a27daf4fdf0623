-- 各阶段支出比例相加等于累计比例 | The shares of the stages add up to the cumulative share
WITH staged AS (
    SELECT project_key, stage_month, cumulative_percent, increment_percent,
           lag(cumulative_percent, 1, 0) OVER (PARTITION BY project_key ORDER BY stage_month) AS before_percent
    FROM disbursement_plan
)
SELECT project_key, stage_month, before_percent, increment_percent, cumulative_percent
FROM staged
WHERE before_percent + increment_percent <> cumulative_percent
