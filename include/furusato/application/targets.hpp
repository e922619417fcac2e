#pragma once

#include <optional>
#include <string>
#include <vector>

#include "furusato/domain/date.hpp"
#include "furusato/domain/fiscal_year.hpp"
#include "furusato/domain/id.hpp"
#include "furusato/domain/month.hpp"
#include "furusato/domain/yen.hpp"

namespace furusato::application {

/// What a figure is meant for; the two are never mixed (glossary: 目標額, 歳入予算額).
enum class TargetKind { Target, IncomeBudget };
constexpr const char* key_of(TargetKind kind)
{
    return kind == TargetKind::Target ? "target" : "income_budget";
}

/// A figure for a fiscal year, or for one of its months.
struct Target {
    std::int64_t id = 0;
    TargetKind kind = TargetKind::Target;
    domain::FiscalYear fiscal_year{2000};
    std::optional<domain::Month> month;
    domain::Yen amount;
    domain::Date entered_on{2000, 1, 1};
    std::string note;
};

/// Repository: targets and income budgets, append-only; the latest entry holds.
class Targets {
public:
    virtual ~Targets() = default;
    virtual void add(const Target& target, domain::OperationId operation) = 0;
    /// In order of entry.
    virtual std::vector<Target> list(std::optional<domain::FiscalYear> year) = 0;
};

}  // namespace furusato::application
