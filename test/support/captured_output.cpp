#include "test/support/captured_output.hpp"

#include <array>
#include <iostream>
#include <stdexcept>
#include <unistd.h>

namespace barograph::test {

namespace {

void flush_all() {
    std::cout.flush();
    std::cerr.flush();
    std::fflush(nullptr);
}

} // namespace

captured_output::captured_output(int descriptor)
    : descriptor_(descriptor), original_(::dup(descriptor)), file_(std::tmpfile()) {
    flush_all();
    if (original_ < 0 || file_ == nullptr || ::dup2(::fileno(file_), descriptor_) < 0) {
        throw std::runtime_error("a standard stream could not be captured");
    }
}

captured_output::~captured_output() {
    flush_all();
    ::dup2(original_, descriptor_);
    ::close(original_);
    std::fclose(file_);
}

std::string captured_output::text() const {
    flush_all();
    std::string result;
    std::array<char, 4096> chunk{};
    // pread leaves the offset alone, at which the stream goes on writing.
    for (ssize_t count = 0; (count = ::pread(::fileno(file_), chunk.data(), chunk.size(),
                                             static_cast<off_t>(result.size()))) > 0;) {
        result.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return result;
}

} // namespace barograph::test
