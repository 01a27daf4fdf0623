-- 表中没有整行空白 | No row of the printed form is left blank
-- aspect: completeness
-- weight: 1
-- source: 财预〔2015〕88号：填报内容完整、无缺项 | 财预〔2015〕88号: contents are complete, nothing left out
-- note: 得分为已填行占全部指标行的比例 | The share of indicator rows that are filled in
SELECT p.project_no,
       unless_in_doubt(of_indicators(p.indicators / (p.indicators + coalesce(f.blank, 0)), p.indicators, p.in_doubt),
                       p.in_doubt) AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, count(*) FILTER (rule = 'row_left_blank') AS blank, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('row_left_blank', 'indicator_missing') GROUP BY project_no
) f USING (project_no)
