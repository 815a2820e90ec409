#include "server/request_gate.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/unit/server/scripted_handler.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <optional>

namespace request_gate_test {

using namespace barograph;

namespace {

struct fixture {
    server::request question(std::string_view path, std::string_view query = "") {
        return {.method = "GET", .path = path, .query = query, .fields = fields, .from = from};
    }

    server::reply ask(std::string_view path, std::string_view query = "") {
        const auto asked = question(path, query);
        return test::run_coroutine(context, gate.handle(asked));
    }

    // A request whose answer is held back.
    void begin(const server::request& asked) {
        handler.hold = true;
        net::asio::co_spawn(context, test::store_result(gate.handle(asked), held),
                            [](const std::exception_ptr&) {});
        const auto before = handler.asked.size();
        test::run_until(context, [&] { return handler.asked.size() > before; });
        handler.hold = false;
    }

    net::asio::io_context context;
    server::limits limits;
    test::scripted_handler handler{context.get_executor()};
    server::request_gate gate{handler, limits};
    server::http::fields fields;
    server::connection from;
    std::optional<server::reply> held;
};

} // namespace

TEST_CASE_METHOD(fixture, "over as many requests at once as may be, the next is told to come again") {
    limits.max_requests_in_flight = 1;
    const auto first = question("/one");
    begin(first);
    CHECK(gate.in_flight() == 1);
    const auto refusal = ask("/two");
    CHECK(refusal.status == 429);
    CHECK(std::ranges::find(refusal.headers, std::pair<std::string, std::string>("Retry-After", "1")) !=
          refusal.headers.end());
    CHECK(handler.asked.size() == 1);

    handler.release();
    test::run_until(context, [&] { return held.has_value(); });
    CHECK(held->status == 200);
    CHECK(gate.in_flight() == 0);
    CHECK(ask("/three").status == 200);
}

TEST_CASE_METHOD(fixture, "a probe is answered however much is in flight") {
    limits.max_requests_in_flight = 1;
    const auto first = question("/one");
    begin(first);
    for (const auto* path : {"/healthz", "/livez", "/readyz"}) {
        CHECK(ask(path).status == 200);
    }
    handler.release();
    test::run_until(context, [&] { return held.has_value(); });
}

TEST_CASE_METHOD(fixture,
                 "a label selector up to its limit is read, a longer one refused, however it is encoded") {
    limits.max_selector_bytes = 20;
    CHECK(ask("/m", "labelSelector=" + std::string(20, 'a')).status == 200);
    CHECK(ask("/m", "labelSelector=" + std::string(21, 'a')).status == 414);
    std::string encoded;
    for (int i = 0; i < 20; ++i) {
        encoded += "%61";
    }
    CHECK(ask("/m", "labelSelector=" + encoded).status == 200);
    CHECK(ask("/m", "labelSelector=" + encoded + "%61").status == 414);
    CHECK(ask("/m", "labelSelector=a&labelSelector=" + std::string(21, 'a')).status == 414);
    CHECK(ask("/m", "other=" + std::string(100, 'a')).status == 200);
}

TEST_CASE_METHOD(fixture, "what could not be read is refused by the handler behind") {
    CHECK(gate.refuse(431, "too large").status == 431);
}

} // namespace request_gate_test
