-- 数量指标与项目内容相关 | Quantity indicators speak of what the project is about
-- aspect: relevance
-- weight: 3
-- source: 财预〔2015〕88号：指标与目标相关；财预〔2021〕101号：指标与目标密切相关 | 财预〔2015〕88号: indicators are tied to the goal; 财预〔2021〕101号: closely related
-- note: 指标名称或描述中有两个相连的字在项目名称、用途或目标中出现满分，只有单字出现一半，常用词不计；只有常用词或没有数量指标为0；用词不同而意思相同的会误判，故权重低 | Full where two characters in a row of its name or description stand in the project's name, usage or goal, half where only single ones do, common words apart, none where there are only those or no quantity indicator; other words for the same thing are missed, hence the low weight
WITH said AS (
    SELECT i.project_no, i.indicator_key, i.in_doubt, p.told, p.in_a_row,
           CASE WHEN i.description IS DISTINCT FROM i.name THEN concat_ws(' ', i.name, i.description) ELSE i.name END AS said
    FROM score_indicator i
    JOIN (
        SELECT project_no, concat_ws(' ', name, usage, goal) AS told, concat_ws('', name, usage, goal) AS in_a_row
        FROM score_project
    ) p USING (project_no)
    WHERE i.kind = 'quantity'
), own AS (
    SELECT said, uncommon(words(said)) AS own FROM (SELECT DISTINCT said FROM said)
), judged AS (
    SELECT project_no, indicator_key,
           CASE WHEN NOT in_doubt THEN coalesce(speaks_of(said, own, told, uncommon(in_a_row)), 0) END AS met
    FROM said
    LEFT JOIN own USING (said)
)
SELECT p.project_no,
       CASE WHEN i.project_no IS NOT NULL THEN i.share ELSE unless_in_doubt(0, p.in_doubt OR p.has_unknown_kind) END
           AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
