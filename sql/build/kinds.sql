-- 指标种类：二级指标与归一化名称、单位、量词、口径 | Kinds of indicators, by level 2, comparable name, unit, counter and per.
-- Reads main.indicator_bound and main.indicator; fills main.indicator_kind, leaves measured (a row per figure that can
-- be compared, with the number of its kind by name) and coarse_kind.

CREATE TEMP TABLE figure AS
WITH several AS (
    SELECT DISTINCT indicator_key FROM main.indicator_bound WHERE seq_no > 1
)
SELECT b.indicator_key, b.seq_no, b.project_key, b.district_code, b.fiscal_year, i.level2, i.level3, i.value_text,
       -- One bound is of what the indicator is called; of several, each is of what stands before it.
       CASE WHEN s.indicator_key IS NOT NULL THEN coalesce(b.bound_name, '') ELSE '' END AS bound_name,
       b.unit, b.counter, coalesce(b.per, []) AS per, b.more_is_better,
       coalesce(b.lower_bound, b.upper_bound) AS target
FROM main.indicator_bound b
JOIN main.indicator i USING (indicator_key)
LEFT JOIN several s ON s.indicator_key = b.indicator_key
WHERE b.value_kind = 'numeric' AND b.unit IS NOT NULL
  -- A range has two ends: neither is the one to compare.
  AND (b.lower_bound IS NULL OR b.upper_bound IS NULL OR b.lower_bound = b.upper_bound)
  -- A project's whole cost is its size; only what a cost is per makes it one to compare.
  AND NOT (b.unit = 'CNY' AND len(coalesce(b.per, [])) = 0 AND contains(coalesce(i.level2, ''), '成本'));

CREATE TEMP TABLE comparable_name AS
WITH printed AS (
    SELECT DISTINCT level2, level3, bound_name FROM figure
),
narrow AS (
    SELECT *,
           translate(concat(level3, bound_name), '（）［］０１２３４５６７８９％', '()[]0123456789%') AS name,
           regexp_replace(translate(coalesce(level2, ''), '（）', '()'), '\([^()]*\)|[\s\p{P}]', '', 'g') AS kind2
    FROM printed
),
bare AS (
    SELECT *,
           regexp_replace(regexp_replace(name, '\([^()]*\)|\[[^\[\]]*\]|(19|20)\d\d年度?', '', 'g'),
                          '[\s\p{P}\p{S}]', '', 'g') AS bare_name
    FROM narrow
)
SELECT level2, level3, bound_name,
       -- The names of one group differ between the schemes of the Ministry of Finance (2015 and 2021).
       CASE
           WHEN kind2 LIKE '%满意度%' THEN '满意度'
           WHEN regexp_matches(kind2, '^(经济|社会|生态环境)?成本') THEN '成本'
           ELSE nullif(regexp_replace(kind2, '指标$', ''), '')
       END AS kind_level2,
       lower(CASE WHEN bare_name = '' THEN name ELSE regexp_replace(bare_name, '(.)指标$', '\1') END) AS kind_name
FROM bare;

CREATE TEMP TABLE named_figure AS
SELECT f.* EXCLUDE (bound_name), n.kind_level2, n.kind_name
FROM figure f
JOIN comparable_name n ON n.level2 IS NOT DISTINCT FROM f.level2 AND n.level3 IS NOT DISTINCT FROM f.level3
    AND n.bound_name = f.bound_name;

-- Shares can be compared under any name; counts of other things and other costs cannot.
CREATE TEMP TABLE kind AS
WITH counted AS (
    SELECT kind_level2, kind_name, unit, counter, per, count(*) AS bounds FROM named_figure GROUP BY ALL
    UNION ALL
    SELECT kind_level2, NULL, unit, NULL, per, count(*) FROM named_figure WHERE unit = 'percent' GROUP BY ALL
)
SELECT row_number() OVER (ORDER BY kind_level2, kind_name, unit, counter, per)::INTEGER AS kind_no, *
FROM counted;

INSERT INTO main.indicator_kind BY NAME FROM kind ORDER BY kind_no;

CREATE TEMP TABLE measured AS
SELECT f.* EXCLUDE (kind_level2, kind_name, unit, counter, per), k.kind_no, k.bounds, c.kind_no AS coarse_kind_no
FROM named_figure f
JOIN kind k ON k.kind_level2 IS NOT DISTINCT FROM f.kind_level2 AND k.kind_name = f.kind_name
    AND k.unit = f.unit AND k.counter IS NOT DISTINCT FROM f.counter AND k.per = f.per
LEFT JOIN kind c ON f.unit = 'percent' AND c.kind_name IS NULL AND c.unit = f.unit AND c.per = f.per
    AND c.kind_level2 IS NOT DISTINCT FROM f.kind_level2;

DROP TABLE figure;
DROP TABLE comparable_name;
DROP TABLE named_figure;
DROP TABLE kind;
