#include "furusato/application/typed_word.hpp"

#include "furusato/portal_import/fold_text.hpp"

namespace furusato::application {

std::string key_of_word(std::string_view text)
{
    return portal_import::fold_word(text);
}

}  // namespace furusato::application
