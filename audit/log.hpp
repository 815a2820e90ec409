#pragma once
#include "audit/event.hpp"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace barograph::audit {

/// Where events go, by Kubernetes' names and defaults (--audit-log-*).
struct log_options {
    enum class format { json = 1, legacy };
    enum class mode {
        blocking = 1, ///< an event is in the file before its request goes on
        batch,        ///< a thread of its own writes; when it falls behind, the oldest events are dropped
    };

    std::string path;             ///< `-`: stdout
    std::size_t max_size = 100;   ///< in MB, after which the file is rotated; 0: never
    std::size_t max_backup = 100; ///< rotated files kept, at most most_backups; 0: that many
    std::size_t max_age = 366;    ///< in days, for which rotated files are kept; 0: for ever
    format how = format::json;
    mode when = mode::blocking;
    std::size_t buffer = 10'000;                       ///< events that wait to be written, in mode batch
    std::size_t buffer_bytes = std::size_t{16} << 20U; ///< and their text
};

/// Renaming more files at each rotation would take too long.
inline constexpr std::size_t most_backups = 1000;

/// What happens to events, for whoever counts it. None may throw.
struct log_observer {
    std::function<void()> written;                        ///< from the thread that writes to the file
    std::function<void(const std::string& cause)> failed; ///< likewise
    std::function<void(std::size_t count)> dropped;       ///< from within log::write
    /// The file was opened anew, as log::reopen() wants it; or why not, and then the one before is written
    /// on. From the thread that writes.
    std::function<void(const std::string& cause)> reopened;
};

/// A file of events, one a line. A failure to write costs the event, never the request; the file is tried
/// again with the next event, at most once a second if it cannot be opened. Thread-safe. At the end of its
/// life what waits is written.
class log {
public:
    /// Error: the file cannot be opened for writing.
    static std::expected<std::unique_ptr<log>, std::string> open(log_options options, log_observer observer);

    log(const log&) = delete;
    log& operator=(const log&) = delete;
    ~log();

    void write(const event& told);

    /// Opens the file by its name anew, because somebody has moved the old one away. No event from now on
    /// goes to the old one. In mode batch it is done by the thread that writes, soon.
    void reopen();

private:
    struct state;

    explicit log(std::unique_ptr<state> parts);

    std::unique_ptr<state> state_;
};

} // namespace barograph::audit
