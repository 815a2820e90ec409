#include "server/hot_path.hpp"

#include "server/access_log.hpp"
#include "server/request_target.hpp"
#include "server/status_code.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace barograph::server {

std::optional<request_handler::known_answer> hot_path::recall(std::string_view bytes, connection& from) {
    if (!how_.recalls || from.callers.empty()) {
        return std::nullopt;
    }
    const auto began = net::steady_clock::now();
    auto known = memory_.recall(bytes, from);
    if (!known) {
        return std::nullopt;
    }
    auto& answer = known->answer;
    const auto took = net::steady_clock::now() - began;
    instruments_.count_recalled();
    if (known->who.judged_by) {
        instruments_.count_recalled_grounds();
    }
    instruments_.requests().count("GET", answer.status);
    instruments_.requests().observe(telemetry::request_route::metric, telemetry::request_verb::list,
                                    answer.status, took);
    if (how_.access_log) {
        const auto target = split_target(known->head.target);
        const access seen{.from = from,
                          .method = "GET",
                          .path = target.path,
                          .query = target.query,
                          .agent = known->who.agent,
                          .user = known->who.who->user().name,
                          .audit_id = known->head.audit_id,
                          .status = answer.status,
                          .bytes = answer.body->size(),
                          .took = took};
        telemetry::log_info(access_line(seen));
    }
    answer.audit_id = known->head.audit_id;
    return known_answer{.answer = std::move(answer), .size = known->head.size};
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
