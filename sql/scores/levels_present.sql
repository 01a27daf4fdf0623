-- 有产出、效益和满意度指标 | Output, benefit and satisfaction indicators are there
-- aspect: completeness
-- weight: 2
-- source: 财预〔2015〕88号；财预〔2021〕101号：产出、效益指标必设，满意度指标按需设置 | 财预〔2015〕88号; 财预〔2021〕101号: output and benefit are set in every project, satisfaction as needed
-- note: 产出、效益各占40%，满意度占20%；有指标不知属于哪一级时，缺项不评 | Output and benefit 40 % each, satisfaction 20 %; what is missing is not judged where an indicator's level is not known
SELECT p.project_no,
       unless_in_doubt((4 * coalesce(i.output, 0) + 4 * coalesce(i.benefit, 0) + 2 * coalesce(i.satisfaction, 0)) / 10,
                       p.in_doubt OR p.has_unknown_kind) AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, bool_or(kind IN ('quantity', 'quality', 'timeliness', 'output'))::INT AS output,
           bool_or(kind = 'benefit')::INT AS benefit, bool_or(kind = 'satisfaction')::INT AS satisfaction
    FROM score_indicator GROUP BY project_no
) i USING (project_no)
LEFT JOIN (
    SELECT project_no, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('indicator_missing', 'level2_missing') GROUP BY project_no
) f USING (project_no)
