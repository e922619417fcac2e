-- Daily sums of revenue entries per dimension, kept as deltas per operation (slice) so that no row is shared by two writers.
CREATE TABLE revenue_days (
    basis VARCHAR(10) NOT NULL,
    entered_on CHAR(10) NOT NULL,
    dimension VARCHAR(20) NOT NULL,
    dimension_key VARCHAR(200) NOT NULL,
    slice BIGINT NOT NULL,
    donations BIGINT NOT NULL,
    yen BIGINT NOT NULL,
    refunds_yen BIGINT NOT NULL,
    PRIMARY KEY (basis, entered_on, dimension, dimension_key, slice)
) WITHOUT ROWID
