#pragma once
#include "net/http_client.hpp"
#include "prometheus/error.hpp"
#include "prometheus/json_reader.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::prometheus {

/// The envelope that every answer of the Prometheus HTTP API comes in: status, error, warnings, and data,
/// which each kind of answer reads for itself. An answer with two of them is malformed: which one counts
/// would be a guess. Source: Prometheus HTTP API, "Format overview".
class answer_reader : public json_visitor {
public:
    answer_reader() = default;
    answer_reader(const answer_reader&) = delete;
    answer_reader& operator=(const answer_reader&) = delete;

    /// The next piece of the body.
    void write(std::string_view piece) { json_.write(piece); }

    /// There is no more. Whether it was a JSON document that can be such an answer.
    bool finish() { return json_.finish(); }

    bool value(const json_path& path, json_kind kind, std::string_view text) final;

    std::string status;
    std::string error_type;
    std::string error_text;
    std::vector<std::string> warnings;
    bool is_partial = false; ///< VictoriaMetrics' word for an answer that lacks data

protected:
    /// A value below `data` (or `data` itself). False: this is no such answer.
    virtual bool data(const json_path& path, json_kind kind, std::string_view text) = 0;

private:
    bool has_data_ = false;
    json_reader json_{*this};
};

/// Decodes the answer to one request while it comes, so that its body need not be kept.
template <typename Result>
class answer_decoder {
public:
    virtual ~answer_decoder() = default;

    /// The next piece of the body.
    virtual void write(std::string_view piece) = 0;
    /// There is no more than what `response` holds: status, header, and what of the body was not written yet.
    /// `where` names the backend in messages. Once only.
    virtual std::expected<Result, error> finish(const net::http_response& response,
                                                const std::string& where) = 0;
};

/// Reads the end of an HTTP answer through `reader`, which got all of the body but what `response` holds;
/// nothing when it is a whole and successful one, else what is wrong. `where` names the backend in messages.
std::optional<error> read_answer(const net::http_response& response, answer_reader& reader,
                                 const std::string& where);

/// The same for a request that got no answer at all.
error no_answer(const net::http_error& failure);

} // namespace barograph::prometheus
