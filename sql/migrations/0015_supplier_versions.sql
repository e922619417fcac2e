-- supplier_versions: what held from valid_from to valid_to (inclusive; open end = NULL). Only its end is set when another follows;
-- a correction has the same start, a higher id, and leaves the older one an end before its start.
CREATE TABLE supplier_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    supplier_id BIGINT NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    name VARCHAR(200) NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (supplier_id) REFERENCES suppliers (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
