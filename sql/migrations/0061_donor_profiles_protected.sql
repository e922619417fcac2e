-- The few whose address is not shown, asked before every list.
CREATE INDEX donor_profiles_protected ON donor_profiles (address_protected)
