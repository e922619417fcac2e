-- section_versions: what held from valid_from to valid_to (inclusive; open end = NULL). One that was withdrawn ends before its start.
CREATE TABLE section_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    section_id BIGINT NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    label VARCHAR(200) NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (section_id) REFERENCES sections (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
