#include "bench/load/response_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace barograph::bench {

namespace {

constexpr std::size_t status_at = std::string_view("HTTP/1.1 ").size();
constexpr std::size_t status_digits = 3;

bool equal_without_case(std::string_view one, std::string_view other) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(one, other, {}, lower, lower);
}

bool is_number(std::string_view text, std::uint64_t& number, int base) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return result.ec == std::errc() && result.ptr != text.data();
}

// The value of a header line if it has this name.
bool is_field(std::string_view line, std::string_view name, std::string_view& value) {
    if (line.size() <= name.size() || line[name.size()] != ':' ||
        !equal_without_case(line.substr(0, name.size()), name)) {
        return false;
    }
    value = line.substr(name.size() + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return true;
}

} // namespace

void response_reader::begin() {
    part_ = part::head;
    pending_.clear();
    status_ = 0;
    keeps_open_ = true;
    body_bytes_ = 0;
    left_ = 0;
}

response_reader::progress response_reader::feed(std::string_view bytes) {
    if (part_ != part::head) {
        return feed_body(bytes);
    }
    std::string joined;
    if (!pending_.empty()) {
        joined = std::exchange(pending_, {});
        joined.append(bytes);
        bytes = joined;
    }
    const auto end = bytes.find("\r\n\r\n");
    if (end == bytes.npos) {
        pending_ = bytes;
        return progress::more;
    }
    return read_head(bytes.substr(0, end)) ? feed_body(bytes.substr(end + 4)) : progress::broken;
}

bool response_reader::read_head(std::string_view head) {
    std::uint64_t status = 0;
    if (head.size() < status_at + status_digits || !head.starts_with("HTTP/1.1 ") ||
        !is_number(head.substr(status_at, status_digits), status, 10)) {
        return false;
    }
    status_ = static_cast<int>(status);
    bool has_length = false;
    for (auto at = head.find("\r\n"); at != head.npos;) {
        const auto next = head.find("\r\n", at + 2);
        const auto line = head.substr(at + 2, next == head.npos ? next : next - at - 2);
        std::string_view value;
        if (is_field(line, "content-length", value)) {
            has_length = is_number(value, left_, 10);
        } else if (is_field(line, "transfer-encoding", value)) {
            part_ = part::chunk_size;
        } else if (is_field(line, "connection", value)) {
            keeps_open_ = !equal_without_case(value, "close");
        }
        at = next;
    }
    if (part_ == part::head) {
        part_ = part::body;
        return has_length;
    }
    return true;
}

response_reader::progress response_reader::feed_body(std::string_view bytes) {
    if (part_ != part::body) {
        return feed_chunks(bytes);
    }
    if (bytes.size() > left_) {
        return progress::broken;
    }
    left_ -= bytes.size();
    body_bytes_ += bytes.size();
    return left_ == 0 ? progress::done : progress::more;
}

// The line's text is then in pending_.
bool response_reader::take_line(std::string_view& bytes) {
    const auto end = bytes.find('\n');
    pending_.append(bytes.substr(0, end));
    bytes.remove_prefix(end == bytes.npos ? bytes.size() : end + 1);
    return end != bytes.npos;
}

response_reader::progress response_reader::feed_chunks(std::string_view bytes) {
    while (!bytes.empty()) {
        if (part_ == part::chunk) {
            const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
            bytes.remove_prefix(taken);
            left_ -= taken;
            body_bytes_ += taken;
            if (left_ == 0) {
                part_ = part::chunk_end;
            }
            continue;
        }
        if (!take_line(bytes)) {
            return progress::more;
        }
        const std::string line = std::exchange(pending_, {});
        if (part_ == part::chunk_size) {
            if (!is_number(line, left_, 16)) {
                return progress::broken;
            }
            part_ = left_ == 0 ? part::trailer : part::chunk;
        } else if (part_ == part::chunk_end) {
            part_ = part::chunk_size;
        } else if (line.empty() || line == "\r") {
            return bytes.empty() ? progress::done : progress::broken;
        }
    }
    return progress::more;
}

} // namespace barograph::bench
