#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "unit/documents/sample_receipts.hpp"

namespace furusato::tests {
namespace {

class ReceiptFile : public InTemporaryFolder {};

TEST_F(ReceiptFile, StandsUnderItsNameOnlyWhenComplete)
{
    const auto document = a_printer()->open(file("run.pdf"));
    document->add(a_receipt(), the_wording());
    EXPECT_TRUE(std::filesystem::exists(file(".run.pdf.part")));
    EXPECT_FALSE(std::filesystem::exists(file("run.pdf")));

    document->finish();
    EXPECT_FALSE(std::filesystem::exists(file(".run.pdf.part")));
    EXPECT_TRUE(std::filesystem::exists(file("run.pdf")));
}

TEST_F(ReceiptFile, LeavesNothingBehindWhenGivenUp)
{
    {
        const auto document = a_printer()->open(file("run.pdf"));
        document->add(a_receipt(), the_wording());
    }
    EXPECT_EQ(file_count(), 0);
}

TEST_F(ReceiptFile, KeepsTheOlderFileWhenGivenUp)
{
    std::ofstream{file("run.pdf")} << "older";
    {
        const auto document = a_printer()->open(file("run.pdf"));
        document->add(a_receipt(), the_wording());
    }
    EXPECT_EQ(std::filesystem::file_size(file("run.pdf")), 5U);
    EXPECT_EQ(file_count(), 1);
}

TEST_F(ReceiptFile, TakesOverThePartOfAKilledRun)
{
    std::ofstream{file(".run.pdf.part")} << std::string(1'000'000, 'x');

    printed(file("run.pdf"), a_receipt());

    output_of("qpdf --check " + file("run.pdf").string());
    EXPECT_EQ(file_count(), 1);
}

TEST_F(ReceiptFile, IsWrittenByOneRunAtATime)
{
    const auto first = a_printer()->open(file("run.pdf"));

    const auto refusal = refusal_of([&] { a_printer()->open(file("run.pdf")); });

    EXPECT_EQ(refusal.code(), "file.busy");
    first->add(a_receipt(), the_wording());
    EXPECT_EQ(first->finish(), 1);
}

TEST_F(ReceiptFile, IsNotMadeWithoutPages)
{
    {
        EXPECT_EQ(a_printer()->open(file("run.pdf"))->finish(), 0);
    }
    EXPECT_EQ(file_count(), 0);
}

TEST_F(ReceiptFile, IsRefusedWhereNothingCanBeWritten)
{
    std::filesystem::create_directory(file("folder.pdf"));
    for (const auto& path : {file("no_such_folder") / "run.pdf", file("folder.pdf"),
             std::filesystem::path{"/dev/null"}, std::filesystem::path{"/proc/run.pdf"}}) {
        const auto refusal = refusal_of([&] { a_printer()->open(path); });
        EXPECT_EQ(refusal.code(), "file.not_writable") << path;
        EXPECT_EQ(refusal.kind(), domain::RefusalKind::Invalid);
        EXPECT_EQ(detail(refusal, "file"), path.string());
    }
}

/// Lets no file of this process grow beyond a size, as a full disk would.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) : handler_{std::signal(SIGXFSZ, SIG_IGN)}
    {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallDisk()
    {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST_F(ReceiptFile, IsTakenBackWhenTheDiskFillsUp)
{
    for (const rlim_t size : {rlim_t{0}, rlim_t{4'096}, rlim_t{40'000}}) {
        const SmallDisk disk{size};
        const auto refusal = refusal_of([&] {
            const auto document = a_printer()->open(file("run.pdf"));
            for (int running = 1; running <= 400; ++running) document->add(a_receipt(running), the_wording());
            document->finish();
        });
        EXPECT_EQ(refusal.code(), "file.not_writable");
        EXPECT_EQ(file_count(), 0);
    }
}

}  // namespace
}  // namespace furusato::tests
