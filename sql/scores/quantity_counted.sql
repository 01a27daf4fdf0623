-- 数量指标是可数的数量 | A quantity indicator counts what is provided
-- aspect: relevance
-- weight: 3
-- source: 财预〔2015〕88号：数量指标反映提供的公共产品和服务的数量 | 财预〔2015〕88号: quantity indicators tell how much is provided
-- note: 有数量和单位满分，百分比或金额一半，文字为0；没有数量指标为0 | Full for a count, half for a rate or money, none for words; 0 without a quantity indicator
SELECT p.project_no,
       CASE WHEN i.project_no IS NOT NULL THEN i.share ELSE unless_in_doubt(0, p.in_doubt OR p.has_unknown_kind) END
           AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM (
        SELECT project_no, indicator_key,
               CASE WHEN in_doubt THEN NULL
                    WHEN value_kind <> 'numeric' THEN 0
                    WHEN unit IN ('percent', 'CNY') THEN 0.5 ELSE 1 END AS met
        FROM score_indicator WHERE kind IN ('quantity', 'output')
    )
    GROUP BY project_no
) i USING (project_no)
