#include "server/request_observer.hpp"
#include "server/request_record.hpp"
#include "telemetry/instruments.hpp"
#include "telemetry/log.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t allocations = 0;

} // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}

// Or AddressSanitizer's own would be freed by ours.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size);
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace request_observer_cost_test {

using namespace barograph;

namespace {

// Does what the API does for those who keep account, and nothing else.
class empty_handler final : public server::request_handler {
public:
    net::awaitable<server::reply> handle(const server::request& question) override {
        if (question.record != nullptr) {
            question.record->asks(info_);
            question.record->comes_from(user_);
            question.record->was_judged(true, "a reason that is too long for a small string");
        }
        co_return answer_;
    }

    server::reply refuse(unsigned, std::string_view) override { return answer_; }

private:
    server::reply answer_ = server::make_reply(200, server::json_type, "{}");
    kube::user_info user_{.name = "system:serviceaccount:kube-system:horizontal-pod-autoscaler",
                          .uid = {},
                          .groups = {"system:serviceaccounts", "system:authenticated"},
                          .extra = {}};
    server::request_info info_ = server::read_request_info("GET", "/apis", "").value();
};

std::size_t cost(server::request_handler& handler) {
    net::asio::io_context context;
    server::http::fields fields;
    server::connection from;
    const server::request question{
        .method = "GET", .path = "/apis", .query = "", .fields = fields, .from = from};
    std::size_t last = 0;
    // The first ones make what is kept.
    for (int i = 0; i < 5; ++i) {
        const auto before = allocations;
        test::run_coroutine(context, handler.handle(question));
        last = allocations - before;
    }
    return last;
}

} // namespace

TEST_CASE("keeping account of a request allocates nothing by default") {
    empty_handler handler;
    telemetry::instruments instruments("1");
    server::request_observer observer(handler, instruments.requests(), {});
    const auto plain = cost(handler);
    CHECK(plain > 0);
    CHECK(cost(observer) == plain);
    server::request_observer talking(handler, instruments.requests(), {.access_log = true});
    telemetry::disable_log();
    CHECK(cost(talking) > plain);
    telemetry::configure_log(0);
}

} // namespace request_observer_cost_test
