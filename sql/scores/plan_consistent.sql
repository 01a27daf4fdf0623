-- 资金支出计划前后一致，到年底为100% | The spending plan is consistent and comes to 100 %
-- aspect: fitness
-- weight: 4
-- source: 表式要求；财预〔2015〕88号：目标与资金相匹配 | the form itself; 财预〔2015〕88号: goals are matched to money
-- note: 以发现的问题 plan_not_rising、plan_above_100、plan_not_100、plan_empty 为依据；缺年底一栏的只在 plan_filled 扣分；没有此栏、无法读取或口径不明时不评 | Rests on the findings plan_not_rising, plan_above_100, plan_not_100 and plan_empty; a plan that lacks a stage loses in plan_filled alone; not judged where the form has none or it cannot be told what it says
SELECT p.project_no,
       CASE WHEN p.plan_in_doubt THEN NULL
            WHEN f.wrong THEN unless_in_doubt(0, p.in_doubt AND NOT f.contradicts)
            WHEN s.shown = 4 THEN 1 END AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, count(percent_text) AS shown FROM score_plan GROUP BY project_no
) s USING (project_no)
LEFT JOIN (
    SELECT f.project_no, bool_or(f.rule <> 'plan_not_100' OR m.project_no IS NULL) AS wrong,
           bool_or(f.rule NOT IN ('plan_empty', 'plan_not_100')) AS contradicts, list(f.issue_key) AS issue_keys
    FROM score_finding f
    LEFT JOIN (SELECT DISTINCT project_no FROM score_finding WHERE rule = 'plan_stage_missing') m USING (project_no)
    WHERE f.rule IN ('plan_not_rising', 'plan_above_100', 'plan_not_100', 'plan_empty')
    GROUP BY f.project_no
) f USING (project_no)
