-- 草案与批复对照：同一部门文本中每个项目在两个阶段的金额和目标 | Draft against approved: every project of a text in both stages, its money and goal.
-- matched_by: 对应依据：project_code 编码、project_name 名称；只在一个阶段为 NULL | What the match rests on: code, else name; NULL where in one stage only
-- change_kind: 变化：same 不变、changed 改动、added 批复新增、dropped 批复取消 | same; changed (name, money, goal or indicators); added (approved only); dropped (draft only)
-- draft_project_key: 草案中的项目 | The project in the draft, in history.project
-- approved_project_key: 批复中的项目 | The project as approved, in history.project
-- draft_project_name: 草案项目名称 | Its name in the draft
-- approved_project_name: 批复项目名称 | Its name as approved
-- draft_budget_cny: 草案预算数（元） | Budget in the draft, in yuan
-- approved_budget_cny: 批复预算数（元） | Budget as approved, in yuan
-- stage_change_cny: 批复减草案（元）；缺一阶段为 NULL | Approved less draft, in yuan; NULL where either is unknown
-- goal_changed: 绩效目标是否改动（不计空白字符） | Whether the goal was reworded, white space apart; NULL where in one stage only
-- indicators_changed: 改动、新增或取消的指标数 | Indicators reworded, added or dropped; NULL where in one stage only
WITH staged AS (
    SELECT v.text_key, v.stage, p.*, regexp_replace(p.project_name, '[\s　()（）]', '', 'g') AS name
    FROM main.project_version v
    JOIN history.project p USING (project_key)
    WHERE v.is_stage_latest AND v.stage IN ('draft', 'approved')
      AND v.text_key IN (
          SELECT text_key FROM main.project_version WHERE stage IN ('draft', 'approved')
          GROUP BY text_key HAVING count(DISTINCT stage) = 2
      )
),
-- A code or name that stands twice in a version does not tell which project is meant.
keyed AS (
    SELECT *,
           CASE WHEN count(*) OVER (PARTITION BY text_key, stage, project_code) = 1 THEN project_code END AS code_once,
           CASE WHEN count(*) OVER (PARTITION BY text_key, stage, name) = 1 THEN name END AS name_once
    FROM staged
),
by_code AS (
    SELECT a.text_key, a.project_key AS draft_project_key, b.project_key AS approved_project_key
    FROM keyed a
    JOIN keyed b ON b.text_key = a.text_key AND b.code_once = a.code_once
    WHERE a.stage = 'draft' AND b.stage = 'approved'
),
by_name AS (
    SELECT a.text_key, a.project_key AS draft_project_key, b.project_key AS approved_project_key
    FROM (FROM keyed ANTI JOIN by_code c ON c.draft_project_key = keyed.project_key WHERE stage = 'draft') a
    JOIN (FROM keyed ANTI JOIN by_code c ON c.approved_project_key = keyed.project_key WHERE stage = 'approved') b
        ON b.text_key = a.text_key AND b.name_once = a.name_once
),
matched AS (
    SELECT *, 'project_code' AS matched_by FROM by_code
    UNION ALL
    SELECT *, 'project_name' FROM by_name
),
-- An indicator is the same where level 2, name, description and value are: one that was reworded is one dropped and one
-- added, and counts once.
staged_indicator AS (
    SELECT m.draft_project_key, m.is_draft,
           md5_number(concat_ws(chr(31), coalesce(i.level2, ''), coalesce(i.level3, ''),
                                coalesce(i.description, ''), coalesce(i.value_text, ''))) AS wording
    FROM history.indicator i
    JOIN (
        SELECT draft_project_key, draft_project_key AS project_key, TRUE AS is_draft FROM matched
        UNION ALL
        SELECT draft_project_key, approved_project_key, FALSE FROM matched
    ) m USING (project_key)
),
indicator_change AS (
    SELECT draft_project_key,
           greatest(sum(greatest(draft_n - approved_n, 0)), sum(greatest(approved_n - draft_n, 0)))::BIGINT AS changed
    FROM (
        SELECT draft_project_key, wording, count_if(is_draft) AS draft_n, count_if(NOT is_draft) AS approved_n
        FROM staged_indicator
        GROUP BY draft_project_key, wording
    )
    GROUP BY draft_project_key
),
paired AS (
    SELECT draft_project_key, approved_project_key, matched_by FROM matched
    UNION ALL
    SELECT project_key, NULL, NULL FROM keyed
    WHERE stage = 'draft' AND project_key NOT IN (SELECT draft_project_key FROM matched)
    UNION ALL
    SELECT NULL, project_key, NULL FROM keyed
    WHERE stage = 'approved' AND project_key NOT IN (SELECT approved_project_key FROM matched)
),
compared AS (
    SELECT p.*, d.project_name AS draft_project_name, a.project_name AS approved_project_name,
           coalesce(a.fiscal_year, d.fiscal_year) AS fiscal_year,
           coalesce(a.district_code, d.district_code) AS district_code,
           coalesce(a.department_key, d.department_key) AS department_key,
           d.budget_cny AS draft_budget_cny, a.budget_cny AS approved_budget_cny,
           a.budget_cny - d.budget_cny AS stage_change_cny,
           CASE WHEN p.matched_by IS NOT NULL
                THEN regexp_replace(d.goal_text, '\s', '', 'g')
                     IS DISTINCT FROM regexp_replace(a.goal_text, '\s', '', 'g') END AS goal_changed,
           CASE WHEN p.matched_by IS NOT NULL THEN coalesce(i.changed, 0) END AS indicators_changed
    FROM paired p
    LEFT JOIN staged d ON d.project_key = p.draft_project_key
    LEFT JOIN staged a ON a.project_key = p.approved_project_key
    LEFT JOIN indicator_change i ON i.draft_project_key = p.draft_project_key
)
SELECT c.fiscal_year, c.district_code, n.district_name, n.department_code, n.unit_name,
       CASE WHEN c.draft_project_key IS NULL THEN 'added'
            WHEN c.approved_project_key IS NULL THEN 'dropped'
            WHEN c.goal_changed OR c.indicators_changed > 0
                 OR c.draft_budget_cny IS DISTINCT FROM c.approved_budget_cny
                 OR c.draft_project_name IS DISTINCT FROM c.approved_project_name THEN 'changed'
            ELSE 'same' END AS change_kind,
       c.matched_by, c.draft_project_key, c.approved_project_key, c.draft_project_name, c.approved_project_name,
       c.draft_budget_cny, c.approved_budget_cny, c.stage_change_cny, c.goal_changed, c.indicators_changed
FROM compared c
LEFT JOIN history.department n ON n.department_key = c.department_key
