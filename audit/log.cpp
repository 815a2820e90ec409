#include "audit/log.hpp"

#include "audit/event_text.hpp"
#include "audit/log_file.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>

namespace barograph::audit {

// The order of the members is the order of dependence: the pool ends, with all that waits, before what it
// writes to.
struct log::state {
    state(log_options wanted, log_observer told)
        : options(std::move(wanted)), observer(std::move(told)),
          file(std::make_shared<log_file>(options, observer)) {
        const std::string name = "audit";
        if (options.when == log_options::mode::batch) {
            pool = std::make_shared<spdlog::details::thread_pool>(options.buffer, 1);
            logger = std::make_shared<spdlog::async_logger>(name, file, pool,
                                                            spdlog::async_overflow_policy::overrun_oldest);
        } else {
            logger = std::make_shared<spdlog::logger>(name, file);
        }
    }

    state(const state&) = delete;
    state& operator=(const state&) = delete;

    ~state() { pool.reset(); }

    void count_dropped() {
        if (!pool) {
            return;
        }
        const auto all = pool->overrun_counter();
        if (all > dropped) {
            observer.dropped(all - dropped);
            dropped = all;
        }
    }

    log_options options;
    log_observer observer;
    std::shared_ptr<log_file> file;
    std::shared_ptr<spdlog::details::thread_pool> pool; ///< in mode batch
    std::shared_ptr<spdlog::logger> logger;
    std::size_t dropped = 0;
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
    const auto line = state_->options.how == log_options::format::json ? to_json(told) : to_legacy(told);
    state_->logger->log(spdlog::level::info, line);
    state_->count_dropped();
}

} // namespace barograph::audit
