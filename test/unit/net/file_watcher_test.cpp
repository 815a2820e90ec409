#include "net/file_watcher.hpp"
#include "test/support/catch.hpp"
#include "test/support/run_coroutine.hpp"
#include "test/support/temporary_folder.hpp"

#include <boost/asio/co_spawn.hpp>

#include <filesystem>

namespace file_watcher_test {

using namespace barograph;
using namespace std::chrono_literals;

namespace {

// The poll comes after any test's limit, so that only the system's events can tell in time.
constexpr net::file_watcher_options by_events{.poll_interval = 1h, .settle_time = 5ms};

struct fixture {
    void await_change(net::file_watcher& watcher) { test::run_coroutine(context, watcher.changed()); }

    test::temporary_folder folder;
    net::asio::io_context context;
};

} // namespace

TEST_CASE_METHOD(fixture, "a file that is written, replaced, removed or made is told") {
    const auto path = folder.write("rules.yaml", "one");
    net::file_watcher watcher(context.get_executor(), {path}, by_events);
    folder.write("rules.yaml", "written");
    await_change(watcher);
    folder.write("other", "replaced");
    std::filesystem::rename(folder.path() / "other", path);
    await_change(watcher);
    std::filesystem::remove(path);
    await_change(watcher);
    folder.write("rules.yaml", "made");
    await_change(watcher);
}

TEST_CASE_METHOD(fixture, "a change while nobody waits is told the next time") {
    const auto path = folder.write("rules.yaml", "one");
    net::file_watcher watcher(context.get_executor(), {path}, by_events);
    folder.write("rules.yaml", "two, longer");
    context.run_for(20ms);
    await_change(watcher);
}

TEST_CASE_METHOD(fixture, "a change is told to who waits") {
    const auto path = folder.write("rules.yaml", "one");
    net::file_watcher watcher(context.get_executor(), {path}, by_events);
    bool told = false;
    net::asio::co_spawn(context, watcher.changed(), [&](const std::exception_ptr&) { told = true; });
    context.run_for(30ms);
    CHECK_FALSE(told);
    folder.write("rules.yaml", "two, longer");
    context.restart();
    test::run_until(context, [&] { return told; });
}

TEST_CASE_METHOD(fixture, "the swap of a ConfigMap's link is told") {
    folder.write("..first/rules.yaml", "first");
    folder.write("..other/rules.yaml", "other");
    std::filesystem::create_symlink("..first", folder.path() / "..data");
    std::filesystem::create_symlink("..data/rules.yaml", folder.path() / "rules.yaml");
    net::file_watcher watcher(context.get_executor(), {(folder.path() / "rules.yaml").string()}, by_events);
    std::filesystem::create_symlink("..other", folder.path() / "..data_tmp");
    std::filesystem::rename(folder.path() / "..data_tmp", folder.path() / "..data");
    await_change(watcher);
}

TEST_CASE_METHOD(fixture, "another file of the folder is no change") {
    const auto path = folder.write("rules.yaml", "one");
    net::file_watcher watcher(context.get_executor(), {path}, by_events);
    bool told = false;
    net::asio::co_spawn(context, watcher.changed(), [&](const std::exception_ptr&) { told = true; });
    for (int i = 0; i < 3; ++i) {
        folder.write("other", std::to_string(i));
        context.restart();
        context.run_for(20ms);
    }
    CHECK_FALSE(told);
    watcher.nudge();
    context.restart();
    test::run_until(context, [&] { return told; });
}

TEST_CASE_METHOD(fixture, "a nudge is told at once, or the next time") {
    net::file_watcher watcher(context.get_executor(), {folder.write("rules.yaml", "one")}, by_events);
    watcher.nudge();
    await_change(watcher);
    bool told = false;
    net::asio::co_spawn(context, watcher.changed(), [&](const std::exception_ptr&) { told = true; });
    context.restart();
    context.run_for(30ms);
    CHECK_FALSE(told);
    watcher.nudge();
    context.restart();
    test::run_until(context, [&] { return told; });
}

TEST_CASE_METHOD(fixture, "where the system tells nothing, looking from time to time finds the change") {
    std::filesystem::create_directory(folder.path() / "mount");
    folder.write("mount/rules.yaml", "one");
    net::file_watcher watcher(context.get_executor(), {(folder.path() / "mount" / "rules.yaml").string()},
                              {.poll_interval = 10ms, .settle_time = 1ms});
    // The folder that is watched goes away as a whole, and another takes its place.
    folder.write("next/rules.yaml", "another one");
    std::filesystem::rename(folder.path() / "mount", folder.path() / "gone");
    std::filesystem::rename(folder.path() / "next", folder.path() / "mount");
    await_change(watcher);
    folder.write("mount/rules.yaml", "and a third");
    await_change(watcher);
}

TEST_CASE_METHOD(fixture, "who waits can be cancelled, and the watcher ended") {
    auto watcher = std::make_unique<net::file_watcher>(
        context.get_executor(), std::vector{folder.write("rules.yaml", "one")}, by_events);
    CHECK_THROWS(test::run_coroutine(context, watcher->changed(), 30ms));
    watcher.reset();
    context.restart();
    context.run_for(10ms);
}

} // namespace file_watcher_test
