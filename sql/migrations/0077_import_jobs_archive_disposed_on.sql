-- Retention: the day on which the original bytes of the file were deleted.
ALTER TABLE import_jobs ADD COLUMN archive_disposed_on CHAR(10)
