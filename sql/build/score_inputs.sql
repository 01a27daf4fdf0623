-- 评分所用的项目、指标与问题 | What the rules of sql/scores look at: projects, indicators and findings, prepared once.
-- score_term and score_grade are filled from sql/scores/terms.toml before.

-- Only what is written in words: numbering, figures, signs and white space do not make two texts differ.
CREATE OR REPLACE TEMP MACRO words(written) AS regexp_replace(written, '[^\p{Han}A-Za-z]+', '', 'g');

CREATE OR REPLACE TEMP MACRO uncommon(written) AS regexp_replace(written, getvariable('common_words'), '', 'g');

-- Whether two characters that follow each other stand in the other text too, common words apart.
CREATE OR REPLACE TEMP MACRO shares_pair(written, told) AS len(list_filter(
    range(1, length(written)),
    lambda place: CASE WHEN contains(told, substr(written, place, 2))
                       THEN NOT list_contains(getvariable('common_pairs'), substr(written, place, 2)) END
)) > 0;

CREATE OR REPLACE TEMP MACRO shares_sign(written, told) AS
    len(list_filter(string_split(written, ''), lambda sign: contains(told, sign))) > 0;

-- How far a text speaks of what another says: wholly with two characters in a row, half with a single one, common words
-- apart; NULL where it says nothing but those. Related words often share but one character (防疫, 疫苗). `own` and `rest` are
-- the two texts without common words; the other's is long, and made only where it may decide.
CREATE OR REPLACE TEMP MACRO speaks_of(written, own, told, rest) AS CASE
    WHEN shares_pair(written, told) THEN 1
    WHEN length(own) < 2 THEN NULL
    WHEN shares_sign(own, told) THEN CASE WHEN shares_sign(own, rest) THEN 0.5 ELSE 0 END
    ELSE 0
END;

-- A project without indicators meets nothing that is asked of them, unless they may have been overlooked.
CREATE OR REPLACE TEMP MACRO of_indicators(share, indicators, in_doubt) AS
    CASE WHEN indicators > 0 THEN share WHEN NOT in_doubt THEN 0 END;

-- What is not there cannot meet the rule, unless it may have been overlooked.
CREATE OR REPLACE TEMP MACRO unless_in_doubt(share, in_doubt) AS CASE WHEN share >= 1 OR NOT in_doubt THEN share END;

SET VARIABLE common_pairs = (SELECT list(term) FROM score_term WHERE kind = 'common');
SET VARIABLE common_words = (SELECT string_agg(term, '|') FROM score_term WHERE kind = 'common');
SET VARIABLE works = (SELECT any_value(term) FROM score_term WHERE kind = 'works' AND name = 'ending');
SET VARIABLE no_works = (SELECT any_value(term) FROM score_term WHERE kind = 'works' AND name = 'no_works');

-- Projects go by a number here: what follows groups and joins by nothing else.
CREATE TEMP TABLE score_number AS
SELECT project_key, document_key, department_key,
       (row_number() OVER (ORDER BY fiscal_year, district_code, project_key))::INTEGER AS project_no
FROM main.project;

CREATE TEMP TABLE score_finding AS
SELECT n.project_no, q.indicator_key, q.rule, q.issue_key
FROM main.quality_issue q JOIN score_number n USING (project_key);

CREATE TEMP TABLE score_plan AS
SELECT n.project_no, s.stage_month, s.due_date, s.percent_text, s.cumulative_percent
FROM main.disbursement_plan s JOIN score_number n USING (project_key);

CREATE TEMP TABLE score_doubt AS
SELECT q.issue_key, q.document_key, n.project_no, q.indicator_key, t.name AS doubt
FROM main.quality_issue q
JOIN score_term t ON t.kind = 'doubt' AND t.term = q.rule
LEFT JOIN score_number n USING (project_key);

