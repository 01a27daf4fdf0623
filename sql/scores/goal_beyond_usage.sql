-- 绩效目标不是照抄资金用途或项目名称 | The goal is no copy of what the money is for, nor of the project's name
-- aspect: completeness
-- weight: 3
-- source: 财预〔2015〕88号：目标应反映预期产出和效果，而不只是资金用途 | 财预〔2015〕88号: a goal says what is to be achieved, not only what the money is for
-- note: 一段文字含另一段且长不过其1.2倍即为照抄；没有目标为0 | A copy contains the other text and is at most 1.2 times as long; 0 without a goal
SELECT project_no,
       CASE WHEN goal IS NULL THEN unless_in_doubt(0, in_doubt)
            WHEN goal = name THEN 0
            WHEN (contains(goal, usage) OR contains(usage, goal))
                AND greatest(length(goal), length(usage)) <= 1.2 * least(length(goal), length(usage)) THEN 0
            ELSE 1 END AS share_met,
       NULL::VARCHAR[] AS issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project
