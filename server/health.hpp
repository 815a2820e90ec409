#pragma once
#include "server/reply.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::server {

/// `/healthz`, `/livez` and `/readyz` as Kubernetes' API servers answer them: 200 and `ok`, or 500 and the
/// names of the checks that fail; each check also under its own name. Reasons go to the log, not to clients
/// who need no rights to ask.
class health {
public:
    /// Nothing when all is well, else the reason.
    using check = std::function<std::optional<std::string>()>;

    /// Adds a check; `live` ones count for `/livez` and `/healthz` too, the others for `/readyz` only.
    void add(std::string name, bool live, check what);

    /// Adds a line that `/readyz` shows with its checks and that fails nothing: what an operator should know
    /// of a server that is ready all the same. `/readyz` is open to everybody, and so is what `text` gives.
    void inform(std::string name, std::function<std::string()> text);

    /// Answers `/PROBE` and `/PROBE/NAME`; 404 for an unknown name. `probe` is healthz, livez or readyz.
    [[nodiscard]] reply answer(std::string_view probe, std::string_view name, bool verbose) const;

    /// Why the server is not ready: one sentence a failing check, joined; empty when it is.
    [[nodiscard]] std::string not_ready_because() const;

private:
    struct named_check {
        std::string name;
        bool live = false;
        check what;
    };

    struct named_information {
        std::string name;
        std::function<std::string()> text;
    };

    std::vector<named_check> checks_;
    std::vector<named_information> information_;
};

} // namespace barograph::server
