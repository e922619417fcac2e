#include "furusato/application/list_import_jobs.hpp"

#include <cstdlib>
#include <set>
#include <sstream>
#include <utility>

#include "application/job_figures.hpp"
#include "furusato/application/disclosure.hpp"
#include "furusato/application/donations.hpp"
#include "furusato/application/settings.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::application {

Figures figures_of(const std::string& summary)
{
    Figures figures;
    std::istringstream lines{summary};
    for (std::string line; std::getline(lines, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos)
            figures[line.substr(0, equals)] = std::atoll(line.c_str() + equals + 1);
    }
    return figures;
}

std::string with_figures(const std::string& summary, const Figures& figures)
{
    std::string text;
    std::istringstream lines{summary};
    for (std::string line; std::getline(lines, line);) {
        if (figures.count(line.substr(0, line.find('='))) == 0) text += line + "\n";
    }
    for (const auto& [name, figure] : figures) text += name + "=" + std::to_string(figure) + "\n";
    return text;
}

std::vector<ImportJob> ListImportJobs::execute(std::optional<std::int64_t> limit)
{
    std::vector<ImportJob> jobs;
    store_.read([&](Records& records) { jobs = records.import_jobs.list(limit); });
    return jobs;
}

namespace {

/// What the job's own operation changed, with the donations' numbers.
std::vector<UpdatedDonation> updates_of(Records& records, const ImportJob& job)
{
    std::map<std::int64_t, std::vector<FieldChange>> changes;
    records.operations.for_each_field(
        job.operation, [&](const std::string& entity, std::int64_t id, const FieldChange& change) {
            if (entity != "donation") return;
            if (changes.count(id) != 0 || changes.size() < kMostUpdatesTold) changes[id].push_back(change);
        });
    std::vector<domain::DonationId> ids;
    ids.reserve(changes.size());
    for (const auto& [id, fields] : changes) ids.push_back({id});
    const AddressGuard guard{records, Disclosure::Guarded};
    std::vector<UpdatedDonation> updates;
    for (const domain::Donation& donation : records.donations.find_all(ids)) {
        UpdatedDonation update{donation.donor, donation.number.text(), donation.order.order_number,
            std::move(changes[donation.id.value])};
        guard.guard(update.donor, update.changes);
        updates.push_back(std::move(update));
    }
    return updates;
}

std::set<std::string> portals_in(const std::string& text)
{
    std::set<std::string> portals;
    std::string word;
    for (const char letter : text + ",") {
        const bool is_end = letter == ',' || letter == ' ';
        if (!is_end) word += letter;
        if (is_end && !word.empty()) portals.insert(std::exchange(word, {}));
    }
    return portals;
}

}  // namespace

ImportJobDetail ListImportJobs::show(domain::JobId id)
{
    std::optional<ImportJobDetail> detail;
    store_.read([&](Records& records) {
        detail.reset();
        const auto job = records.import_jobs.find(id);
        if (!job) return;
        detail = ImportJobDetail{*job, {}, updates_of(records, *job), {}};
        records.import_jobs.for_each_issue(
            id, [&](const portal_import::RowIssue& issue) { detail->issues.push_back(issue); });
    });
    if (!detail)
        throw domain::Refusal{
            domain::RefusalKind::NotFound, "import.job_unknown", {{"job", std::to_string(id.value)}}};
    const std::string prefix = kVanishedNumber;
    for (const auto& [name, figure] : figures_of(detail->job.summary)) {
        if (name.rfind(prefix, 0) == 0) detail->vanished.push_back(name.substr(prefix.size()));
    }
    return *std::move(detail);
}

std::vector<PortalToday> ListImportJobs::today(const domain::Date& day, int days_before)
{
    const domain::Date from = day.plus_days(-days_before);
    std::map<std::string, PortalToday> portals;
    store_.read([&](Records& records) {
        portals.clear();
        const std::string expected = setting_on(records.settings.all(), "expected_portals", day);
        for (const std::string& portal : portals_in(expected)) portals[portal];
        for (const ImportJob& job : records.import_jobs.list(std::nullopt)) {
            if (job.state == "undone" || job.business_date > day) continue;
            if (job.business_date < from && portals.count(job.portal) == 0) continue;
            PortalToday& portal = portals[job.portal];
            if (job.business_date == day)
                portal.jobs.insert(portal.jobs.begin(), job);
            else if (!portal.last_on || *portal.last_on < job.business_date)
                portal.last_on = job.business_date;
        }
    });
    std::vector<PortalToday> list;
    for (auto& [portal, today] : portals) {
        today.portal = portal;
        for (const ImportJob& job : today.jobs) {
            auto figures = figures_of(job.summary);
            if (job.is_open()) continue;
            const bool has_rows = figures["rows.read"] > 0 || today.state == PortalToday::State::Imported;
            today.state = has_rows ? PortalToday::State::Imported : PortalToday::State::Empty;
        }
        list.push_back(std::move(today));
    }
    return list;
}

}  // namespace furusato::application
