-- 绩效目标具体 | The goal is told in some detail
-- aspect: completeness
-- weight: 3
-- source: 财预〔2015〕88号：指向明确，反映预期产出和效果 | 财预〔2015〕88号: clearly directed, says what output and effect are expected
-- note: 以文字长度粗略衡量：30字以上满分，15至29字一半，不足15字为0 | Roughly, by its length: full from 30 characters, half from 15, none below
SELECT project_no,
       unless_in_doubt(CASE WHEN length(goal) >= 30 THEN 1 WHEN length(goal) >= 15 THEN 0.5 ELSE 0 END, in_doubt)
           AS share_met,
       NULL::VARCHAR[] AS issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project
