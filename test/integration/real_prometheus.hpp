#pragma once
#include "test/support/child_process.hpp"
#include "test/support/temporary_folder.hpp"

#include <optional>
#include <string>

namespace barograph::test {

/// How a Prometheus lets itself be asked.
struct prometheus_access_rules {
    std::string path_prefix; ///< all is below it, for instance "/prometheus"
    bool asks_user = false;  ///< basic authentication: user "u", password "p w"
};

/// The distribution's Prometheus, scraping one target five times a second.
class real_prometheus {
public:
    /// Starts it, and awaits that it is ready and has scraped the target once.
    explicit real_prometheus(const std::string& target, prometheus_access_rules access = {});

    /// With user and password, if it asks for them.
    [[nodiscard]] const std::string& url() const { return url_; }

    /// Ends it without warning, as a crash does.
    void kill();
    /// The same address and the same data again.
    void start();

    /// It accepts connections and answers nothing, until thaw().
    void freeze() const { process_->freeze(); }

    void thaw() const { process_->thaw(); }

    /// Awaits that `promql` gives a sample.
    void has(const std::string& promql) const;

private:
    [[nodiscard]] std::string fetch(const std::string& path) const;

    prometheus_access_rules access_;
    temporary_folder folder_;
    std::string listen_address_ = "127.0.0.1:0";
    std::string url_;
    std::optional<child_process> process_;
};

} // namespace barograph::test
