#include "main/services.hpp"

#include <Poco/AutoPtr.h>
#include <Poco/Exception.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "furusato/documents/packed_files.hpp"
#include "furusato/documents/paper_pdf.hpp"
#include "furusato/documents/receipt_pdf.hpp"
#include "furusato/documents/table_files.hpp"
#include "furusato/domain/refusal.hpp"
#include "furusato/persistence/access_log.hpp"
#include "furusato/persistence/database_tools.hpp"
#include "furusato/persistence/file_archive.hpp"
#include "furusato/persistence/open_store.hpp"
#include "furusato/security/keyed_digests.hpp"
#include "main/city_files.hpp"
#include "main/payment_profiles.hpp"
#include "main/portal_profiles.hpp"
#include "main/profile_shelf.hpp"
#include "main/receipt_wording_file.hpp"
#include "main/rule_files.hpp"
#include "main/share_folder.hpp"
#include "main/system_clock.hpp"

namespace furusato::composition {
namespace {

namespace fs = std::filesystem;
using application::Caller;
using domain::Refusal;
using domain::RefusalKind;
using Configuration = Poco::AutoPtr<Poco::Util::AbstractConfiguration>;

fs::path data_folder(const cli::GlobalOptions& options)
{
    if (!options.data.empty()) return options.data;
    const char* set = std::getenv("FURUSATO_DATA");
    return set != nullptr && *set != '\0' ? set : "var";
}

Configuration read_configuration(const cli::GlobalOptions& options, const fs::path& data)
{
    const fs::path file = options.config.empty() ? data / "furusato.properties" : fs::path{options.config};
    if (!fs::exists(file)) {
        if (!options.config.empty())
            throw Refusal{RefusalKind::NotFound, "file.not_found", {{"file", file.filename().string()}}};
        return new Poco::Util::PropertyFileConfiguration;
    }
    try {
        return new Poco::Util::PropertyFileConfiguration{file.string()};
    } catch (const Poco::Exception&) {
        throw Refusal{RefusalKind::Invalid, "rules.invalid", {{"file", file.filename().string()}}};
    }
}

portal_import::ImportLimits limits_of(const Configuration& configuration)
{
    portal_import::ImportLimits limits;
    limits.quantity_max = configuration->getInt("import.quantity_max", limits.quantity_max);
    limits.donation_max_yen = configuration->getInt64("import.donation_max_yen", limits.donation_max_yen);
    limits.record_max_bytes =
        static_cast<long>(configuration->getInt64("import.record_max_bytes", limits.record_max_bytes));
    limits.undecodable_rows_permille =
        configuration->getInt("import.undecodable_rows_permille", limits.undecodable_rows_permille);
    return limits;
}

class MainServices final : public application::Services {
public:
    explicit MainServices(const cli::GlobalOptions& options)
        : share_{find_share_folder()},
          data_{data_folder(options)},
          configuration_{read_configuration(options, data_)},
          eras_{read_eras(rules("eras.json"))},
          one_stop_limits_{
              read_one_stop_limits(rules("one_stop.json"), share_ / "etc/reference/holidays.csv")},
          corporate_scheme_{read_corporate_scheme(rules("corporate_scheme.json"))},
          donor_match_rules_{read_donor_match_rules(rules("donor_matching.json"))},
          received_date_rules_{read_received_date_rules(rules("received_date.json"))},
          database_url_{!options.database.empty() ? options.database
                                                  : configuration_->getString("database.url",
                                                        "sqlite:" + (data_ / "furusato.db").string())}
    {}

    application::InitialisedLedger initialise(bool demo, const Caller& caller) override
    {
        make_data_folder();
        application::InitialisedLedger done;
        done.migrations_applied =
            persistence::migrate_store({database_url_, migrations()}, digests(), clock_).applied;
        application::LoadCity city{store(), digests(), clock_};
        city.check_key();
        done.city = city.execute(read_city(share_ / "etc" / (demo ? "demo" : "city")), caller);
        if (demo) {
            const auto gifts = persistence::open_file_source(share_ / "etc" / "demo" / "gifts.csv");
            done.gifts = import_gifts().execute(*gifts, caller);
        }
        return done;
    }

