-- 每个界限在同类中的位置 | Where every bound stands among its kind.
-- Reads measured (kinds.sql); fills main.bound_peer. Bounds are many and figures few: figures are counted and ordered,
-- and each bound then looks up its own.

CREATE TEMP TABLE population AS
SELECT kind_no, district_code, fiscal_year, target, count(*) AS n FROM measured GROUP BY ALL
UNION ALL
SELECT coarse_kind_no, district_code, fiscal_year, target, count(*)
FROM measured WHERE coarse_kind_no IS NOT NULL GROUP BY ALL;

CREATE TEMP MACRO standing_within(district_known, year_known) AS TABLE
WITH scoped AS (
    SELECT kind_no, CASE WHEN district_known THEN district_code END AS district_code,
           CASE WHEN year_known THEN fiscal_year END AS fiscal_year, target, sum(n) AS n
    FROM population
    WHERE (NOT district_known OR district_code IS NOT NULL) AND (NOT year_known OR fiscal_year IS NOT NULL)
    GROUP BY ALL
),
ordered AS (
    SELECT *,
           sum(n) OVER (PARTITION BY kind_no, district_code, fiscal_year ORDER BY target) AS up_to,
           sum(n) OVER (PARTITION BY kind_no, district_code, fiscal_year) AS peers
    FROM scoped
),
-- The two figures in the middle: the first that half of all bounds reach, and the first that more than half do.
middle AS (
    SELECT kind_no, district_code, fiscal_year,
           ((min(target) FILTER (WHERE 2 * up_to >= peers) + min(target) FILTER (WHERE 2 * up_to > peers)) * 0.5)
               ::DECIMAL(24, 6) AS median
    FROM ordered
    GROUP BY ALL
)
SELECT o.kind_no, o.district_code, o.fiscal_year, o.target, o.peers::INTEGER AS peers, m.median,
       CASE WHEN o.peers > 1 THEN (100.0 * (o.up_to - o.n + o.n * 0.5) / o.peers)::DECIMAL(5, 2) END AS percentile
FROM ordered o
JOIN middle m ON m.kind_no = o.kind_no AND m.district_code IS NOT DISTINCT FROM o.district_code
    AND m.fiscal_year IS NOT DISTINCT FROM o.fiscal_year;

CREATE TEMP TABLE district_standing AS FROM standing_within(TRUE, TRUE);
CREATE TEMP TABLE year_standing AS FROM standing_within(FALSE, TRUE);
CREATE TEMP TABLE all_standing AS FROM standing_within(FALSE, FALSE);

INSERT INTO main.bound_peer BY NAME
WITH placed AS (
    SELECT * REPLACE (CASE WHEN bounds < 5 THEN coalesce(coarse_kind_no, kind_no) ELSE kind_no END AS kind_no),
           CASE WHEN bounds < 5 AND coarse_kind_no IS NOT NULL THEN 'level2' ELSE 'name' END AS basis
    FROM measured
)
SELECT p.indicator_key, p.seq_no, p.project_key, p.district_code, p.fiscal_year, p.kind_no, p.basis, p.level3,
       p.value_text, p.target, p.more_is_better,
       d.peers AS district_peers, d.median AS district_median,
       CASE WHEN p.more_is_better THEN d.percentile WHEN NOT p.more_is_better THEN 100 - d.percentile END
           AS district_percentile,
       y.peers AS year_peers, y.median AS year_median,
       CASE WHEN p.more_is_better THEN y.percentile WHEN NOT p.more_is_better THEN 100 - y.percentile END
           AS year_percentile,
       a.peers AS all_peers, a.median AS all_median,
       CASE WHEN p.more_is_better THEN a.percentile WHEN NOT p.more_is_better THEN 100 - a.percentile END
           AS all_percentile
FROM placed p
LEFT JOIN district_standing d ON d.kind_no = p.kind_no AND d.target = p.target
    AND d.district_code = p.district_code AND d.fiscal_year = p.fiscal_year
LEFT JOIN year_standing y ON y.kind_no = p.kind_no AND y.target = p.target AND y.fiscal_year = p.fiscal_year
JOIN all_standing a ON a.kind_no = p.kind_no AND a.target = p.target
ORDER BY p.fiscal_year, p.district_code, p.indicator_key, p.seq_no;

-- A bound of the year before is the same promise only where neither year's project has two of its kind. Figures go by
-- their rowid until it is known which two are compared.
CREATE TEMP TABLE single AS
SELECT project_key, kind_no, any_value(rowid) AS figure
FROM measured
GROUP BY project_key, kind_no
HAVING count(*) = 1;

CREATE TEMP TABLE compared AS
-- Materialised: joined in another order, every bound would meet every other one of its kind.
WITH linked AS MATERIALIZED (
    SELECT l.previous_project_key, s.kind_no, s.figure
    FROM main.project_lineage l
    JOIN single s USING (project_key)
    WHERE l.previous_project_key IS NOT NULL
)
SELECT l.figure, b.figure AS previous_figure
FROM linked l
JOIN single b ON b.project_key = l.previous_project_key AND b.kind_no = l.kind_no;

INSERT INTO main.bound_change BY NAME
SELECT now.indicator_key, now.seq_no, now.project_key, now.district_code, now.fiscal_year,
       before.indicator_key AS previous_indicator_key, before.seq_no AS previous_seq_no,
       now.level2, now.level3, now.value_text, before.value_text AS previous_value_text,
       now.kind_no, now.target, before.target AS previous_target, now.target - before.target AS target_change,
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
DROP TABLE measured;
DROP TABLE single;
DROP TABLE population;
DROP TABLE district_standing;
DROP TABLE year_standing;
DROP TABLE all_standing;
DROP MACRO TABLE standing_within;
