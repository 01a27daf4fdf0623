-- 写明了绩效目标 | The project states its goal
-- aspect: completeness
-- weight: 1
-- source: 财预〔2015〕88号：绩效目标应当完整 | 财预〔2015〕88号: a goal is complete
-- note: 没有目标扣全分；读取有疑问时不评 | No goal loses all; not judged where the reading is in doubt
SELECT p.project_no,
       unless_in_doubt(CASE WHEN p.goal IS NULL THEN 0 ELSE 1 END, p.in_doubt) AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, list(issue_key) AS issue_keys FROM score_finding WHERE rule = 'goal_missing' GROUP BY project_no
) f USING (project_no)
