-- 效益指标可以衡量 | Benefits can be measured
-- aspect: relevance
-- weight: 4
-- source: 财预〔2015〕88号：不能量化的，可采用分级分档的定性表述 | 财预〔2015〕88号: what cannot be quantified is graded in words
-- note: 有数值或时限满分，分级（优、良……）一半，其他文字为0；没有效益指标为0 | Full for a figure or date, half for a grade (优, 良 …), none for other words; 0 without a benefit indicator
SELECT p.project_no,
       CASE WHEN i.project_no IS NOT NULL THEN i.share ELSE unless_in_doubt(0, p.in_doubt OR p.has_unknown_kind) END
           AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM (
        SELECT project_no, indicator_key,
               CASE WHEN value_kind IN ('numeric', 'date') THEN 1
                    WHEN in_doubt THEN NULL
                    WHEN qualitative_class = 'grade' THEN 0.5 ELSE 0 END AS met
        FROM score_indicator WHERE kind = 'benefit'
    )
    GROUP BY project_no
) i USING (project_no)
