-- 项目年度变化：同一事项今年与上年的金额、指标 | An undertaking's year against the one before: money, indicators and how they are stated.
-- method: 连接依据：same_code 编码主体相同、same_name 名称相同、similar_name 名称相近、indicators 指标相同、none 未找到 | What the link over the years rests on
-- change_kind: 变化：continued 延续、new 新增、ended 停止、first_seen 单位上年文本不在库中 | continued; new (the unit's year before is here, without it); ended (the unit's next year is here, without it); first_seen (the year before is not here)
-- fiscal_year: 本年（停止的项目为其后一年） | The year; of an ended project the one after its last
-- project_key: 本年项目；停止的为 NULL | The project of the year; NULL where it ended
-- previous_project_name: 上年项目名称 | Its name the year before
-- previous_budget_cny: 上年预算数（元） | Budget of the year before, in yuan
-- budget_change_cny: 比上年增减（元）；任一年不明为 NULL | Budget less that of the year before, in yuan; NULL where either is unknown
-- budget_change_percent: 预算增减（%）；上年为 0 或缺一年为 NULL | The same in percent of the year before; NULL where unknown or of nothing
-- previous_indicators: 上年三级指标数 | Number of indicators the year before
-- previous_numeric_percent: 上年量化率（%） | Per cent of indicators with a number, the year before
WITH placed AS (
    SELECT t.*, coalesce(o.office_key, t.department_key) AS office_key
    FROM main.v_project_targets t
    LEFT JOIN main.department_lineage o USING (department_key)
),
office_year AS (
    SELECT DISTINCT office_key, fiscal_year FROM placed
),
changed AS (
    SELECT now.fiscal_year, now.district_code, now.office_key, now.project_key, l.previous_project_key,
           l.undertaking_key, l.method, l.confidence, now.project_name,
           CASE WHEN l.previous_project_key IS NOT NULL THEN 'continued'
                WHEN y.office_key IS NOT NULL THEN 'new' ELSE 'first_seen' END AS change_kind
    FROM placed now
    JOIN main.project_lineage l USING (project_key)
    LEFT JOIN office_year y ON y.office_key = now.office_key AND y.fiscal_year = now.fiscal_year - 1
    UNION ALL BY NAME
    SELECT before.fiscal_year + 1 AS fiscal_year, before.district_code, before.office_key,
           before.project_key AS previous_project_key, l.undertaking_key, 'ended' AS change_kind
    FROM placed before
    JOIN main.project_lineage l USING (project_key)
    JOIN office_year y ON y.office_key = before.office_key AND y.fiscal_year = before.fiscal_year + 1
    ANTI JOIN main.project_lineage next ON next.previous_project_key = before.project_key
)
SELECT c.fiscal_year::SMALLINT AS fiscal_year, c.district_code, c.office_key, c.undertaking_key, c.change_kind,
       c.project_key, c.project_name, c.previous_project_key, before.project_name AS previous_project_name,
       c.method, c.confidence,
       before.budget_cny AS previous_budget_cny, now.budget_cny,
       now.budget_cny - before.budget_cny AS budget_change_cny,
       (100 * (now.budget_cny - before.budget_cny) / nullif(before.budget_cny, 0))::DECIMAL(18, 2)
           AS budget_change_percent,
       before.indicators AS previous_indicators, now.indicators,
       before.numeric_percent AS previous_numeric_percent, now.numeric_percent
FROM changed c
LEFT JOIN placed now ON now.project_key = c.project_key
LEFT JOIN placed before ON before.project_key = c.previous_project_key
