-- The next free number of each kind; drawn in blocks, gaps are harmless.
CREATE TABLE id_counters (
    name VARCHAR(60) NOT NULL PRIMARY KEY,
    next_value BIGINT NOT NULL
)
