-- 指标名称具体 | The indicators' names say what is measured
-- aspect: relevance
-- weight: 2
-- source: 财预〔2021〕101号：指标应突出核心、清晰易评 | 财预〔2021〕101号: indicators are focused and easy to assess
-- note: 与所在级次同名或在通用名称表（terms.toml 的 vague）中为空泛；有另作说明的描述得一半；满意度指标只看是否与级次同名 | A name like that of its level or in the list of vague names (terms.toml) says little, half with a description that says more; of satisfaction only the former is asked
WITH level AS (
    SELECT level1, level2, [words(regexp_replace(level, '指标$', '')) FOR level IN [level1, level2]] AS shorts
    FROM score_level
), named AS (  -- most names are many indicators'
    SELECT name, words(regexp_replace(name, '指标$', '')) AS short
    FROM (SELECT DISTINCT name FROM score_indicator WHERE name IS NOT NULL)
), judged AS (
    SELECT i.project_no, i.indicator_key,
           CASE WHEN i.in_doubt THEN NULL
                WHEN i.name IS NULL THEN 0
                WHEN NOT list_contains(l.shorts, n.short) AND (t.term IS NULL OR i.kind = 'satisfaction') THEN 1
                WHEN i.description IS NULL OR contains(i.name, i.description) THEN 0
                ELSE 0.5 END AS met
    FROM score_indicator i
    LEFT JOIN named n ON n.name = i.name
    LEFT JOIN level l ON l.level1 IS NOT DISTINCT FROM i.level1 AND l.level2 IS NOT DISTINCT FROM i.level2
    LEFT JOIN score_term t ON t.kind = 'vague' AND t.term = n.short
)
SELECT p.project_no, of_indicators(i.share, p.indicators, p.in_doubt) AS share_met,
       NULL::VARCHAR[] AS issue_keys, i.indicator_keys
FROM score_project p
LEFT JOIN (
    SELECT project_no, avg(met) AS share, list(indicator_key) FILTER (met < 1) AS indicator_keys
    FROM judged GROUP BY project_no
) i USING (project_no)
