-- Master: the lasting identity of a section (課・係); everything that may change is in section_versions.
CREATE TABLE sections (
    id BIGINT NOT NULL PRIMARY KEY,
    code VARCHAR(40) NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (code),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
