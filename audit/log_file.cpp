#include "audit/log_file.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <limits>
#include <unistd.h>

namespace barograph::audit {

namespace {

constexpr std::size_t megabyte = 1U << 20U;
constexpr std::chrono::seconds between_tries{1};
constexpr mode_t owner_only = 0600;

std::size_t backups(const log_options& options) {
    return options.max_backup == 0 ? most_backups : std::min(options.max_backup, most_backups);
}

// The log names users, so that it is its owner's alone. A line that a crash or a full disk left unfinished is
// ended, or the next event would be lost in it.
void prepare(const std::string& path) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
    const int file = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, owner_only);
    if (file < 0) {
        spdlog::throw_spdlog_ex("cannot open " + path, errno);
    }
    char last = '\n';
    const auto size = ::lseek(file, 0, SEEK_END);
    if (size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n') {
        [[maybe_unused]] const auto written = ::write(file, "\n", 1);
    }
    ::close(file);
}

} // namespace

log_file::log_file(const log_options& options, const log_observer& observer)
    : options_(options), observer_(observer) {
    open();
}

void log_file::open() {
    if (options_.path == "-") {
        file_ = std::make_shared<spdlog::sinks::stdout_sink_st>();
    } else {
        // spdlog waits between several tries to open, which nobody here has time for.
        prepare(options_.path);
        spdlog::file_event_handlers events;
        events.before_open = prepare;
        events.after_open = [this](const std::string&, std::FILE*) { remove_old_backups(); };
        const auto most =
            options_.max_size == 0 ? std::numeric_limits<std::size_t>::max() : options_.max_size * megabyte;
        file_ = std::make_shared<spdlog::sinks::rotating_file_sink_st>(options_.path, most, backups(options_),
                                                                       false, events);
    }
    file_->set_pattern("%v");
}

void log_file::remove_old_backups() const {
    if (options_.max_age == 0) {
        return;
    }
    const auto oldest = std::filesystem::file_time_type::clock::now() - std::chrono::days(options_.max_age);
    for (std::size_t i = 1; i <= backups(options_); ++i) {
        const auto name = spdlog::sinks::rotating_file_sink_st::calc_filename(options_.path, i);
        std::error_code missing;
        const auto written = std::filesystem::last_write_time(name, missing);
        if (!missing && written < oldest) {
            std::filesystem::remove(name, missing);
        }
    }
}

void log_file::flush_() {
    if (!moved_.exchange(false) || options_.path == "-") {
        return;
    }
    try {
        open();
        observer_.reopened("");
    } catch (const std::exception& e) {
        observer_.reopened(e.what());
    }
}

void log_file::sink_it_(const spdlog::details::log_msg& message) {
    flush_();
    try {
        write(message);
        observer_.written();
    } catch (const std::exception& e) {
        file_.reset();
        observer_.failed(e.what());
    }
}

void log_file::write(const spdlog::details::log_msg& message) {
    if (!file_) {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_try_) {
            spdlog::throw_spdlog_ex(cause_);
        }
        try {
            open();
        } catch (const std::exception& e) {
            next_try_ = now + between_tries;
            cause_ = e.what();
            throw;
        }
    }
    file_->log(message);
    file_->flush();
    if (options_.path == "-" && std::ferror(stdout) != 0) {
        std::clearerr(stdout);
        spdlog::throw_spdlog_ex("cannot write to stdout");
    }
}

} // namespace barograph::audit
