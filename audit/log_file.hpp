#pragma once
#include "audit/log.hpp"

#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <chrono>
#include <mutex>

namespace barograph::audit {

/// spdlog's sinks, made to survive a full disk and a file that is gone for a while: what fails is told to the
/// observer, and the file is opened anew. Each line is flushed, so that flush() only does what
/// reopen_soon() has left to do.
class log_file final : public spdlog::sinks::base_sink<std::mutex> {
public:
    /// Throws spdlog::spdlog_ex if the file cannot be opened. `observer` must outlive this.
    log_file(const log_options& options, const log_observer& observer);

    /// With the next line or flush(), whichever comes first, the file is opened by its name anew. Comes back
    /// at once, even while a write hangs.
    void reopen_soon() { moved_ = true; }

protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override;

private:
    void open();
    void write(const spdlog::details::log_msg& message);
    void remove_old_backups() const;

    const log_options options_;
    std::atomic<bool> moved_ = false; ///< the file that is open may have another name by now
    const log_observer& observer_;
    spdlog::sink_ptr file_; ///< null after a failure
    std::chrono::steady_clock::time_point next_try_;
    std::string cause_; ///< of the last failure to open
};

} // namespace barograph::audit
