-- 支出计划口径在规定范围内 | The basis of every plan is cumulative, incremental or unknown
SELECT project_key, stage_month, plan_basis
FROM disbursement_plan
WHERE plan_basis NOT IN ('cumulative', 'incremental', 'unknown')
