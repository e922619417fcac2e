-- Lists of one payment method in order of entry, and their number.
CREATE INDEX donations_by_payment_method ON donations (payment_method, id)
