-- 每个界限在同类中的位置 | Where every bound stands among its kind.
-- Reads measured and kind (kinds.sql), drops them; fills main.indicator_kind and main.bound_peer. Bounds are many and
-- figures few: figures are counted and ordered, and each bound then looks up its own. Kinds go by number meanwhile.

CREATE TEMP TABLE counted_kind AS
WITH by_name AS (
    SELECT kind_key, count(*) AS bounds FROM measured GROUP BY kind_key
),
by_level2 AS (
    SELECT k.level2_kind_key AS kind_key, sum(n.bounds) AS bounds
    FROM by_name n
    JOIN kind k USING (kind_key)
    WHERE k.level2_kind_key IS NOT NULL
    GROUP BY ALL
)
SELECT row_number() OVER () AS kind_no, k.*, n.bounds::INTEGER AS bounds
FROM kind k
JOIN (FROM by_name UNION ALL FROM by_level2) n USING (kind_key);

INSERT INTO main.indicator_kind BY NAME
SELECT * EXCLUDE (kind_no) FROM counted_kind ORDER BY kind_level2, kind_name, unit, counter, per;

CREATE TEMP TABLE numbered AS
WITH numbers AS (
    SELECT k.kind_key, k.kind_no, k.bounds, c.kind_no AS coarse_kind_no
    FROM counted_kind k
    LEFT JOIN counted_kind c ON c.kind_key = k.level2_kind_key
)
SELECT m.*, n.kind_no, n.bounds, n.coarse_kind_no FROM measured m JOIN numbers n USING (kind_key);

CREATE TEMP TABLE population AS
SELECT kind_no, district_code, fiscal_year, target, count(*) AS n FROM numbered GROUP BY ALL
UNION ALL
SELECT coarse_kind_no, district_code, fiscal_year, target, count(*)
FROM numbered WHERE coarse_kind_no IS NOT NULL GROUP BY ALL;

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
    FROM numbered
)
SELECT p.indicator_key, p.seq_no, p.project_key, p.district_code, p.fiscal_year, p.kind_key, p.basis, p.level3,
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

DROP TABLE measured;
DROP TABLE kind;
DROP TABLE counted_kind;
DROP TABLE numbered;
DROP TABLE population;
DROP TABLE district_standing;
DROP TABLE year_standing;
DROP TABLE all_standing;
DROP MACRO TABLE standing_within;
