#include "net/file_stamp.hpp"
#include "net/self_signed.hpp"
#include "net/tls_client.hpp"
#include "net/tls_server.hpp"
#include "test/support/catch.hpp"
#include "test/support/certificates.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/net/stream_pair.hpp"

#include <atomic>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace self_signed_test {

using namespace barograph;
using namespace std::chrono_literals;
using test::certificate;
using test::ContainsSubstring;

namespace {

mode_t mode_of(const std::string& file) {
    struct stat found{};
    REQUIRE(::stat(file.c_str(), &found) == 0);
    return found.st_mode & 07777U;
}

struct fixture {
    net::serving_pair made(const std::vector<std::string>& names = {}) const {
        const auto pair = net::self_signed_pair(directory, names);
        REQUIRE(pair.has_value());
        return *pair;
    }

    // Whether a client that trusts just this certificate takes the server for `name`.
    bool serves(const net::serving_pair& pair, const std::string& name) {
        auto settings = net::create_tls_server({.main = {pair.certificate_file, pair.key_file}});
        REQUIRE(settings.has_value());
        net::tls_client_options options;
        options.ca.file = pair.certificate_file;
        auto client = net::tls_client::create(options);
        REQUIRE(client.has_value());
        auto ends = test::connected(context);
        return !test::begin_tls(context, ends, client->current(), settings->context, name).client;
    }

    void put(const certificate& shown) const {
        folder.write("certificates/apiserver.crt", shown.pem());
        folder.write("certificates/apiserver.key", shown.key_pem());
    }

    net::asio::io_context context;
    test::temporary_folder folder;
    std::string directory = (folder.path() / "certificates").string();
};

} // namespace

TEST_CASE_METHOD(fixture, "a pair is made for localhost, the loopback addresses and the given names") {
    const auto pair = made({"barograph.monitoring.svc"});
    CHECK(pair.certificate_file == directory + "/apiserver.crt");
    CHECK(pair.key_file == directory + "/apiserver.key");
    CHECK(serves(pair, "localhost"));
    CHECK(serves(pair, "127.0.0.1"));
    CHECK(serves(pair, "::1"));
    CHECK(serves(pair, "barograph.monitoring.svc"));
    CHECK_FALSE(serves(pair, "elsewhere"));
    CHECK_FALSE(serves(pair, "10.0.0.1"));
}

TEST_CASE_METHOD(fixture, "only the owner reads the key, even where a readable file stood before") {
    SECTION("a new folder") {}
    SECTION("a folder with a readable key and no certificate") {
        const auto key = folder.write("certificates/apiserver.key", "old");
        REQUIRE(::chmod(key.c_str(), 0644) == 0);
    }
    const auto pair = made();
    CHECK(mode_of(pair.key_file) == 0600);
    CHECK((mode_of(pair.certificate_file) & 0400U) != 0);
    CHECK(std::distance(std::filesystem::directory_iterator(directory), {}) == 2);
}

TEST_CASE_METHOD(fixture, "a pair that is there is used again") {
    const auto pair = made();
    const auto certificate_before = net::file_stamp::of(pair.certificate_file);
    const auto key_before = net::file_stamp::of(pair.key_file);
    made();
    CHECK(net::file_stamp::of(pair.certificate_file) == certificate_before);
    CHECK(net::file_stamp::of(pair.key_file) == key_before);
}

TEST_CASE_METHOD(fixture, "of those that begin at once one makes the pair, and all have it") {
    std::atomic<int> makers = 0;
    {
        std::vector<std::jthread> beginners;
        for (int i = 0; i < 8; ++i) {
            beginners.emplace_back([this, &makers] {
                const auto pair = net::self_signed_pair(directory, {});
                makers += pair && pair->is_new ? 1 : 0;
            });
        }
    }
    CHECK(makers == 1);
    CHECK(serves(made(), "localhost"));
}

TEST_CASE_METHOD(fixture, "half a pair is made whole") {
    const auto pair = made();
    std::filesystem::remove(GENERATE_COPY(pair.certificate_file, pair.key_file));
    CHECK(serves(made(), "localhost"));
}

TEST_CASE_METHOD(fixture, "a pair that was made here is replaced when it has less than a month left") {
    const auto left = GENERATE(-1h, 1h, 24h * 29);
    put(certificate({.common_name = "barograph", .not_after = left}));
    CHECK(serves(made(), "localhost"));
}

TEST_CASE_METHOD(fixture, "what is told to be now counts, for what is due and for what is made") {
    const auto now = std::chrono::system_clock::now();
    const auto at = [&](std::chrono::system_clock::time_point moment) {
        const auto pair = net::self_signed_pair(directory, {}, moment);
        REQUIRE(pair.has_value());
        return pair->is_new;
    };
    CHECK(at(now));
    CHECK_FALSE(at(now));
    CHECK_FALSE(at(now + 24h * 334));
    CHECK(at(now + 24h * 336));
    CHECK_FALSE(at(now + 24h * (336 + 334)));
    CHECK(at(now));
    CHECK_FALSE(at(now - 59min));
    CHECK(at(now - 61min));
}

TEST_CASE_METHOD(fixture, "a pair with more than a month left, or from somebody else, is left alone") {
    const certificate ca({.common_name = "ca", .is_ca = true});
    SECTION("enough left") {
        put(certificate({.common_name = "barograph", .not_after = 24h * 31}));
    }
    SECTION("expired, of another name") {
        put(certificate({.common_name = "prometheus-adapter", .not_after = -1h}));
    }
    SECTION("expired, of a CA") {
        put(certificate({.common_name = "barograph", .issuer = &ca, .not_after = -1h}));
    }
    SECTION("no certificate at all") {
        folder.write("certificates/apiserver.crt", "garbage");
        folder.write("certificates/apiserver.key", "garbage");
    }
    const auto before = net::read_file(directory + "/apiserver.crt");
    made();
    CHECK(net::read_file(directory + "/apiserver.crt") == before);
}

TEST_CASE_METHOD(fixture, "a folder that cannot be made or written is named") {
    folder.write("file", "");
    const auto pair = net::self_signed_pair((folder.path() / "file" / "below").string(), {});
    REQUIRE_FALSE(pair.has_value());
    CHECK_THAT(pair.error(), ContainsSubstring("file/below: Not a directory"));

    std::filesystem::create_directories(directory + "/apiserver.key");
    const auto blocked = net::self_signed_pair(directory, {});
    REQUIRE_FALSE(blocked.has_value());
    CHECK_THAT(blocked.error(), ContainsSubstring("apiserver.key: Is a directory"));
}

} // namespace self_signed_test
