-- 产出有数量、质量和时效指标 | The output has quantity, quality and timeliness indicators
-- aspect: completeness
-- weight: 2
-- source: 财预〔2021〕101号：产出一般设数量、质量指标，有时限要求的设时效指标 | 财预〔2021〕101号: quantity and quality are expected in the output, timeliness where time matters
-- note: 数量、质量各占40%，时效占20%；二级指标不明时不评 | Quantity and quality 40 % each, timeliness 20 %; not judged where an indicator's kind is not known
SELECT p.project_no,
       unless_in_doubt((4 * coalesce(i.quantity, 0) + 4 * coalesce(i.quality, 0) + 2 * coalesce(i.timeliness, 0)) / 10,
                       p.in_doubt OR p.has_unknown_kind OR coalesce(i.has_plain_output, FALSE)) AS share_met,
       f.issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, bool_or(kind = 'quantity')::INT AS quantity, bool_or(kind = 'quality')::INT AS quality,
           bool_or(kind = 'timeliness')::INT AS timeliness, bool_or(kind = 'output') AS has_plain_output
    FROM score_indicator GROUP BY project_no
) i USING (project_no)
LEFT JOIN (
    SELECT project_no, list(issue_key) AS issue_keys
    FROM score_finding WHERE rule IN ('indicator_missing', 'level2_missing') GROUP BY project_no
) f USING (project_no)
