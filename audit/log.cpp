#include "audit/log.hpp"

#include "audit/event_text.hpp"
#include "audit/line_queue.hpp"
#include "audit/log_file.hpp"

#include <thread>

namespace barograph::audit {

struct log::state {
    state(log_options wanted, log_observer told)
        : options(std::move(wanted)), observer(std::move(told)), file(options, observer),
          waiting(options.buffer, options.buffer_bytes) {
        if (options.when == log_options::mode::batch) {
            writer = std::thread([this] { write_all(); });
        }
    }

    state(const state&) = delete;
    state& operator=(const state&) = delete;

    ~state() {
        if (writer.joinable()) {
            waiting.close();
            writer.join();
        }
    }

    void write(const std::string& line) {
        file.log(spdlog::details::log_msg("audit", spdlog::level::info, line));
    }

    void write_all() {
        while (const auto line = waiting.pop()) {
            line->empty() ? file.flush() : write(*line);
        }
    }

    const log_options options;
    const log_observer observer;
    log_file file;
    line_queue waiting;
    std::thread writer; ///< in mode batch
};

log::log(std::unique_ptr<state> parts) : state_(std::move(parts)) {}

log::~log() = default;

std::expected<std::unique_ptr<log>, std::string> log::open(log_options options, log_observer observer) {
    try {
        return std::unique_ptr<log>(
            new log(std::make_unique<state>(std::move(options), std::move(observer))));
    } catch (const spdlog::spdlog_ex& e) {
        return std::unexpected(std::string(e.what()));
    }
}

void log::write(const event& told) {
    auto line = state_->options.how == log_options::format::json ? to_json(told) : to_legacy(told);
    if (!state_->writer.joinable()) {
        state_->write(line);
    } else if (const auto dropped = state_->waiting.push(std::move(line)); dropped > 0) {
        state_->observer.dropped(dropped);
    }
}

void log::reopen() {
    state_->file.reopen_soon();
    if (state_->writer.joinable()) {
        state_->waiting.interrupt();
    } else {
        state_->file.flush();
    }
}

} // namespace barograph::audit
