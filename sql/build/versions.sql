-- 各部门文本的现行版本 | Which version of every department's text is current.
-- Reads staged_document, staged_project, withdrawn_document and spelling (printed, name); leaves project_text and
-- document_text. A document that was withdrawn is no version of anything: it takes no part in what is decided here.

CREATE TEMP TABLE placed_project AS
WITH named AS (
    SELECT p.project_key, p.document_key, p.project_code, p.district_code, p.fiscal_year, p.department_code, p.unit_code,
           p.project_name, p.budget_cny, unit.name AS unit, coalesce(department.name, unit.name) AS department
    FROM staged_project p
    ANTI JOIN withdrawn_document w ON w.document_key = p.document_key
    LEFT JOIN spelling department ON department.printed = p.department_name
    LEFT JOIN spelling unit ON unit.printed = p.unit_name
),
-- A version that prints no codes is still a version of the department that carries the same name.
coded AS (
    SELECT district_code, fiscal_year, department, min(department_code) AS department_code
    FROM named
    WHERE department_code IS NOT NULL
    GROUP BY ALL
    HAVING count(DISTINCT department_code) = 1
),
identified AS (
    SELECT n.* EXCLUDE (department), coalesce(n.department_code, c.department_code, n.department) AS identity
    FROM named n
    -- The condition stands in the key: beside it, the join would compare every project with every department.
    LEFT JOIN coded c ON c.department = CASE WHEN n.department_code IS NULL THEN n.department END
        AND c.district_code = n.district_code AND c.fiscal_year = n.fiscal_year
),
-- Where district, year or department is not known, two documents are the same text only if their projects are:
-- taking unlike ones for versions of each other would hide money.
unplaced AS (
    SELECT document_key, identity,
           md5(string_agg(concat_ws('=', coalesce(project_name, ''), budget_cny), chr(10)
                          ORDER BY project_name, budget_cny)) AS content
    FROM identified
    WHERE district_code IS NULL OR fiscal_year IS NULL OR identity IS NULL
    GROUP BY document_key, identity
)
SELECT i.project_key, i.document_key, i.district_code, i.fiscal_year, i.unit_code, i.unit, i.identity,
       i.project_code, regexp_replace(i.project_name, '[\s　()（）]', '', 'g') AS project_name,
       concat_ws('|', coalesce(i.district_code, '?'), coalesce(i.fiscal_year::VARCHAR, '?'),
                 coalesce(i.identity, '?'),
                 CASE WHEN i.district_code IS NULL OR i.fiscal_year IS NULL OR i.identity IS NULL
                      THEN u.content END) AS department_text
FROM identified i
LEFT JOIN unplaced u ON u.document_key = i.document_key AND u.identity IS NOT DISTINCT FROM i.identity;

-- Offices that give every project a file of its own submit parts of one text, not versions of it: two documents of a
-- department and year are versions of each other only where they share a project, directly or through others.
CREATE TEMP TABLE text_part AS
WITH RECURSIVE project AS (
    SELECT DISTINCT department_text, document_key, unnest([project_code, project_name]) AS project
    FROM placed_project
),
shared AS (
    SELECT DISTINCT a.department_text, a.document_key AS one, b.document_key AS other
    FROM project a
    JOIN project b USING (department_text, project)
),
reached AS (
    SELECT DISTINCT department_text, document_key, document_key AS other FROM placed_project
    UNION
    SELECT r.department_text, r.document_key, s.other
    FROM reached r
    JOIN shared s ON s.department_text = r.department_text AND s.one = r.other
)
SELECT department_text, document_key, concat_ws('|', department_text, min(other)) AS text_key
FROM reached
GROUP BY department_text, document_key;

CREATE TEMP TABLE project_text AS
SELECT p.* EXCLUDE (department_text, project_code, project_name), t.text_key
FROM placed_project p
JOIN text_part t USING (department_text, document_key);

DROP TABLE placed_project;
DROP TABLE text_part;

CREATE TEMP TABLE document_text AS
WITH held AS (
    SELECT DISTINCT t.text_key, t.identity, d.document_key, d.stage, d.received_at, d.format, d.file_path
    FROM project_text t
    JOIN staged_document d USING (document_key)
    WHERE d.status = 'loaded'
),
-- Files copied together differ by the order of copying, not of submission: within a minute it is one delivery.
timed AS (
    SELECT *, received_at - lag(received_at) OVER (PARTITION BY text_key ORDER BY received_at NULLS FIRST)
              > INTERVAL 1 MINUTE AS is_later
    FROM held
),
delivered AS (
    SELECT *, count(*) FILTER (WHERE is_later)
              OVER (PARTITION BY text_key ORDER BY received_at NULLS FIRST ROWS UNBOUNDED PRECEDING) AS delivery
    FROM timed
)
SELECT document_key, text_key, identity, stage,
       row_number() OVER (PARTITION BY text_key ORDER BY stage = 'approved' DESC, submission) = 1 AS is_current,
       row_number() OVER (PARTITION BY text_key, stage ORDER BY submission) = 1 AS is_stage_latest
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY text_key
        ORDER BY received_at IS NULL,
                 delivery DESC,
                 list_position(['docx', 'doc', 'xlsx', 'html', 'pdf', 'text', 'markdown', 'pdf_scan',
                                'image'], format) NULLS LAST,
                 received_at DESC,
                 file_path DESC,
                 document_key
    ) AS submission
    FROM delivered
);

CREATE TEMP TABLE superseded_document AS
SELECT document_key FROM document_text GROUP BY document_key HAVING NOT bool_or(is_current)
UNION ALL
FROM withdrawn_document;

CREATE TEMP TABLE current_project AS
SELECT project_key FROM project_text JOIN document_text USING (document_key, text_key) WHERE is_current;

-- A goal goes with its document's own department; where no project tells which text that is, with the document.
CREATE TEMP TABLE current_goal_document AS
WITH own AS (
    SELECT d.document_key, coalesce(d.department_code, s.name) AS identity
    FROM staged_document d
    LEFT JOIN spelling s ON s.printed = d.department_name
    WHERE d.status = 'loaded'
)
SELECT o.document_key
FROM own o
LEFT JOIN document_text t USING (document_key, identity)
LEFT JOIN superseded_document lost ON lost.document_key = o.document_key
GROUP BY o.document_key
HAVING coalesce(bool_or(t.is_current), NOT bool_or(lost.document_key IS NOT NULL));
