-- The run that last issued a receipt for the donation. Written with the receipt, so that on a cluster whoever changes the donation and
-- whoever issues its receipt at the same moment on two nodes write the same row, and one of them runs again.
ALTER TABLE donations ADD COLUMN last_receipt_run BIGINT
