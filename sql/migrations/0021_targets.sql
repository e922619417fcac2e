-- 目標額 (kind target) and 歳入予算額 (kind income_budget), never mixed; month is empty for the annual figure. The latest entry holds.
CREATE TABLE targets (
    id BIGINT NOT NULL PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    fiscal_year INTEGER NOT NULL,
    target_month VARCHAR(7) NOT NULL,
    amount_yen BIGINT NOT NULL,
    entered_on CHAR(10) NOT NULL,
    note VARCHAR(400) NOT NULL,
    operation_id BIGINT NOT NULL,
    FOREIGN KEY (operation_id) REFERENCES operations (id)
)
