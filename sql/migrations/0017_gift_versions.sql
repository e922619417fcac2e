-- gift_versions: what held from valid_from to valid_to (inclusive; open end = NULL). Only its end is set when another follows;
-- a correction has the same start, a higher id, and leaves the older one an end before its start.
CREATE TABLE gift_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    gift_id BIGINT NOT NULL,
    valid_from CHAR(10) NOT NULL,
    valid_to CHAR(10),
    name VARCHAR(300) NOT NULL,
    delivery_name VARCHAR(300) NOT NULL,
    supplier_code VARCHAR(40) NOT NULL,
    required_yen BIGINT NOT NULL,
    cost_yen BIGINT NOT NULL,
    category VARCHAR(100) NOT NULL,
    brand_mark VARCHAR(100) NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (gift_id) REFERENCES gifts (id),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
