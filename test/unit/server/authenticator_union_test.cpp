#include "server/authenticator_union.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"

namespace authenticator_union_test {

using namespace barograph;
using kind = server::authentication_error::kind;
using outcome = std::expected<std::optional<kube::user_info>, server::authentication_error>;

namespace {

class scripted_method final : public server::authentication_method {
public:
    scripted_method(std::string_view name, outcome says, int& asked)
        : name_(name), says_(std::move(says)), asked_(asked) {}

    [[nodiscard]] std::string_view name() const override { return name_; }

    net::awaitable<outcome> authenticate(const server::request&) override {
        ++asked_;
        co_return says_;
    }

private:
    std::string_view name_;
    outcome says_;
    int& asked_;
};

const outcome silent = std::nullopt;
const outcome eve = kube::user_info{.name = "eve", .uid = {}, .groups = {}, .extra = {}};
const outcome adam = kube::user_info{.name = "adam", .uid = {}, .groups = {}, .extra = {}};
const outcome wrong = std::unexpected(server::authentication_error{kind::unauthorized, "wrong"});
const outcome also_wrong = std::unexpected(server::authentication_error{kind::unauthorized, "too"});
const outcome unavailable = std::unexpected(server::authentication_error{kind::unavailable, "gone"});

struct fixture {
    std::expected<kube::user_info, server::authentication_error> ask(const outcome& first,
                                                                     const outcome& second) {
        std::vector<std::unique_ptr<server::authentication_method>> methods;
        methods.push_back(std::make_unique<scripted_method>("first", first, asked));
        methods.push_back(std::make_unique<scripted_method>("second", second, asked));
        server::authenticator_union who(std::move(methods), instruments);
        const server::request question{
            .method = "GET", .path = "/", .query = "", .fields = fields, .from = from};
        return test::run_coroutine(context, who.authenticate(question));
    }

    net::asio::io_context context;
    telemetry::instruments instruments{"1"};
    server::http::fields fields;
    server::connection from;
    int asked = 0;
};

} // namespace

TEST_CASE_METHOD(fixture, "the first method that names a user counts, and those after it are not tried") {
    CHECK(ask(eve, adam)->name == "eve");
    CHECK(asked == 1);
    CHECK(ask(silent, adam)->name == "adam");
    CHECK(ask(wrong, adam)->name == "adam");
    CHECK(ask(unavailable, adam)->name == "adam");
}

TEST_CASE_METHOD(fixture, "whoever is known is in the group of those who are") {
    CHECK(ask(eve, silent)->groups == std::vector<std::string>{"system:authenticated"});
}

TEST_CASE_METHOD(fixture, "without credentials of any kind it is anonymous") {
    CHECK(ask(silent, silent).value() == kube::anonymous_user());
}

TEST_CASE_METHOD(fixture, "wrong credentials are an error that says all that is wrong") {
    const auto one = ask(wrong, silent);
    REQUIRE_FALSE(one.has_value());
    CHECK(one.error().what == kind::unauthorized);
    CHECK(one.error().message == "wrong");
    CHECK(ask(wrong, also_wrong).error().message == "wrong; too");
}

TEST_CASE_METHOD(fixture, "what can't be judged is unavailable, whatever else is wrong") {
    CHECK(ask(wrong, unavailable).error().what == kind::unavailable);
    CHECK(ask(unavailable, wrong).error().what == kind::unavailable);
    CHECK(ask(unavailable, silent).error().what == kind::unavailable);
}

} // namespace authenticator_union_test
