-- 报告页的文件 | Documents of the report page, by number.
SELECT file_name, file_path, format, stage, status, fiscal_year, district_code, department_name, page_count, error
FROM chosen_document
ORDER BY document_no
