#include <sys/stat.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "furusato/cli/command_line.hpp"
#include "furusato/domain/refusal.hpp"
#include "main/services.hpp"
#include "main/share_folder.hpp"

namespace {

furusato::cli::Messages read_messages(const std::string& language)
{
    std::ifstream file{
        furusato::composition::find_share_folder() / "etc" / "messages" / (language + ".json")};
    return nlohmann::json::parse(file).get<furusato::cli::Messages>();
}

}  // namespace

int main(int argc, char** argv)
{
    // Ledger, archive, log and PDFs hold personal data: readable by their owner only.
    ::umask(S_IRWXG | S_IRWXO);
    try {
        const furusato::cli::Composition composition{
            furusato::composition::make_services, read_messages, FURUSATO_VERSION};
        return furusato::cli::run_command_line(argc, argv, composition, std::cout, std::cerr);
    } catch (const furusato::domain::Refusal& refusal) {
        std::cerr << refusal.code() << "\n";
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
    }
    return 1;
}
