-- What few donations have is found here, year by year, without reading the donations (src/persistence/sql_donation_walk.hpp).
CREATE INDEX donations_by_facts ON donations (fiscal_year, state, portal, payment_method, prefecture, one_stop_requested, name_damaged, amount_yen, received_on)
