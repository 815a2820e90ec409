#pragma once
#include <string>

namespace barograph::rules {

/// Why a rule gives no query for a request. A plain value.
struct query_error {
    enum class kind {
        bad_request = 1,    ///< the request asks for what cannot be asked; another request may work
        internal,           ///< the rule cannot answer this
        needs_quoted_names, ///< another backend may work: one that reads names of labels in quotes
    };
    kind what;
    std::string message; ///< one sentence, without the rule's location
};

} // namespace barograph::rules
