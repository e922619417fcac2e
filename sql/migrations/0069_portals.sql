-- Master: the lasting identity of a portal (its profile's key); everything that may change is in portal_versions.
CREATE TABLE portals (
    id BIGINT NOT NULL PRIMARY KEY,
    code VARCHAR(40) NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (code),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
