-- 各部门文本的现行版本 | Which version of every department's text is current.
-- Reads staged_document, staged_department_goal, project_text (texts.sql), withdrawn_document and spelling; leaves
-- document_text, a row a text that a document is a version of, wholly or with the projects of one unit, and what is current.

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
SELECT document_key, text_key, identity, stage, delivery,
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

-- A goal goes with its document's own department; where no project tells which text that is, with the document. Goals are
-- an office's, not a unit's: those of the same office in a later version of any part replace all of an earlier one.
CREATE TEMP TABLE current_goal_document AS
WITH own AS (
    SELECT d.document_key, coalesce(d.department_code, s.name) AS identity, s.name AS office
    FROM staged_document d
    LEFT JOIN spelling s ON s.printed = d.department_name
    WHERE d.status = 'loaded'
),
replaced AS (
    SELECT DISTINCT o.document_key
    FROM own o
    JOIN document_text t ON t.document_key = o.document_key AND NOT t.is_current
    JOIN document_text winner ON winner.text_key = t.text_key AND winner.is_current
    JOIN own later ON later.document_key = winner.document_key AND later.office = o.office
    SEMI JOIN staged_department_goal g ON g.document_key = later.document_key
)
SELECT o.document_key
FROM own o
ANTI JOIN replaced r ON r.document_key = o.document_key
LEFT JOIN document_text t USING (document_key, identity)
LEFT JOIN superseded_document lost ON lost.document_key = o.document_key
GROUP BY o.document_key
HAVING coalesce(bool_or(t.is_current), NOT bool_or(lost.document_key IS NOT NULL));
