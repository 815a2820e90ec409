#include "cli/doctor/api_check.hpp"
#include "test/unit/cli/doctor/examined_cluster.hpp"

namespace doctor_api_check_test {

using namespace barograph;
using test::ContainsSubstring;

namespace {

constexpr const char* who_am_i = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

} // namespace

TEST_CASE_METHOD(test::examined_cluster, "an API that answers tells whom it takes the doctor for") {
    session.user.clear();
    answer(who_am_i, {{"kind", "SelfSubjectReview"}, {"status", {{"userInfo", {{"username", "jane"}}}}}});
    CHECK(
        test::lines_of(make(cli::check_api)) ==
        std::vector<std::string>{"ok kubernetes-api: " + server.url() + " answers, and takes this for jane"});
    CHECK(session.user == "jane");
}

TEST_CASE_METHOD(test::examined_cluster, "an API that is too old to tell is good all the same") {
    session.user.clear();
    refuse(who_am_i, 404);
    const auto found = make(cli::check_api);
    CHECK(found.front().level == cli::finding_level::ok);
    CHECK(session.user.empty());
    CHECK(session.api != nullptr);
}

TEST_CASE_METHOD(test::examined_cluster,
                 "an API that is not there, or knows nobody, leaves the rest no way to it") {
    SECTION("not there") {
        server.stop_listening();
    }
    SECTION("401") {
        refuse(who_am_i, 401);
    }
    const auto found = make(cli::check_api);
    REQUIRE(found.size() == 1);
    CHECK(found.front().level == cli::finding_level::wrong);
    CHECK_FALSE(found.front().repair.empty());
    CHECK(session.api == nullptr);
    CHECK_FALSE(session.connection.has_value());
}

TEST_CASE_METHOD(test::examined_cluster, "an API that is only slow is told, and still asked by the others") {
    options.timeout = std::chrono::milliseconds(50);
    server.when(who_am_i, test::scripted_answer::never());
    const auto found = make(cli::check_api);
    CHECK(found.front().level == cli::finding_level::wrong);
    CHECK_THAT(found.front().message, ContainsSubstring("POST /apis/authentication"));
    CHECK(session.api != nullptr);
}

} // namespace doctor_api_check_test
