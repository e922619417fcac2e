-- Lists and receipts by day of receipt.
CREATE INDEX donations_by_received_on ON donations (received_on)
