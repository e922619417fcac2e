-- Lists by amount.
CREATE INDEX donations_by_amount ON donations (amount_yen)
