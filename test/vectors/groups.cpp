#include "test/vectors/groups.hpp"

#include "test/vectors/config.hpp"
#include "test/vectors/protobuf.hpp"
#include "test/vectors/registry.hpp"
#include "test/vectors/rules_groups.hpp"
#include "test/vectors/value.hpp"

#include <array>

namespace barograph::test::vectors {

std::span<const group> groups() {
    static constexpr std::array all{
        group{.name = "config", .answer = answer_config},
        group{.name = "naming", .answer = answer_naming},
        group{.name = "selector", .answer = answer_selector, .same_message = true},
        group{.name = "query", .answer = answer_query},
        group{.name = "value", .answer = answer_value},
        group{.name = "protobuf", .answer = answer_protobuf},
        group{.name = "registry", .answer = answer_registry, .form = without_dangling_messages},
    };
    return all;
}

} // namespace barograph::test::vectors