    application::ImportPortalCsv import_portal_csv() override
    {
        return {{store(), archive(), digests(), clock_, processes_, &packed_files()}, import_rules()};
    }

    application::EnterDonation enter_donation() override
    {
        return {store(), digests(), clock_, import_rules()};
    }

    application::ImportGifts import_gifts() override
    {
        return {store(), digests(), clock_, dated_limits("gift_cost")};
    }

    application::IssueReceipts issue_receipts() override
    {
        if (!printer_) printer_ = documents::make_receipt_printer(eras_, share_ / "etc");
        return {store(), digests(), clock_, processes_, *printer_,
            read_receipt_wordings(rules("receipt_wording.json")), eras_};
    }

    application::ListDonations list_donations() override { return {store(), eras_, folds()}; }
    application::ChangeDonation change_donation() override
    {
        return {store(), digests(), clock_, change_rules()};
    }
    application::ChangeDonations change_donations() override
    {
        return {store(), digests(), clock_, change_rules()};
    }
    application::MatchPayments match_payments() override
    {
        return {
            store(), digests(), clock_, change_rules(), read_payment_profiles(share_ / "etc" / "payments")};
    }
    application::ExportDonations export_donations() override
    {
        return {list_donations(), *tables_, access_log(), clock_, eras_};
    }
    application::ListDonors list_donors() override { return {store(), list_donations()}; }
    application::ListDonorPairs list_donor_pairs() override { return {store(), list_donors()}; }
    application::MergeDonors merge_donors() override
    {
        return {store(), digests(), clock_, processes_, eras_, folds()};
    }
    application::EditDonor edit_donor() override { return {store(), digests(), clock_, eras_, folds()}; }
    application::ManageTickets manage_tickets() override
    {
        return {store(), digests(), clock_, eras_, list_donations()};
    }
    application::AccessLog& access_log() override
    {
        if (!access_log_) access_log_ = persistence::open_access_log(access_log_url());
        return *access_log_;
    }
    application::ListGifts list_gifts() override { return application::ListGifts{store()}; }
    application::ListImportJobs list_import_jobs() override { return application::ListImportJobs{store()}; }
    application::DecideRows decide_rows() override
    {
        return {{store(), archive(), digests(), clock_, processes_}, import_rules()};
    }
    application::UndoImport undo_import() override
    {
        return {store(), digests(), clock_, processes_, change_rules()};
    }
    application::ManageMasters manage_masters() override
    {
        return {
            store(), digests(), clock_, {portal_labels(), dated_limits("portal_points").front().valid_from}};
    }
    application::ManageRetention manage_retention() override
    {
        return {{store(), digests(), clock_, archive(), access_log(), processes_},
            {read_retention_rules(rules("retention.json")), eras_, folds()}};
    }
    application::ManageCampaigns manage_campaigns() override { return {store(), digests(), clock_}; }
    application::ManageSettings manage_settings() override { return {store(), digests(), clock_}; }
    application::KeepSearches keep_searches() override { return {store(), digests(), clock_}; }
    application::ManageTargets manage_targets() override { return {store(), digests(), clock_}; }
    application::CompareMovedIn compare_moved_in() override
    {
        constexpr auto kFormer = "former";
        std::map<std::string, std::string> portals;
        for (const auto& profile : import_rules().profiles) {
            if (profile.id == kFormer) portals = profile.portals;
        }
        return {store(), portals};
    }
    application::VerifyLedger verify_ledger() override
    {
        return {store(), archive(), digests(), clock_, processes_, eras_};
    }

    application::GatherEvidence gather_evidence() override
    {
        if (!archive_) archive_ = persistence::open_file_archive(data_ / "archive");
        return {store(), *archive_, digests(), clock_, import_rules(), &packed_files()};
    }
    application::KeepAnchors keep_anchors() override { return {store(), digests(), clock_}; }
    const application::PaperPrinter& paper_printer() override { return *papers_; }
    const application::PortalProfileShelf& portal_profiles() override { return profile_shelf_; }

    application::MakeRevenueReport make_revenue_report() override
    {
        return {store(), digests(), portal_labels()};
    }

