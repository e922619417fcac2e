// Measures a large ledger from inside one process: searches, first pages of lists, showing a donation with its history, an export and
// single changes.
//
//     bench_ledger_at_scale DATA_FOLDER [DATABASE_URL] [--times N] [--export FILE] [--searches-only] [--seed N]
//
// Prints median, 99th percentile and worst of each in milliseconds. The changes set remarks and pay what is awaited: use a ledger that
// grow_ledger.py made, not a real one.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "furusato/domain/refusal.hpp"
#include "main/services.hpp"

namespace {

using namespace furusato;
using application::DonationFilter;
using application::DonationOrder;
using application::ListedDonation;
using domain::Donation;
using Times = std::vector<double>;

/// Of a first page: until its last row is there, and until its count is.
struct PageTimes {
    Times page;
    Times with_count;
};

constexpr std::int64_t kFirstPage = 50;

struct Options {
    cli::GlobalOptions global;
    int times = 200;
    std::string export_file;
    bool searches_only = false;
    std::uint32_t seed = 7;
};

double milliseconds(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void print(const std::string& what, Times times)
{
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[std::min(
            times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    };
    std::printf(
        "%-44s %5zu %9.1f %9.1f %9.1f\n", what.c_str(), times.size(), at(0.5), at(0.99), times.back());
    std::fflush(stdout);
}

void print(const std::string& what, const PageTimes& times)
{
    print(what, times.page);
    print("    and its count", times.with_count);
}

/// The combinations that took longest.
class Slowest {
public:
    void take(double taken, const std::string& names) { found_.emplace(taken, names); }
    void print() const
    {
        constexpr int kShown = 5;
        int shown = 0;
        for (auto each = found_.rbegin(); each != found_.rend() && shown < kShown; ++each, ++shown)
            std::printf("    %9.1f  %s\n", each->first, each->second.c_str());
        std::fflush(stdout);
    }

private:
    std::multimap<double, std::string> found_;
};

/// Peak memory of this process in megabytes.
double peak_megabytes()
{
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmHWM:", 0) == 0) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

class Bench {
public:
    explicit Bench(const Options& options)
        : options_{options}, services_{composition::make_services(options.global)}, random_{options.seed}
    {}

    void run()
    {
        std::printf("%-44s %5s %9s %9s %9s\n", "milliseconds", "times", "median", "p99", "worst");
        take_samples();
        searches();
        if (options_.searches_only) return;
        single_filters();
        combinations();
        shows();
        changes();
        if (!options_.export_file.empty()) write_export();
        std::printf("peak memory %.0f MB\n", peak_megabytes());
    }

private:
    int any(int count) { return std::uniform_int_distribution<int>{0, count - 1}(random_); }

    /// As the command lists them; gives the milliseconds until the last row of the page.
    double first_page(DonationFilter filter, PageTimes& times)
    {
        filter.limit = kFirstPage;
        filter.may_come_by_word = filter.order == DonationOrder::Entry;
        const auto start = std::chrono::steady_clock::now();
        const auto since = [&start] {
            return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count();
        };
        std::optional<double> page;
        const auto count = services_->list_donations().execute(filter, [&](const ListedDonation&) {
            ++shown_;
            page = since();
        });
        shown_ += count.number == 0;
        times.with_count.push_back(since());
        times.page.push_back(page.value_or(times.with_count.back()));
        return times.page.back();
    }

    /// Donations from all over the ledger, by places in the order of entry.
    void take_samples()
    {
        DonationFilter filter;
        filter.limit = 1;
        filter.descending = true;
        std::int64_t last = 1;
        services_->list_donations().execute(
            filter, [&](const ListedDonation& listed) { last = listed.donation.id.value; });
        filter.descending = false;
        while (samples_.size() < static_cast<std::size_t>(options_.times)) {
            filter.after =
                domain::DonationId{std::uniform_int_distribution<std::int64_t>{0, last - 1}(random_)};
            services_->list_donations().execute(
                filter, [&](const ListedDonation& listed) { samples_.push_back(listed.donation); });
        }
    }

    void search(const char* what, const std::function<std::string(const Donation&)>& word_of)
    {
        PageTimes times;
        for (const Donation& donation : samples_) {
            DonationFilter filter;
            filter.search = word_of(donation);
            if (!filter.search.empty()) first_page(filter, times);
        }
        print(std::string{"search: "} + what, times);
    }

    void searches()
    {
        search("donation number", [](const Donation& d) { return d.number.text(); });
        search("portal order number", [](const Donation& d) { return d.order.order_number; });
        search("name", [](const Donation& d) { return d.contact.name; });
        search(
            "surname", [](const Donation& d) { return d.contact.name.substr(0, d.contact.name.find("　")); });
        search("reading", [](const Donation& d) { return d.contact.kana; });
        search("phone", [](const Donation& d) { return d.contact.phone; });
        search("last four digits of a phone", [](const Donation& d) {
            return d.contact.phone.size() < 4 ? "" : d.contact.phone.substr(d.contact.phone.size() - 4);
        });
        search("mail", [](const Donation& d) { return d.contact.mail; });
        search("postal code", [](const Donation& d) { return d.contact.postal_code; });
    }

    /// Sets one filter as the donation has it.
    static void set(DonationFilter& filter, int which, const Donation& donation)
    {
        switch (which) {
            case 0: filter.portal = donation.order.portal; break;
            case 1: filter.state = donation.state; break;
            case 2: filter.payment_method = donation.payment_method; break;
            case 3: filter.prefecture = donation.contact.prefecture; break;
            case 4: filter.amount_from = donation.amount; break;
            case 5: filter.only_one_stop = true; break;
            case 6:
                if (!donation.purposes.empty() && !donation.purposes.front().code.empty())
                    filter.purpose = donation.purposes.front().code;
                break;
            case 7:
                if (!donation.gifts.empty()) filter.gift = donation.gifts.front().gift_code;
                break;
            case 8: filter.only_unreceipted = true; break;
            default: filter.only_damaged_names = true; break;
        }
    }
    static constexpr std::array kFilters{"portal", "state", "payment method", "prefecture", "amount",
        "one-stop", "purpose", "gift", "without receipt", "damaged name"};

    void single_filters()
    {
        for (std::size_t which = 0; which < kFilters.size(); ++which) {
            PageTimes times;
            for (int i = 0; i < std::max(1, options_.times / 10); ++i) {
                DonationFilter filter;
                set(filter, static_cast<int>(which), samples_[static_cast<std::size_t>(i)]);
                first_page(filter, times);
            }
            print(std::string{"first page: "} + kFilters[which], times);
        }
        PageTimes days;
        for (int i = 0; i < std::max(1, options_.times / 10); ++i) {
            DonationFilter filter;
            filter.received_from = samples_[static_cast<std::size_t>(i)].received_on;
            filter.received_through = filter.received_from;
            filter.order = DonationOrder::ReceivedOn;
            first_page(filter, days);
        }
        print("first page: day of receipt", days);
    }

    void combinations()
    {
        PageTimes of_year, of_all;
        Slowest in_year, in_all;
        for (int i = 0; i < std::max(2, options_.times / 2); ++i) {
            const Donation& donation = samples_[static_cast<std::size_t>(i)];
            DonationFilter filter;
            std::string names;
            // Facts of two donations: often nothing has them all, the hardest question.
            for (int k = 0; k < 3; ++k) {
                const int which = any(static_cast<int>(kFilters.size()));
                names += (k == 0 ? "" : " + ") + std::string{kFilters[static_cast<std::size_t>(which)]};
                set(filter, which,
                    k == 0 ? donation : samples_[static_cast<std::size_t>(any(options_.times))]);
            }
            if (i % 5 == 0) in_all.take(first_page(filter, of_all), names);
            if (!donation.received_on) continue;
            const domain::FiscalYear year = domain::FiscalYear::of(*donation.received_on);
            filter.received_from = year.first_day();
            filter.received_through = year.last_day();
            filter.order = DonationOrder::ReceivedOn;
            in_year.take(first_page(filter, of_year), names);
        }
        print("first page: three filters, one fiscal year", of_year);
        in_year.print();
        print("first page: three filters, all years", of_all);
        in_all.print();
    }

    void shows()
    {
        Times times;
        for (const Donation& donation : samples_) {
            times.push_back(milliseconds([&] {
                const std::string number = donation.number.text();
                services_->list_donations().show(number);
                services_->list_donations().history(number);
            }));
        }
        print("show with history", times);
    }

    void changes()
    {
        const application::Caller caller{"bench", domain::Date{2027, 3, 31}};
        Times edits, payments;
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            edits.push_back(milliseconds([&] {
                services_->change_donation().edit({samples_[i].number.text(), "bench", {}, caller},
                    {{"remark", "bench " + std::to_string(random_())}});
            }));
        }
        print("edit a remark", edits);
        DonationFilter awaited;
        awaited.state = domain::DonationState::AwaitingPayment;
        awaited.applied_from = domain::Date{2026, 1, 1};
        awaited.limit = options_.times;
        std::vector<std::string> numbers;
        services_->list_donations().execute(
            awaited, [&](const ListedDonation& listed) { numbers.push_back(listed.donation.number.text()); });
        for (const std::string& number : numbers) {
            payments.push_back(milliseconds([&] {
                try {
                    services_->change_donation().pay({number, "bench", {}, caller}, {});
                } catch (const domain::Refusal&) {
                }
            }));
        }
        print("pay", payments);
    }

    void write_export()
    {
        application::ExportRequest request;
        request.filter_names = "bench";
        request.columns = {application::DonationColumn::Number, application::DonationColumn::Portal,
            application::DonationColumn::PortalOrderNumber, application::DonationColumn::State,
            application::DonationColumn::ReceivedOn, application::DonationColumn::Amount,
            application::DonationColumn::Name, application::DonationColumn::PostalCode};
        request.file = options_.export_file;
        request.purpose = "bench";
        request.caller = {"bench", domain::Date{2027, 3, 31}};
        application::ExportWords words;
        for (const auto column : request.columns) words.titles[column] = std::string{key_of(column)};
        words.remarks = [](const std::string&, std::int64_t) { return std::vector<std::string>{}; };
        std::int64_t rows = 0;
        const double taken = milliseconds([&] {
            rows = services_->export_donations().execute(request, words, [](std::int64_t, std::int64_t) {});
        });
        std::printf("export: %lld rows, %.0f rows a second\n", static_cast<long long>(rows),
            static_cast<double>(rows) * 1000 / taken);
    }

    Options options_;
    std::unique_ptr<application::Services> services_;
    std::mt19937 random_;
    std::vector<Donation> samples_;
    std::int64_t shown_ = 0;
};

Options read_options(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--times" && i + 1 < argc)
            options.times = std::atoi(argv[++i]);
        else if (word == "--export" && i + 1 < argc)
            options.export_file = argv[++i];
        else if (word == "--seed" && i + 1 < argc)
            options.seed = static_cast<std::uint32_t>(std::atoi(argv[++i]));
        else if (word == "--searches-only")
            options.searches_only = true;
        else if (options.global.data.empty())
            options.global.data = word;
        else
            options.global.database = word;
    }
    return options;
}

}  // namespace

int main(int argc, char** argv)
{
    const Options options = read_options(argc, argv);
    if (options.global.data.empty() || options.times < 2) {
        std::cerr
            << "bench_ledger_at_scale DATA_FOLDER [DATABASE_URL] [--times N] [--export FILE] [--searches-only] [--seed N]\n";
        return 1;
    }
    try {
        Bench{options}.run();
    } catch (const domain::Refusal& refusal) {
        std::cerr << refusal.code() << "\n";
        return 1;
    }
    return 0;
}
