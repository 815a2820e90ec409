#pragma once
#include <chrono>
#include <string>

namespace barograph::kube {

/// Why the Kubernetes API gave no usable answer.
enum class errc {
    unreachable = 1, ///< no connection, an untrusted server, or the connection broke
    timed_out,       ///< no answer within the deadline
    unauthorized,    ///< 401: the API server does not know this client
    forbidden,       ///< 403: this client lacks a permission
    gone,            ///< 410: the version asked for is too old to be followed from
    rejected,        ///< any other 4xx
    unavailable,     ///< 5xx or 429, or too much is being asked already
    malformed,       ///< an answer that can't be understood, or a question that can't be written
    credentials,     ///< this client has no token to show
    cancelled,       ///< shutdown, or the asker went away
};

/// An expected failure of a call to the Kubernetes API.
struct error {
    errc code{};
    std::string message; ///< one sentence naming the server and what was asked; holds no credentials
    std::chrono::seconds retry_after{0}; ///< how long the server asks to wait; zero: it did not say
    unsigned status = 0;                 ///< of the server's HTTP answer; zero: there was none
};

} // namespace barograph::kube
