#pragma once

#include <string>

namespace furusato::portal_import {

/// error: unreadable as data; held: readable, but a person has to decide (interfaces.md).
enum class IssueWeight { Error, Held };

/// What is wrong with one record, and where. `value` is for the clerk's screen only, never for a log.
struct RowIssue {
    long line = 0;       // first physical line of the record, 1 = first line of the file
    long row = 0;        // record number after the header
    std::string column;  // header as written in the file, empty when no single column is at fault
    std::string code;    // "amount.not_a_number"; sentences in etc/messages
    std::string value;   // UTF-8, undecodable bytes as U+FFFD
    IssueWeight weight = IssueWeight::Error;
    std::string raw;  // the record's bytes as in the file, for the parked row
};

}  // namespace furusato::portal_import
