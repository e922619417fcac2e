#include "furusato/domain/payment_method.hpp"

#include "domain/key_table.hpp"

namespace furusato::domain {

std::optional<PaymentMethod> payment_method_of(std::string_view key)
{
    return enumerator_of<PaymentMethod>(kPaymentMethodKeys, key);
}

}  // namespace furusato::domain
