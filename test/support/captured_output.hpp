#pragma once
#include <cstdio>
#include <string>

namespace barograph::test {

/// Catches what the process writes to a standard stream (a file descriptor: 1 or 2) until the end of its
/// life, by whatever way it is written.
class captured_output {
public:
    explicit captured_output(int descriptor);
    captured_output(const captured_output&) = delete;
    captured_output& operator=(const captured_output&) = delete;
    ~captured_output();

    /// What was written so far.
    [[nodiscard]] std::string text() const;

private:
    int descriptor_;
    int original_;
    std::FILE* file_;
};

} // namespace barograph::test
