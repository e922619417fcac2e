-- Master: the lasting identity; everything that may change is in purpose_versions.
CREATE TABLE purposes (
    id BIGINT NOT NULL PRIMARY KEY,
    code VARCHAR(40) NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (code),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
