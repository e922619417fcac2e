-- Lists by day of application.
CREATE INDEX donations_by_applied_on ON donations (applied_on)
