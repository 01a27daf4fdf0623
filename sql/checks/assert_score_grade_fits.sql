-- 等级与得分相符：优 90、良 80、中 60 | A grade fits its score: 优 from 90, 良 from 80, 中 from 60; none without a score
SELECT key, score, grade
FROM (
    SELECT project_key AS key, score, grade FROM main.project_score
    UNION ALL
    SELECT department_key, score, grade FROM main.department_score
)
WHERE grade IS DISTINCT FROM
    CASE WHEN score >= 90 THEN '优' WHEN score >= 80 THEN '良' WHEN score >= 60 THEN '中' WHEN score >= 0 THEN '差' END
