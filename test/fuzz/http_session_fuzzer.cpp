// Any bytes over one connection, twice, in pieces that end at 0xFF: the session ends when its client does;
// what it takes for requests depends neither on how the bytes were cut nor on whether a request was
// recognised as one that was answered before.
#include "server/head_pattern.hpp"
#include "server/request_target.hpp"
#include "server/session.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

namespace {

using namespace barograph;

constexpr char cut = '\xff';

// All of a request but the fields that trace it, which may differ when it comes again; and its Audit-ID.
struct seen_request {
    std::string what;
    std::string audit_id{};
    bool refused = false; ///< as no request

    bool operator==(const seen_request&) const = default;
};

std::string fields_but_traces(const server::http::fields& fields) {
    std::string text;
    for (const auto& field : fields) {
        const bool traces = std::ranges::any_of(server::head_pattern::traces, [&](std::string_view each) {
            return boost::beast::iequals(field.name_string(), {each.data(), each.size()});
        });
        if (!traces) {
            text.append(field.name_string()).append(": ").append(field.value()).append("\n");
        }
    }
    return text;
}

std::string line_of(std::string_view path, std::string_view query) {
    return std::string("GET ").append(path).append("?").append(query).append("\n");
}

// Writes down what it is asked. With `recalls` it does with requests of before what server::recollection
// does.
class recording_handler final : public server::request_handler {
public:
    explicit recording_handler(bool recalls) : recalls_(recalls) {}

    std::optional<known_answer> recall(std::string_view bytes, server::connection& /*from*/) override {
        for (const auto& [pattern, fields] : patterns_) {
            const auto head = pattern.match(bytes);
            if (!head) {
                continue;
            }
            if (!targets_.contains(head->target)) {
                return std::nullopt;
            }
            const auto target = server::split_target(head->target);
            asked.push_back({.what = line_of(target.path, target.query) + fields,
                             .audit_id = std::string(head->audit_id)});
            return known_answer{.answer = server::make_reply(200, server::text_type, "known"),
                                .size = head->size};
        }
        return std::nullopt;
    }

    net::awaitable<server::reply> handle(const server::request& question) override {
        const auto fields = fields_but_traces(question.fields);
        const auto audit_id = question.fields["Audit-ID"];
        auto what = line_of(question.path, question.query);
        what.replace(0, 3, question.method);
        asked.push_back({.what = what + fields, .audit_id = std::string(audit_id.data(), audit_id.size())});
        if (recalls_) {
            const auto pattern = server::head_pattern::of(question.from.head);
            if (const auto head = pattern ? pattern->match(question.from.head) : std::nullopt) {
                targets_.emplace(head->target);
                patterns_.emplace_back(*pattern, fields);
            }
        }
        co_return server::make_reply(200, server::text_type, "asked");
    }

    server::reply refuse(unsigned status, std::string_view reason) override {
        asked.push_back({.what = std::to_string(status) + " " + std::string(reason), .refused = true});
        return server::make_reply(status, server::text_type, std::string(reason));
    }

    std::vector<seen_request> asked;

private:
    bool recalls_;
    std::vector<std::pair<server::head_pattern, std::string>> patterns_;
    std::set<std::string, std::less<>> targets_;
};

// Runs whatever can be done without waiting, and takes what came back.
void go_on(net::asio::io_context& context, int client) {
    static std::array<char, std::size_t{64} << 10U> back;
    while (context.poll() > 0) {
        while (::recv(client, back.data(), back.size(), MSG_DONTWAIT) > 0) {
        }
    }
}

std::vector<seen_request> serve(const std::vector<std::string>& pieces, bool recalls) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) {
        std::abort();
    }
    net::asio::io_context context;
    recording_handler handler(recalls);
    // No clock decides what is compared, on a machine that halts for a while either.
    constexpr std::chrono::hours never{24};
    const server::limits limits{.header_timeout = never, .body_timeout = never, .idle_timeout = never};
    bool over = false;
    std::exception_ptr crash;
    {
        net::tcp_socket socket(context.get_executor(), net::asio::ip::tcp::v4(), ends[0]);
        server::session session(net::stream(std::move(socket)), nullptr, handler, limits);
        net::asio::co_spawn(context, session.run(), [&](const std::exception_ptr& error) {
            over = true;
            crash = error;
        });
        go_on(context, ends[1]);
        for (const auto& piece : pieces) {
            ::send(ends[1], piece.data(), piece.size(), MSG_NOSIGNAL);
            go_on(context, ends[1]);
        }
        ::shutdown(ends[1], SHUT_WR);
        go_on(context, ends[1]);
        if (!over || crash) {
            std::cerr << "the session did not end well\n";
            std::abort();
        }
    }
    ::close(ends[1]);
    return std::move(handler.asked);
}

void require_same(const std::vector<seen_request>& one, const std::vector<seen_request>& other,
                  const char* what) {
    if (one != other) {
        for (const auto* each : {&one, &other}) {
            for (const auto& asked : *each) {
                std::cerr << asked.what << "[" << asked.audit_id << "]\n";
            }
            std::cerr << "-- " << what << "\n";
        }
        std::abort();
    }
}

// A refusal is the last that is done, and what is no request may be seen to be none before all of it has
// come, or only when more has come than there is.
std::vector<seen_request> without_refusal(std::vector<seen_request> asked) {
    std::erase_if(asked, [](const seen_request& each) { return each.refused; });
    return asked;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::string> pieces(1);
    std::string whole;
    for (int time = 0; time < 2; ++time) {
        for (const auto byte : std::string_view(reinterpret_cast<const char*>(data), size)) {
            if (byte == cut) {
                pieces.emplace_back();
            } else {
                pieces.back() += byte;
                whole += byte;
            }
        }
        pieces.emplace_back();
    }
    const auto plain = serve(pieces, false);
    require_same(plain, serve(pieces, true), "with recollection");
    require_same(without_refusal(plain), without_refusal(serve({whole}, false)), "in one piece");
    return 0;
}
