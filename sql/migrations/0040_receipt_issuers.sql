-- City, mayor and seal as printed, frozen once and shared by the receipts of a run.
CREATE TABLE receipt_issuers (
    id BIGINT NOT NULL PRIMARY KEY,
    city_name VARCHAR(100) NOT NULL,
    title VARCHAR(100) NOT NULL,
    name VARCHAR(100) NOT NULL,
    seal_file VARCHAR(200) NOT NULL,
    seal_version VARCHAR(100) NOT NULL,
    section VARCHAR(200) NOT NULL,
    section_address VARCHAR(300) NOT NULL,
    section_phone VARCHAR(50) NOT NULL,
    programme_name VARCHAR(200) NOT NULL,
    is_sample INTEGER NOT NULL
)
