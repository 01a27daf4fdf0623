-- 必设的二级指标缺不缺？ | Which obligatory level-2 indicators are missing?
SELECT fiscal_year, district_code, count(*) AS projects,
       count(*) FILTER (WHERE missing_count = 0) AS complete_projects,
       count(*) FILTER (WHERE missing_count IS NULL) AS untold_projects,
       count(*) FILTER (WHERE NOT has_quantity) AS without_quantity,
       count(*) FILTER (WHERE NOT has_quality) AS without_quality,
       count(*) FILTER (WHERE NOT has_timeliness) AS without_timeliness,
       count(*) FILTER (WHERE NOT has_cost) AS without_cost,
       count(*) FILTER (WHERE NOT has_benefit) AS without_benefit,
       count(*) FILTER (WHERE NOT has_satisfaction) AS without_satisfaction
FROM v_completeness
GROUP BY ALL
ORDER BY fiscal_year, district_code
