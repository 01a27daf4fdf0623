-- 指标种类：二级指标与归一化名称、单位、量词、口径 | Kinds of indicators, by level 2, comparable name, unit, counter and per.
-- Reads main.indicator_bound and main.indicator; leaves measured (a row per figure that can be compared, with the key of
-- its kind by name) and kind. What a kind's key is follows from the kind alone: it is the same in every publication.

CREATE TEMP TABLE figure AS
WITH several AS (
    SELECT DISTINCT indicator_key FROM main.indicator_bound WHERE seq_no > 1
),
-- Where a form states a target for the year beside one for the whole period, the year's is the one to compare.
of_the_year AS (
    SELECT DISTINCT project_key FROM main.indicator WHERE horizon = 'year'
)
SELECT b.indicator_key, b.seq_no, b.project_key, b.district_code, b.fiscal_year, i.level2, i.level3, i.value_text,
       -- One bound is of what the indicator is called; of several, each is of what stands before it.
       CASE WHEN s.indicator_key IS NOT NULL THEN coalesce(b.bound_name, '') ELSE '' END AS bound_name,
       b.unit, b.counter, coalesce(b.per, []) AS per, b.more_is_better,
       coalesce(b.lower_bound, b.upper_bound) AS target
FROM main.indicator_bound b
JOIN main.indicator i USING (indicator_key)
LEFT JOIN several s ON s.indicator_key = b.indicator_key
LEFT JOIN of_the_year y ON y.project_key = b.project_key
WHERE b.value_kind = 'numeric' AND b.unit IS NOT NULL
  -- A range has two ends: neither is the one to compare.
  AND (b.lower_bound IS NULL OR b.upper_bound IS NULL OR b.lower_bound = b.upper_bound)
  AND (i.horizon IS DISTINCT FROM 'period' OR y.project_key IS NULL)
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

CREATE TEMP MACRO key_of(kind_level2, kind_name, unit, counter, per) AS
    left(md5(concat_ws(chr(31), coalesce(kind_level2, chr(30)), coalesce(kind_name, chr(30)), unit,
                       coalesce(counter, chr(30)), array_to_string(per, chr(29)))), 16);

-- Shares can be compared under any name; counts of other things and other costs cannot.
CREATE TEMP TABLE kind AS
WITH named AS (
    SELECT DISTINCT kind_level2, kind_name, unit, counter, per,
           CASE WHEN unit = 'percent' THEN key_of(kind_level2, NULL, unit, NULL, per) END AS level2_kind_key
    FROM named_figure
)
SELECT key_of(kind_level2, kind_name, unit, counter, per) AS kind_key, * FROM named
UNION ALL
SELECT DISTINCT level2_kind_key, kind_level2, NULL, unit, NULL, per, NULL FROM named WHERE level2_kind_key IS NOT NULL;

CREATE TEMP TABLE measured AS
SELECT f.* EXCLUDE (kind_level2, kind_name, unit, counter, per), k.kind_key
FROM named_figure f
JOIN kind k ON k.kind_level2 IS NOT DISTINCT FROM f.kind_level2 AND k.kind_name = f.kind_name
    AND k.unit = f.unit AND k.counter IS NOT DISTINCT FROM f.counter AND k.per = f.per;

DROP TABLE figure;
DROP TABLE comparable_name;
DROP TABLE named_figure;
DROP MACRO key_of;