CREATE TEMP TABLE score_level AS
SELECT level1, level2,
       coalesce(
           (SELECT arg_min(t.name, t.rank) FROM score_term t WHERE t.kind = 'kind' AND contains(l.level2, t.term)),
           (SELECT arg_min(t.name, t.rank) FROM score_term t WHERE t.kind = 'kind' AND contains(l.level1, t.term))
       ) AS kind
FROM (SELECT DISTINCT level1, level2 FROM main.indicator) l;

-- Where a form states a target for the year beside one for the whole period, the year's is judged.
CREATE TEMP TABLE score_indicator AS
SELECT i.indicator_key, n.project_no, n.department_key, i.fiscal_year, l.kind,
       nullif(i.level3, '') AS name, nullif(i.description, '') AS description, nullif(i.basis, '') AS basis,
       replace(i.value_text, ' ', '') AS value,
       i.level1, i.level2, i.value_kind, i.unit, i.per, i.direction, i.lower_bound, i.due_date,
       i.qualitative_class, d.indicator_key IS NOT NULL AS in_doubt
FROM main.indicator i
JOIN score_number n USING (project_key)
LEFT JOIN score_level l ON l.level1 IS NOT DISTINCT FROM i.level1 AND l.level2 IS NOT DISTINCT FROM i.level2
LEFT JOIN (SELECT DISTINCT indicator_key FROM score_doubt WHERE doubt = 'value') d ON d.indicator_key = i.indicator_key
WHERE i.horizon IS DISTINCT FROM 'period'
    OR i.project_key NOT IN (SELECT y.project_key FROM main.indicator y WHERE y.horizon = 'year');

-- A form asks for a column if the project, or most projects of the same document, have something in it.
CREATE TEMP TABLE score_project AS
WITH filled AS (
    SELECT project_no, count(*) AS indicators, count(description) > 0 AS described, count(basis) > 0 AS based,
           count(*) FILTER (kind IS NULL) > 0 AS has_unknown_kind
    FROM score_indicator
    GROUP BY project_no
), form AS (
    SELECT n.document_key, avg(f.described::INT) > 0.5 AS described, avg(f.based::INT) > 0.5 AS based
    FROM score_number n JOIN filled f USING (project_no)
    GROUP BY n.document_key
), doubted AS (
    SELECT project_no, bool_or(doubt = 'absence') AS absence, bool_or(doubt = 'money') AS money,
           bool_or(doubt = 'plan') AS plan, count(DISTINCT issue_key) AS doubts
    FROM score_doubt WHERE project_no IS NOT NULL
    GROUP BY project_no
), doubted_document AS (
    SELECT document_key, count(DISTINCT issue_key) AS doubts
    FROM score_doubt WHERE project_no IS NULL AND doubt = 'absence'
    GROUP BY document_key
)
SELECT n.project_no, p.project_key, p.department_key, p.district_code, p.fiscal_year, p.project_name, p.budget_cny,
       p.fiscal_funds_cny, p.other_funds_cny, words(p.project_name) AS name, nullif(words(p.goal_text), '') AS goal,
       nullif(words(p.usage_text), '') AS usage,
       coalesce(f.indicators, 0) AS indicators, coalesce(f.has_unknown_kind, FALSE) AS has_unknown_kind,
       coalesce(f.described OR o.described, FALSE) AS asks_description, coalesce(f.based OR o.based, FALSE) AS asks_basis,
       p.read_confidence IS NOT NULL AS is_scan,
       coalesce(d.absence, FALSE) OR e.document_key IS NOT NULL OR p.read_confidence IS NOT NULL AS in_doubt,
       coalesce(d.money, FALSE) AS money_in_doubt, coalesce(d.plan, FALSE) AS plan_in_doubt,
       coalesce(d.doubts, 0) + coalesce(e.doubts, 0) AS reading_doubts
FROM main.project p
JOIN score_number n USING (project_key)
LEFT JOIN filled f USING (project_no)
LEFT JOIN form o ON o.document_key = p.document_key
LEFT JOIN doubted d USING (project_no)
LEFT JOIN doubted_document e ON e.document_key = p.document_key;