    application::DatabaseCopy copy_database(const std::string& from_url, const std::string& to_url,
        const application::CopyProgress& progress) override
    {
        require_file_of(from_url);
        return persistence::copy_database(
            {from_url, migrations()}, {to_url, migrations()}, *unkeyed(), clock_, progress);
    }

    application::DatabaseCheck check_database() override
    {
        require_file_of(database_url_);
        return persistence::check_database({database_url_, migrations()}, clock_);
    }

    const application::Clock& clock() const override { return clock_; }
    const domain::EraTable& eras() const override { return eras_; }
    const domain::OneStopLimits& one_stop_limits() const override { return one_stop_limits_; }
    const domain::CorporateScheme& corporate_scheme() const override { return corporate_scheme_; }
    std::unique_ptr<portal_import::ByteSource> open_file(const fs::path& file) const override
    {
        return persistence::open_file_source(file);
    }

    std::vector<application::GivenFile> given_files(const fs::path& file) override
    {
        std::error_code failure;
        if (file != "-" && fs::is_regular_file(file, failure))
            return application::given_files(packed_files(), file.filename().string(), open_file(file));
        // What flows by once is kept aside: an import reads twice.
        const auto flow = file == "-" ? persistence::open_standard_input() : open_file(file);
        const std::string name = file == "-" ? "stdin" : file.filename().string();
        return application::given_files(packed_files(), name, packed_files().spooled(*flow));
    }

    std::string log_incident(const std::string& what) const override
    {
        const std::string now = clock_.now_utc();
        // Time and process make a number that a clerk can read out and that leads to one line of the log.
        std::string digits;
        for (const char letter : now) digits += letter >= '0' && letter <= '9' ? std::string{letter} : "";
        const std::string self = processes_.self();
        const auto pid = self.substr(self.find(':') + 1, self.rfind(':') - self.find(':') - 1);
        std::string number = digits + "-" + pid;
        std::error_code failure;
        fs::create_directories(data_, failure);
        std::ofstream{data_ / "furusato.log", std::ios::app} << now << " incident " << number << " " << what
                                                             << "\n";
        return number;
    }

private:
    application::FileArchive& archive()
    {
        if (!archive_) archive_ = persistence::open_file_archive(data_ / "archive");
        return *archive_;
    }

    const application::PackedFiles& packed_files()
    {
        std::error_code failure;
        const fs::path folder = fs::is_directory(data_, failure) ? data_ : fs::temp_directory_path();
        if (!packed_files_) packed_files_ = documents::make_packed_files(folder);
        return *packed_files_;
    }

    /// Personal data lies there: nobody but its owner may look inside.
    void make_data_folder() const
    {
        std::error_code failure;
        const bool is_new = fs::create_directories(data_, failure);
        if (is_new && !failure) fs::permissions(data_, fs::perms::owner_all, failure);
        if (failure)
            throw Refusal{RefusalKind::Invalid, "file.not_writable", {{"file", data_.filename().string()}}};
    }

    fs::path rules(const char* file) const { return share_ / "etc" / "rules" / file; }

    /// Names of the profiles, by their keys.
    std::map<std::string, std::string> portal_labels() const
    {
        std::map<std::string, std::string> labels;
        // A report does not wait for somebody to put a profile right.
        const auto files = read_profile_files(share_ / "etc" / "portals", data_ / "portals");
        for (const ProfileFile* file : profiles_in_use(files)) {
            if (!file->profile.id.empty()) labels[file->profile.id] = file->profile.label;
        }
        return labels;
    }

    /// Limits of one kind with their first days (etc/rules/solicitation_limits.json).
    std::vector<application::DatedLimit> dated_limits(const std::string& kind) const
    {
        const fs::path file = rules("solicitation_limits.json");
        std::vector<application::DatedLimit> limits;
        try {
            std::ifstream stream{file};
            const auto document = nlohmann::json::parse(stream);
            for (const auto& limit : document.at("limits")) {
                const auto from = domain::Date::parse_iso(limit.at("valid_from").get<std::string>());
                if (limit.at("kind") == kind && from)
                    limits.push_back({*from, limit.at("permille").get<int>()});
            }
        } catch (const nlohmann::json::exception&) {
            limits.clear();
        }
        if (limits.empty())
            throw Refusal{RefusalKind::Invalid, "rules.invalid", {{"file", file.filename().string()}}};
        return limits;
    }

