#pragma once

namespace furusato::portal_import {

/// How a portal file writes its characters; CP932 is Windows-31J, never strict Shift_JIS.
enum class Encoding { Utf8, Cp932 };

constexpr const char* name_of(Encoding encoding)
{
    return encoding == Encoding::Utf8 ? "utf-8" : "cp932";
}

}  // namespace furusato::portal_import
