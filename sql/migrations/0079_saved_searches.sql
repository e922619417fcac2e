-- Saved searches of donation lists, shared by the office: the filter as its options are typed, one a line. Without search words: no personal data.
CREATE TABLE saved_searches (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(60) NOT NULL,
    filter_text VARCHAR(2000) NOT NULL,
    operation_id BIGINT NOT NULL,
    UNIQUE (name),
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
