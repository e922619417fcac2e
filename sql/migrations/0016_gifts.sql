-- Master: the lasting identity; everything that may change is in gift_versions.
CREATE TABLE gifts (
    id BIGINT NOT NULL PRIMARY KEY,
    code VARCHAR(200) NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (code),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
