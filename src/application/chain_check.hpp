#pragma once

#include "furusato/application/anchor.hpp"
#include "furusato/application/audit_trail.hpp"

namespace furusato::application {

/// Whether the operation of a link is there and makes this link, with the entries that the link names.
bool fits_operation(Records& records, const AuditTrail& trail, const AuditLink& link);
/// Whether the history entries of the operation are those that the link covers.
bool fits_entries(Records& records, const AuditTrail& trail, const AuditLink& link);
/// Whether the lane leads from this link to the head that was sealed: every link after it is there, follows from the one before and fits
/// its operation. A link alone proves nothing, because whoever can write the database can compute all of them anew.
bool leads_to(Records& records, const AuditTrail& trail, const AuditLink& link, const LaneHead& head);
/// Whether the whole lane up to its sealed head is as it was when it was sealed, entries included.
bool is_lane_whole(Records& records, const AuditTrail& trail, const LaneHead& head);

}  // namespace furusato::application
