#include "cli/inert_flags.hpp"
#include "cli/serve_options.hpp"
#include "test/support/catch.hpp"
#include "test/support/fenced_blocks.hpp"
#include "test/support/source_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace flags_page_test {

using namespace barograph;

namespace {

constexpr const char* page = "docs/flags.md";

std::string help_of_serve() {
    std::optional<cli::help_wanted> help;
    REQUIRE(cli::parse_serve_options({"--help"}, help).has_value());
    REQUIRE(help.has_value());
    return help->text;
}

std::string inert_list() {
    std::string text;
    for (const auto& flag : cli::inert_flag_notes()) {
        std::string line(flag.name);
        constexpr std::size_t column = 44;
        line.resize(std::max(column, line.size() + 2), ' ');
        text += line.append(flag.why) + "\n";
    }
    return text;
}

test::fenced_block block(const std::string& info) {
    const auto blocks = test::fenced_blocks(page);
    const auto found = std::ranges::find(blocks, info, &test::fenced_block::info);
    REQUIRE(found != blocks.end());
    return *found;
}

// `make flags-page` asks for it.
void rewrite(const test::fenced_block& old, const std::string& content) {
    const auto file = test::source_folder() / page;
    std::ifstream in(file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    in.close();
    const auto at = text.find(old.content, text.find("```text " + old.info));
    REQUIRE(at != std::string::npos);
    text.replace(at, old.content.size(), content);
    std::ofstream(file) << text;
}

void holds(const std::string& info, const std::string& content) {
    const auto written = block(info);
    if (std::getenv("BAROGRAPH_UPDATE_PAGES") != nullptr) {
        rewrite(written, content);
    }
    INFO("docs/flags.md is behind the program; `make flags-page` writes this block of it anew:\n" << content);
    CHECK(block(info).content == content);
}

} // namespace

TEST_CASE("the page of flags holds the help of serve") {
    holds("help", help_of_serve());
}

TEST_CASE("the page of flags holds every flag without effect, and why it has none") {
    holds("inert", inert_list());
}

} // namespace flags_page_test
