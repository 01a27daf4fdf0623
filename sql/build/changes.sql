-- 界限变化：同一事项今年与上年 | Bounds of one undertaking in two successive years.
-- Reads measured (kinds.sql) and main.project_lineage; fills main.bound_change.

-- A bound of the year before is the same promise only where neither year's project has two of its kind. Figures go by
-- their rowid until it is known which two are compared.
CREATE TEMP TABLE single AS
SELECT project_key, kind_key, any_value(rowid) AS figure
FROM measured
GROUP BY project_key, kind_key
HAVING count(*) = 1;

CREATE TEMP TABLE compared AS
-- Materialised: joined in another order, every bound would meet every other one of its kind.
WITH linked AS MATERIALIZED (
    SELECT l.previous_project_key, s.kind_key, s.figure
    FROM main.project_lineage l
    JOIN single s USING (project_key)
    WHERE l.previous_project_key IS NOT NULL
)
SELECT l.figure, b.figure AS previous_figure
FROM linked l
JOIN single b ON b.project_key = l.previous_project_key AND b.kind_key = l.kind_key;

INSERT INTO main.bound_change BY NAME
SELECT now.indicator_key, now.seq_no, now.project_key, now.district_code, now.fiscal_year,
       before.indicator_key AS previous_indicator_key, before.seq_no AS previous_seq_no,
       now.level2, now.level3, now.value_text, before.value_text AS previous_value_text,
       now.kind_key, now.target, before.target AS previous_target, now.target - before.target AS target_change,
       CASE
           WHEN now.target = before.target THEN 'same'
           -- Where the two years disagree on which side is better, the figure alone says nothing.
           WHEN now.more_is_better IS DISTINCT FROM before.more_is_better OR now.more_is_better IS NULL
               THEN 'undetermined'
           WHEN (now.target > before.target) = now.more_is_better THEN 'stricter'
           ELSE 'looser'
       END AS change_kind
FROM compared c
JOIN measured now ON now.rowid = c.figure
JOIN measured before ON before.rowid = c.previous_figure
ORDER BY now.fiscal_year, now.district_code, now.indicator_key, now.seq_no;

DROP TABLE compared;
DROP TABLE single;
