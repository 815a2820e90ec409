#include "server/version_document.hpp"
#include "test/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <regex>
#include <string>

namespace version_document_test {

using barograph::server::version_object;

TEST_CASE("the version is taken apart for those who look for its parts") {
    const auto object = version_object("1.22.3");
    CHECK(object.at("major") == "1");
    CHECK(object.at("minor") == "22");
    CHECK(object.at("gitVersion") == "v1.22.3");
}

TEST_CASE("the platform is named as Go names it") {
    const auto platform = version_object("1.22.3").at("platform").get<std::string>();
    CHECK(std::regex_match(platform, std::regex("linux/(amd64|arm64|386|arm|ppc64le|riscv64|s390x)")));
}

TEST_CASE("commit and date are those of the sources, or empty") {
    const auto object = version_object("1.22.3");
    CHECK(std::regex_match(object.at("gitCommit").get<std::string>(), std::regex("([0-9a-f]{40})?")));
    CHECK(std::regex_match(object.at("gitTreeState").get<std::string>(), std::regex("(clean|dirty)?")));
    CHECK(std::regex_match(object.at("buildDate").get<std::string>(),
                           std::regex("([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")));
}

} // namespace version_document_test
