#include "test/support/child_process.hpp"

#include "test/support/temporary_folder.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace barograph::test {

namespace {

constexpr std::chrono::milliseconds between_looks{10};
constexpr int signal_status = 128; // as a shell counts
constexpr int owner_only = 0600;

// In the child, between fork and exec: only what is safe there. Comes back only when it failed.
void become(char* const* arguments, int output, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        return;
    }
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execvp(arguments[0], arguments);
}

// A pipe that is closed by a successful exec, and else brings the reason.
struct exec_report {
    exec_report() {
        if (::pipe2(ends, O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe could be made");
        }
    }

    exec_report(const exec_report&) = delete;
    exec_report& operator=(const exec_report&) = delete;

    ~exec_report() {
        ::close(ends[0]);
        close_writing();
    }

    void close_writing() {
        if (ends[1] >= 0) {
            ::close(std::exchange(ends[1], -1));
        }
    }

    [[nodiscard]] int read() const {
        int error = 0;
        return ::read(ends[0], &error, sizeof error) == sizeof error ? error : 0;
    }

    int ends[2] = {-1, -1};
};

} // namespace

void eventually(const std::string& what, const std::function<bool()>& holds,
                std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("did not happen in time: " + what);
        }
        std::this_thread::sleep_for(between_looks);
    }
}

child_process::child_process(const std::vector<std::string>& command, std::filesystem::path output_file)
    : output_file_(std::move(output_file)) {
    std::vector<std::string> copies(command);
    std::vector<char*> arguments;
    for (auto& copy : copies) {
        arguments.push_back(copy.data());
    }
    arguments.push_back(nullptr);
    const int output = ::open(output_file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, owner_only);
    if (output < 0) {
        throw std::runtime_error(output_file_.string() + ": could not be opened");
    }
    exec_report report;
    const auto parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
        become(arguments.data(), output, parent);
        const int error = errno;
        [[maybe_unused]] const auto told = ::write(report.ends[1], &error, sizeof error);
        ::_exit(signal_status - 1);
    }
    ::close(output);
    report.close_writing();
    const int error = pid_ < 0 ? errno : report.read();
    if (error != 0) {
        if (pid_ > 0) {
            ::waitpid(pid_, nullptr, 0);
        }
        const auto* hint =
            error == ENOENT ? "; tools/install-dependencies build test installs what tests need" : "";
        throw std::runtime_error("the program " + command.front() +
                                 " cannot be run: " + std::strerror(error) + hint);
    }
}

child_process::~child_process() {
    if (is_running()) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

void child_process::signal(int number) const {
    if (!status_) {
        ::kill(pid_, number);
    }
}

void child_process::freeze() const {
    signal(SIGSTOP);
    // A signal is delivered in its own time, thread by thread; this is told when the last one has stopped.
    int raw = 0;
    if (::waitpid(pid_, &raw, WUNTRACED) != pid_ || !WIFSTOPPED(raw)) {
        throw std::runtime_error("a program that was to be frozen has ended");
    }
}

void child_process::thaw() const {
    signal(SIGCONT);
}

bool child_process::is_running() {
    int raw = 0;
    if (!status_ && ::waitpid(pid_, &raw, WNOHANG) == pid_) {
        status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : signal_status + WTERMSIG(raw);
    }
    return !status_;
}

int child_process::wait(std::chrono::milliseconds limit) {
    eventually("the end of a program that wrote:\n" + output(), [&] { return !is_running(); }, limit);
    return *status_;
}

std::string child_process::output() const {
    std::ifstream file(output_file_);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string child_process::output_after(std::string_view text, std::chrono::milliseconds limit) {
    std::string written;
    const auto whole_word = [&]() -> std::optional<std::string> {
        const auto found = written.find(text);
        if (found == std::string::npos) {
            return std::nullopt;
        }
        const auto begin = found + text.size();
        const auto end = written.find_first_of(" \t\r\n", begin);
        return end == std::string::npos ? std::nullopt : std::optional(written.substr(begin, end - begin));
    };
    try {
        eventually(
            "\"" + std::string(text) + "\"",
            [&] {
                const bool running = is_running();
                written = output();
                if (!running && !whole_word()) {
                    throw std::runtime_error("ended with status " + std::to_string(*status_));
                }
                return whole_word().has_value();
            },
            limit);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string(error.what()) + "; the program wrote:\n" + written);
    }
    return *whole_word();
}

finished_program run_program(const std::vector<std::string>& command) {
    const temporary_folder folder;
    child_process program(command, folder.path() / "output");
    const int status = program.wait();
    return {.status = status, .output = program.output()};
}

} // namespace barograph::test
