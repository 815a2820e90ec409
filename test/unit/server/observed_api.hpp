#pragma once
#include "server/request_observer.hpp"
#include "test/support/temporary_folder.hpp"
#include "test/unit/server/api_fixture.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <memory>

namespace barograph::test {

/// The API behind an observer whose clocks the test sets, and the audit events it writes.
struct observed_api : api_fixture {
    observed_api() {
        from.peer = {net::asio::ip::make_address("127.0.0.1"), 4567};
        auto opened = audit::log::open(
            {.path = (folder.path() / "audit").string()},
            {.written = [] {}, .failed = [](const std::string&) {}, .dropped = [](std::size_t) {}});
        REQUIRE(opened.has_value());
        log = std::move(*opened);
        auditor = std::make_unique<server::auditor>(audit::everything(), *log);
    }

    /// An observer as `how` says, with this fixture's clocks, before `behind`.
    server::request_observer observer(server::request_handler& behind, server::observation how) {
        how.monotonic = [this] { return net::time_point{} + elapsed; };
        how.wall = [this] {
            return std::chrono::system_clock::time_point{std::chrono::seconds{1700000000}} +
                   std::chrono::duration_cast<std::chrono::system_clock::duration>(elapsed);
        };
        return {behind, instruments.requests(), std::move(how)};
    }

    server::reply ask_through(server::request_observer& observer, std::string_view method,
                              std::string_view target) {
        const auto mark = target.find('?');
        const server::request question{.method = method,
                                       .path = target.substr(0, mark),
                                       .query = mark == target.npos ? "" : target.substr(mark + 1),
                                       .fields = fields,
                                       .from = from};
        return run_coroutine(context, observer.handle(question));
    }

    /// The events written since the last call.
    std::vector<nlohmann::json> events() {
        std::ifstream file(folder.path() / "audit");
        std::vector<nlohmann::json> all;
        for (std::string line; std::getline(file, line);) {
            all.push_back(nlohmann::json::parse(line));
        }
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(seen));
        seen += all.size();
        return all;
    }

    temporary_folder folder;
    std::unique_ptr<audit::log> log;
    std::unique_ptr<server::auditor> auditor;
    std::chrono::nanoseconds elapsed{0};
    std::size_t seen = 0;
};

/// The header of that name in a reply; empty: none.
inline std::string header_of(const server::reply& answer, std::string_view name) {
    const auto found = std::ranges::find(answer.headers, name, &std::pair<std::string, std::string>::first);
    return found == answer.headers.end() ? "" : found->second;
}

} // namespace barograph::test
