#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "furusato/application/receipt_printer.hpp"
#include "furusato/application/receipt_wording.hpp"
#include "furusato/domain/receipt.hpp"
#include "furusato/domain/refusal.hpp"

namespace furusato::tests {

/// The share folder of the source tree, with etc/demo/seal.png in it.
std::filesystem::path share_folder();
std::unique_ptr<application::ReceiptPrinter> a_printer();
/// The wording that ships.
application::ReceiptWording the_wording();
/// 10,000 yen of 周南 太郎, received on 2026-11-22, issued on 2026-12-04, from a sample city with a seal.
domain::Receipt a_receipt(std::int64_t running = 1);

/// Output of a command line; the test fails when it does not succeed.
std::string output_of(const std::string& command);
/// Text of one page as a reader program copies it.
std::string text_of(const std::filesystem::path& pdf, int page = 1);
/// A PDF of that one receipt.
std::filesystem::path printed(const std::filesystem::path& file, const domain::Receipt& receipt);
/// What the work refuses; the test fails when it does not.
domain::Refusal refusal_of(const std::function<void()>& work);
std::string detail(const domain::Refusal& refusal, const std::string& name);

/// Gives each test an empty folder.
class InTemporaryFolder : public testing::Test {
protected:
    InTemporaryFolder();
    ~InTemporaryFolder() override;
    std::filesystem::path file(const std::string& name) const { return folder_ / name; }
    int file_count() const;

private:
    std::filesystem::path folder_;
};

}  // namespace furusato::tests