    application::ImportRules import_rules()
    {
        if (!profiles_) profiles_ = read_portal_profiles(share_ / "etc" / "portals", data_ / "portals");
        return {*profiles_, eras_, received_date_rules_, folds(), corporate_scheme_, donor_match_rules_,
            limits_of(configuration_)};
    }

    application::ChangeRules change_rules()
    {
        return {eras_, received_date_rules_, folds(), limits_of(configuration_).donation_max_yen};
    }

    const portal_import::NameFolds& folds()
    {
        if (!folds_) folds_ = read_name_folds(share_ / "etc" / "reference" / "kanji_variants.csv");
        return *folds_;
    }

    fs::path migrations() const { return share_ / "sql" / "migrations"; }

    /// SQLite would make the file.
    static void require_file_of(const std::string& url)
    {
        std::error_code failure;
        if (url.rfind("sqlite:", 0) == 0 && !fs::exists(url.substr(7), failure))
            throw Refusal{RefusalKind::Conflict, "database.not_initialised"};
    }

    /// Beside an SQLite ledger; in the schema of a ledger on a server.
    std::string access_log_url() const
    {
        constexpr std::string_view kSqlite = "sqlite:";
        if (database_url_.rfind(kSqlite, 0) != 0) return database_url_;
        return std::string{kSqlite} +
               (fs::path{database_url_.substr(kSqlite.size())}.parent_path() / "access.db").string();
    }

    fs::path key_file() const { return data_ / "ledger.key"; }

    /// A new key would only hide what is missing: it is made when a ledger is, and never again.
    [[noreturn]] void refuse_missing_key() const
    {
        persistence::open_store({database_url_, migrations()}, *unkeyed());
        throw Refusal{RefusalKind::Conflict, "database.key_mismatch"};
    }

    /// For digests that hold no personal data: of migrations, of copies.
    static std::unique_ptr<application::Digests> unkeyed()
    {
        return security::make_digests(std::string(64, '0'));
    }

    application::Store& store()
    {
        if (!store_) {
            require_file_of(database_url_);
            if (!fs::exists(key_file())) refuse_missing_key();
            store_ = persistence::open_store({database_url_, migrations()}, digests());
            application::LoadCity{*store_, digests(), clock_}.check_key();
        }
        return *store_;
    }

    const application::Digests& digests()
    {
        if (!digests_) digests_ = security::make_digests(security::read_or_create_key(key_file()));
        return *digests_;
    }

    fs::path share_;
    fs::path data_;
    Configuration configuration_;
    SystemClock clock_;
    SystemProcesses processes_{clock_};
    domain::EraTable eras_;
    domain::OneStopLimits one_stop_limits_;
    domain::CorporateScheme corporate_scheme_;
    domain::DonorMatchRules donor_match_rules_;
    domain::ReceivedDateRules received_date_rules_;
    std::string database_url_;
    std::unique_ptr<application::Digests> digests_;
    std::unique_ptr<application::Store> store_;
    std::unique_ptr<application::FileArchive> archive_;
    std::unique_ptr<application::ReceiptPrinter> printer_;
    std::unique_ptr<application::PackedFiles> packed_files_;
    std::unique_ptr<application::TableWriter> tables_ = documents::make_table_writer();
    std::unique_ptr<application::PaperPrinter> papers_ = documents::make_paper_printer();
    std::unique_ptr<application::AccessLog> access_log_;
    ProfileShelf profile_shelf_{share_ / "etc" / "portals", data_ / "portals",
        share_ / "etc" / "reference" / "header_words.json", eras_};
    std::optional<std::vector<portal_import::PortalProfile>> profiles_;
    std::optional<portal_import::NameFolds> folds_;
};

}  // namespace

std::unique_ptr<application::Services> make_services(const cli::GlobalOptions& options)
{
    return std::make_unique<MainServices>(options);
}

}  // namespace furusato::composition
