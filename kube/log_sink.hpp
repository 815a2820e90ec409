#pragma once
#include <functional>
#include <string>

namespace barograph::kube {

/// Where this folder tells an operator about changes: one sentence a call, no line break, no credentials.
/// Called on the thread that uses the object it was given to. Empty functions are silent.
struct log_sink {
    std::function<void(const std::string& text)> info{};
    std::function<void(const std::string& text)> warning{};
};

} // namespace barograph::kube
