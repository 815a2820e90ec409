#pragma once
#include "net/http_client.hpp"
#include "prometheus/error.hpp"
#include "prometheus/json_reader.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace barograph::prometheus {

/// The envelope that every answer of the Prometheus HTTP API comes in: status, error, warnings, and data,
/// which each kind of answer reads for itself. An answer with two of them is malformed: which one counts
/// would be a guess. Source: Prometheus HTTP API, "Format overview".
class answer_reader : public json_visitor {
public:
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
};

/// Reads an HTTP answer through `reader`; nothing when it is a whole and successful one, else what is wrong.
/// `where` names the backend in messages.
std::optional<error> read_answer(const net::http_response& response, answer_reader& reader,
                                 const std::string& where);

/// The same for a request that got no answer at all.
error no_answer(const net::http_error& failure);

} // namespace barograph::prometheus
