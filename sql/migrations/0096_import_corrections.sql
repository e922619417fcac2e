-- Cells that clerks corrected in records of an import (column -1: the record does not count); the archived file stays as it came.
CREATE TABLE import_corrections (
    job_id BIGINT NOT NULL,
    file_line BIGINT NOT NULL,
    column_number BIGINT NOT NULL,
    cell_value MEDIUMTEXT NOT NULL,
    operation_id BIGINT NOT NULL,
    PRIMARY KEY (job_id, file_line, column_number),
    FOREIGN KEY (job_id) REFERENCES import_jobs (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
