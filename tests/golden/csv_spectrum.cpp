// csv_spectrum FOLDER NAME: whether the records of FOLDER/NAME.csv are those of FOLDER/NAME.json.
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "golden/import_settings.hpp"
#include "portal_import/decode.hpp"
#include "portal_import/parse_csv.hpp"

namespace {

using namespace furusato;
using nlohmann::json;

json records_of(const std::filesystem::path& file)
{
    constexpr long longest_record = 100'000;
    tests::FileBytes bytes{file};
    portal_import::RecordReader reader{bytes, longest_record};
    std::vector<std::string> header;
    json records = json::array();
    while (const auto* record = reader.next()) {
        if (header.empty()) {
            header.assign(record->cells.begin(), record->cells.end());
            continue;
        }
        json object;
        for (std::size_t at = 0; at < std::max(header.size(), record->cells.size()); ++at)
            object[header.at(at)] =
                portal_import::decoded(record->cells.at(at), portal_import::Encoding::Utf8);
        records.push_back(object);
    }
    return records;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "csv_spectrum FOLDER NAME\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    const std::string name = argv[2];
    try {
        std::ifstream stream{folder / (name + ".json")};
        const json expected = json::parse(stream);
        const json found = records_of(folder / (name + ".csv"));
        if (expected == found) return 0;
        std::cout << "expected " << expected.dump() << "\nfound    " << found.dump() << "\n";
    } catch (const domain::Refusal& refusal) {
        std::cerr << refusal.code() << "\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
    }
    return 1;
}
