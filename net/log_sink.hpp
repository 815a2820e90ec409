#pragma once
#include <functional>
#include <string>

namespace barograph::net {

/// Where those who write no log themselves tell an operator about changes: one sentence a call, no line
/// break, no credentials. Called on the thread that uses the object it was given to. Empty functions are
/// silent.
struct log_sink {
    std::function<void(const std::string& text)> info{};
    std::function<void(const std::string& text)> warning{};
};

} // namespace barograph::net
