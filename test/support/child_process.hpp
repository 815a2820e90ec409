#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

/// Programs that a test runs beside itself.
namespace barograph::test {

/// How long something outside this process may take; generous, because it is only ever used up by a failure.
constexpr std::chrono::seconds patience{30};

/// Looks again and again until the predicate holds. Throws std::runtime_error, saying what was awaited, when
/// it still does not after `limit`.
void eventually(const std::string& what, const std::function<bool()>& holds,
                std::chrono::milliseconds limit = patience);

/// One program, owned by its process id: it is killed and reaped at the end of this object's life, and dies
/// with the test should that be killed. Its output is kept in a file.
class child_process {
public:
    /// Starts `command`; a name without a slash is looked up in PATH. Throws std::runtime_error when there is
    /// no such program; for one that a package brings, the message says how to install it.
    child_process(const std::vector<std::string>& command, std::filesystem::path output_file);
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;
    ~child_process();

    void signal(int number) const;
    /// Stops it where it stands, until thaw(); comes back when it has stopped.
    void freeze() const;
    void thaw() const;
    /// Awaits the end; gives the exit status, or 128 and the signal's number. Throws when it does not come.
    int wait(std::chrono::milliseconds limit = patience);
    [[nodiscard]] bool is_running();

    [[nodiscard]] pid_t pid() const { return pid_; }

    /// Everything written so far to stdout and stderr, in the order of writing.
    [[nodiscard]] std::string output() const;
    /// Awaits that the output holds `text`, and gives what follows it up to white space. Throws, with the
    /// output, when the program ends before or time is up.
    std::string output_after(std::string_view text, std::chrono::milliseconds limit = patience);

private:
    std::filesystem::path output_file_;
    pid_t pid_ = -1;
    std::optional<int> status_;
};

/// What a program does that is expected to end by itself.
struct finished_program {
    int status = 0;
    std::string output;
};

/// Runs a program to its end.
finished_program run_program(const std::vector<std::string>& command);

} // namespace barograph::test
