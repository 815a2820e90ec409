#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace barograph::test {

/// A new, empty folder that is removed with everything in it at the end of its life.
class temporary_folder {
public:
    temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Writes a file below the folder, making the folders it stands in; gives its path.
    std::string write(const std::string& name, std::string_view content) const;

private:
    std::filesystem::path path_;
};

} // namespace barograph::test
