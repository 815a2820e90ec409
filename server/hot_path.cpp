#include "server/hot_path.hpp"

#include "server/access_log.hpp"
#include "server/audit_id.hpp"
#include "server/status_code.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace barograph::server {

std::optional<reply> hot_path::answer_now(const request& question) {
    if (!how_.recalls) {
        return std::nullopt;
    }
    const auto began = net::steady_clock::now();
    auto known = memory_.recall(question);
    if (!known) {
        return std::nullopt;
    }
    const auto audit_id = given_audit_id(question);
    const auto took = net::steady_clock::now() - began;
    if (known->of_front_proxy) {
        instruments_.count_recalled();
    }
    instruments_.requests().count(question.method, status_code::ok);
    instruments_.requests().observe(telemetry::request_route::metric, telemetry::request_verb::list,
                                    status_code::ok, took);
    if (how_.access_log) {
        const access seen{.question = question,
                          .user = known->who->user().name,
                          .audit_id = audit_id,
                          .status = status_code::ok,
                          .bytes = known->answer.body->size(),
                          .took = took};
        telemetry::log_info(access_line(seen));
    }
    if (!audit_id.empty()) {
        known->answer.headers.emplace_back("Audit-Id", audit_id);
    }
    return std::move(known->answer);
}

net::awaitable<reply> hot_path::handle(const request& question) {
    grounds basis;
    request told = question;
    told.basis = &basis;
    // What is begun there is finished there, whatever becomes of the connection meanwhile: cancelling across
    // threads would have to be waited for all the same.
    auto answer = co_await net::asio::co_spawn(
        executor_, behind_.handle(told),
        net::asio::bind_cancellation_slot(net::asio::cancellation_slot(),
                                          net::asio::use_awaitable_t<net::executor>{}));
    if (how_.recalls && answer.status == status_code::ok) {
        memory_.remember(question, basis);
    }
    co_return answer;
}

reply hot_path::refuse(unsigned status, std::string_view reason) {
    return behind_.refuse(status, reason);
}

} // namespace barograph::server
