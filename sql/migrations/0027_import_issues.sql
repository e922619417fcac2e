-- What was wrong with which record of a job, in file order; the record itself is in parked_rows.
CREATE TABLE import_issues (
    job_id BIGINT NOT NULL,
    issue_number BIGINT NOT NULL,
    weight VARCHAR(8) NOT NULL,
    file_line BIGINT NOT NULL,
    file_row BIGINT NOT NULL,
    column_name VARCHAR(1000) NOT NULL,
    code VARCHAR(60) NOT NULL,
    cell_value MEDIUMTEXT NOT NULL,
    parked_id BIGINT,
    PRIMARY KEY (job_id, issue_number),
    FOREIGN KEY (job_id) REFERENCES import_jobs (id),
    FOREIGN KEY (parked_id) REFERENCES parked_rows (id)
)
