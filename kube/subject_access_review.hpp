#pragma once
#include "kube/api_client.hpp"
#include "kube/authorizer.hpp"
#include "kube/log_sink.hpp"
#include "kube/outage_log.hpp"
#include "kube/retrying_create.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace barograph::kube {

struct access_review_options {
    /// How long an answer counts, from when it was asked for; zero: each request is asked anew.
    std::chrono::milliseconds authorized_ttl{std::chrono::seconds(10)};
    std::chrono::milliseconds unauthorized_ttl{std::chrono::seconds(10)};
    std::size_t max_entries = 4096;         ///< answers kept
    std::size_t max_key_bytes = 16U << 10U; ///< the answer to a longer question (see access_key) is not kept
    std::size_t max_in_flight = 256;        ///< questions asked at a time; one more is errc::unavailable
    std::chrono::milliseconds deadline{std::chrono::seconds(5)}; ///< of one authorize()
    retry_options retry{};
};

/// An authorizer that asks the Kubernetes API by SubjectAccessReview. Answers, allowed and denied alike, are
/// kept for their TTL; while a question is being asked, everybody else with the same question waits for its
/// answer; a failure that may pass is asked again within the deadline; errors are given to those who waited
/// and not kept. `api` must outlive it.
std::unique_ptr<authorizer> create_authorizer(api_client& api, access_review_options options = {},
                                              log_sink log = {}, clock_source now = net::steady_clock::now);

} // namespace barograph::kube
