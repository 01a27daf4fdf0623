-- 指标完整性：每个项目具备、缺少哪些必设的二级指标 | Completeness: which obligatory level-2 indicators each project has, and lacks.
-- has_quantity: 有数量指标 | Has a quantity indicator
-- has_quality: 有质量指标 | Has a quality indicator
-- has_timeliness: 有时效指标 | Has a timeliness indicator
-- has_cost: 有成本指标 | Has a cost indicator (of any kind)
-- has_benefit: 有效益指标（经济、社会、生态或可持续影响） | Has a benefit indicator (economic, social, ecological or lasting)
-- has_satisfaction: 有满意度指标 | Has a satisfaction indicator
-- missing_level2: 所缺的必设二级指标；无从判断为 NULL | The obligatory level-2 indicators it lacks; NULL where no indicator names its level 2
-- missing_count: 所缺必设二级指标数；无从判断为 NULL | How many it lacks; NULL where it cannot be told
-- Obligations: 财预〔2015〕88号, 财预〔2021〕101号; the same as those of the finding level2_missing.
-- A level 1 that says as much, as 满意度指标, stands for a level 2 that is left blank. Each wording is read once, not once for
-- each indicator; what a project has is a sum of these bits.
WITH wording AS (
    SELECT name, regexp_replace(regexp_replace(name, '\s', '', 'g'), '指标$', '') AS ending
    FROM (SELECT DISTINCT coalesce(nullif(level2, ''), level1) AS name FROM main.indicator)
),
kind AS (
    SELECT name,
           CASE WHEN ends_with(ending, '数量') THEN 1
                WHEN ends_with(ending, '质量') THEN 2
                WHEN ends_with(ending, '时效') THEN 4
                WHEN ends_with(ending, '成本') THEN 8
                WHEN ends_with(ending, '效益') OR ends_with(ending, '可持续影响') THEN 16
                WHEN ends_with(ending, '满意度') THEN 32
                ELSE 0 END AS bit
    FROM wording
),
held AS (
    SELECT i.project_key, CASE WHEN count(nullif(i.level2, '')) > 0 THEN bit_or(k.bit) END AS bits,
           count(*) AS indicators
    FROM main.indicator i
    LEFT JOIN kind k ON k.name = coalesce(nullif(i.level2, ''), i.level1)
    GROUP BY i.project_key
),
present AS (
    SELECT project_key, (bits & 1) > 0 AS has_quantity, (bits & 2) > 0 AS has_quality, (bits & 4) > 0 AS has_timeliness,
           (bits & 8) > 0 AS has_cost, (bits & 16) > 0 AS has_benefit, (bits & 32) > 0 AS has_satisfaction,
           bits IS NOT NULL AS is_told, indicators
    FROM held
)
SELECT p.project_key, p.fiscal_year, p.district_code, p.department_key, p.project_name, p.budget_cny,
       coalesce(f.indicators, 0) AS indicators,
       f.has_quantity, f.has_quality, f.has_timeliness, f.has_cost, f.has_benefit, f.has_satisfaction,
       CASE WHEN f.is_told THEN list_filter([
           CASE WHEN NOT f.has_quantity THEN '数量指标' END,
           CASE WHEN NOT f.has_quality THEN '质量指标' END,
           CASE WHEN NOT f.has_timeliness THEN '时效指标' END,
           CASE WHEN NOT f.has_cost THEN '成本指标' END,
           CASE WHEN NOT f.has_benefit THEN '效益指标' END,
           CASE WHEN NOT f.has_satisfaction THEN '满意度指标' END
       ], lambda level2: level2 IS NOT NULL) END AS missing_level2,
       CASE WHEN f.is_told
            THEN 6 - has_quantity::INTEGER - has_quality::INTEGER - has_timeliness::INTEGER - has_cost::INTEGER
                 - has_benefit::INTEGER - has_satisfaction::INTEGER END AS missing_count
FROM main.project p
LEFT JOIN present f USING (project_key)
