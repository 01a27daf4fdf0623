-- 资金支出计划各时点均已填写 | The spending plan shows all of its stages
-- aspect: completeness
-- weight: 1
-- source: 表式要求：3、6、10、12月底四个时点 | the form itself: four stages, ends of March, June, October and December
-- note: 得分为已列时点的比例；整行空白为0；表中无此栏、计划以金额填写或无法读取时不评 | The share of stages shown; 0 for a blank plan; not judged where the form has none or it cannot be read
SELECT p.project_no,
       CASE WHEN p.plan_in_doubt THEN NULL
            WHEN f.is_empty THEN unless_in_doubt(0, p.in_doubt)
            ELSE unless_in_doubt(s.shown, p.in_doubt) END AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, count(percent_text) / count(*) AS shown FROM score_plan GROUP BY project_no
) s USING (project_no)
LEFT JOIN (
    SELECT project_no, bool_or(rule = 'plan_empty') AS is_empty, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('plan_empty', 'plan_stage_missing') GROUP BY project_no
) f USING (project_no)
