#include "kube/ca_file.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"

#include <filesystem>

namespace ca_file_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;

namespace {

struct fixture {
    std::expected<std::unique_ptr<kube::ca_file>, std::string> open() {
        return kube::ca_file::open(path,
                                   {.info = [this](const std::string& text) { infos.push_back(text); },
                                    .warning = [this](const std::string& text) { warnings.push_back(text); }},
                                   [this] { return now; });
    }

    test::temporary_folder folder;
    certificate first{{.common_name = "first", .is_ca = true}};
    certificate second{{.common_name = "second", .is_ca = true}};
    std::string path = folder.write("ca.crt", first.pem());
    net::time_point now{};
    std::vector<std::string> infos;
    std::vector<std::string> warnings;
};

} // namespace

TEST_CASE_METHOD(fixture, "a CA file that is replaced counts within a second") {
    const auto file = open();
    REQUIRE(file.has_value());
    const auto before = (*file)->current_client_ca();
    CHECK(*before == first.pem());
    folder.write("ca.crt", first.pem() + second.pem());
    CHECK((*file)->current_client_ca() == before);
    now += 1s;
    CHECK(*(*file)->current_client_ca() == first.pem() + second.pem());
    CHECK(infos.size() == 1);
    CHECK(warnings.empty());
}

TEST_CASE_METHOD(fixture,
                 "a replacement that is unusable, or missing, is refused once and the old one stays") {
    const auto file = open();
    REQUIRE(file.has_value());
    const auto before = (*file)->current_client_ca();
    SECTION("no PEM") {
        folder.write("ca.crt", "half a certific");
    }
    SECTION("removed") {
        std::filesystem::remove(path);
    }
    for (int i = 0; i < 3; ++i) {
        now += 1s;
        CHECK((*file)->current_client_ca() == before);
    }
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], ContainsSubstring("ca.crt") && ContainsSubstring("stays in force"));
    CHECK(infos.empty());
    folder.write("ca.crt", first.pem());
    now += 1s;
    CHECK((*file)->current_client_ca() == before);
    CHECK(infos == std::vector{path + ": usable again"});
    folder.write("ca.crt", second.pem());
    now += 1s;
    CHECK(*(*file)->current_client_ca() == second.pem());
    CHECK(infos.size() == 2);
}

TEST_CASE_METHOD(fixture, "the same CAs written again are no change") {
    const auto file = open();
    REQUIRE(file.has_value());
    const auto before = (*file)->current_client_ca();
    folder.write("new.crt", first.pem());
    std::filesystem::rename(std::filesystem::path(path).parent_path() / "new.crt", path);
    now += 1s;
    CHECK((*file)->current_client_ca() == before);
    CHECK(infos.empty());
}

TEST_CASE_METHOD(fixture, "a CA file that is unusable from the start is an error with its path") {
    SECTION("missing") {
        std::filesystem::remove(path);
    }
    SECTION("no PEM") {
        folder.write("ca.crt", "x");
    }
    const auto file = open();
    REQUIRE_FALSE(file.has_value());
    CHECK_THAT(file.error(), ContainsSubstring(path));
}

TEST_CASE_METHOD(fixture, "a CA file is looked at once a second, however often it is asked for") {
    const auto file = open();
    REQUIRE(file.has_value());
    now += 1s;
    CHECK(*(*file)->current_client_ca() == first.pem());
    folder.write("ca.crt", first.pem() + second.pem());
    now += 1s - 1ns;
    CHECK(*(*file)->current_client_ca() == first.pem());
    now += 1ns;
    CHECK(*(*file)->current_client_ca() == first.pem() + second.pem());
}

TEST_CASE_METHOD(fixture, "a CA file needs nobody to log to") {
    const auto file = kube::ca_file::open(path, {}, [this] { return now; });
    REQUIRE(file.has_value());
    folder.write("ca.crt", "half a certific");
    now += 1s;
    CHECK(*(*file)->current_client_ca() == first.pem());
    folder.write("ca.crt", second.pem());
    now += 1s;
    CHECK(*(*file)->current_client_ca() == second.pem());
}

} // namespace ca_file_test
