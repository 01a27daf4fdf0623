-- 哪些表述新出现、程序还读不懂？ | Which wordings did no rule read for certain?

-- Words of class `other` are words that no vocabulary knows; the findings value_… say what else was left open.
WITH open_value AS (
    SELECT indicator_key, 'other_words' AS why FROM indicator WHERE qualitative_class = 'other'
    UNION ALL
    SELECT DISTINCT indicator_key, rule FROM quality_issue
    WHERE indicator_key IS NOT NULL AND starts_with(rule, 'value_') AND rule <> 'value_recurring_deadline'
)
SELECT v.why, i.value_text, count(*) AS indicators, count(DISTINCT i.project_key) AS projects,
       min(i.level3) AS one_level3
FROM open_value v
JOIN indicator i USING (indicator_key)
GROUP BY ALL
ORDER BY indicators DESC, v.why, i.value_text
LIMIT 100
