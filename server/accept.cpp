#include "server/accept.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace barograph::server {

namespace {

// Far beyond any client; sorting as below takes quadratic time, and so does finding parameters named twice.
constexpr std::size_t most_clauses = 64;
constexpr std::size_t most_parameters = 64;

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == text.npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// What stands before the separator, which is taken from `rest` with it.
std::string_view take_until(std::string_view& rest, char separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    const auto taken = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return taken;
}

double quality_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : 0;
}

void set_parameter(accept_clause& clause, std::string_view name, std::string_view value) {
    const auto same = std::ranges::find(clause.parameters, name,
                                        [](const auto& each) -> std::string_view { return each.first; });
    if (same != clause.parameters.end()) {
        same->second = value;
    } else {
        clause.parameters.emplace_back(name, value);
    }
}

// False: there are too many.
bool read_parameters(accept_clause& clause, std::string_view rest) {
    while (!rest.empty()) {
        if (clause.parameters.size() > most_parameters) {
            return false;
        }
        auto value = take_until(rest, ';');
        const auto name = trimmed(take_until(value, '='));
        if (value.empty() || value.find('=') != value.npos) {
            continue;
        }
        if (name == "q") {
            clause.quality = quality_of(value);
        } else {
            set_parameter(clause, name, trimmed(value));
        }
    }
    return true;
}

std::optional<accept_clause> read_clause(std::string_view text) {
    auto range = take_until(text, ';');
    accept_clause clause;
    clause.type = trimmed(take_until(range, '/'));
    if (range.empty()) {
        if (clause.type != "*") {
            return std::nullopt;
        }
        clause.subtype = "*";
    } else if (range.find('/') != range.npos) {
        return std::nullopt;
    } else {
        clause.subtype = trimmed(range);
    }
    return read_parameters(clause, text) ? std::optional(std::move(clause)) : std::nullopt;
}

// Go's comparison, which is no order: a named type goes before a wildcard of any quality, too.
bool goes_before(const accept_clause& one, const accept_clause& other) {
    return one.quality > other.quality || (one.type != "*" && other.type == "*") ||
           (one.subtype != "*" && other.subtype == "*");
}

// As the comparison is no order, the result depends on the algorithm: this is the one that Go uses for so
// few.
void sort_as_go(std::vector<accept_clause>& clauses) {
    for (std::size_t i = 1; i < clauses.size(); ++i) {
        for (auto j = i; j > 0 && goes_before(clauses[j], clauses[j - 1]); --j) {
            std::swap(clauses[j], clauses[j - 1]);
        }
    }
}

} // namespace

const std::string* accept_clause::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters) {
        if (key == name) {
            return &value;
        }
    }
    return nullptr;
}

std::vector<accept_clause> parse_accept(std::string_view header) {
    std::vector<accept_clause> clauses;
    while (!header.empty() && clauses.size() < most_clauses) {
        if (auto clause = read_clause(trimmed(take_until(header, ',')))) {
            clauses.push_back(std::move(*clause));
        }
    }
    sort_as_go(clauses);
    return clauses;
}

} // namespace barograph::server
