#include "support/recording_printer.hpp"

#include <fstream>

#include "furusato/domain/refusal.hpp"

namespace furusato::tests {
namespace {

class RecordedDocument final : public application::ReceiptDocument {
public:
    RecordedDocument(const RecordingPrinter& printer, std::filesystem::path file)
        : printer_{printer}, file_{std::move(file)}
    {}

    void add(const domain::Receipt& receipt, const application::ReceiptWording& wording) override
    {
        if (static_cast<int>(receipts_.size()) == printer_.sheets_until_failure) {
            throw domain::Refusal{domain::RefusalKind::Invalid, "receipt.does_not_fit"};
        }
        receipts_.push_back(receipt);
        text_ += std::to_string(receipt.number.tax_year.value()) + "-" +
                 std::to_string(receipt.number.running) + " " + receipt.contact.name + " " +
                 domain::grouped(receipt.amount) + " " + wording.version + "\n";
    }

    int finish() override
    {
        std::ofstream{file_} << text_;
        printer_.printed.insert(printer_.printed.end(), receipts_.begin(), receipts_.end());
        return static_cast<int>(receipts_.size());
    }

private:
    const RecordingPrinter& printer_;
    std::filesystem::path file_;
    std::string text_;
    std::vector<domain::Receipt> receipts_;
};

}  // namespace

std::vector<std::string> RecordingPrinter::unprintable(std::string_view text) const
{
    if (text.find("辻") == std::string_view::npos) return {};
    return {"辻 (U+8FBB)"};
}

bool RecordingPrinter::fits(const domain::Receipt& receipt, const application::ReceiptWording& wording) const
{
    return !wording.version.empty() && receipt.contact.building != "大きすぎる館";
}

std::unique_ptr<application::ReceiptDocument> RecordingPrinter::open(const std::filesystem::path& file) const
{
    if (!std::filesystem::is_directory(file.parent_path())) {
        throw domain::Refusal{domain::RefusalKind::Invalid, "file.not_writable"};
    }
    return std::make_unique<RecordedDocument>(*this, file);
}

}  // namespace furusato::tests
