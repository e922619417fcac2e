-- Records that could not be taken, as they stood in the file (bytes as base64); the same record of a portal is parked once.
CREATE TABLE parked_rows (
    id BIGINT NOT NULL PRIMARY KEY,
    portal VARCHAR(40) NOT NULL,
    fingerprint BIGINT NOT NULL,
    first_job_id BIGINT NOT NULL,
    file_line BIGINT NOT NULL,
    file_row BIGINT NOT NULL,
    record_base64 MEDIUMTEXT NOT NULL,
    UNIQUE (portal, fingerprint),
    FOREIGN KEY (first_job_id) REFERENCES import_jobs (id)
)
