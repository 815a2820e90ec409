#include "server/health.hpp"

#include "server/status_code.hpp"

namespace barograph::server {

namespace {

constexpr unsigned failing = 500;

} // namespace

void health::add(std::string name, bool live, check what) {
    checks_.push_back({std::move(name), live, std::move(what)});
}

void health::inform(std::string name, std::function<std::string()> text) {
    information_.push_back({std::move(name), std::move(text)});
}

reply health::answer(std::string_view probe, std::string_view name, bool verbose) const {
    const bool ready = probe == "readyz";
    std::string lines;
    bool passed = true;
    bool known = name.empty() || name == "ping";
    for (const auto& one : checks_) {
        if (!(ready || one.live) || !(name.empty() || name == one.name)) {
            continue;
        }
        known = true;
        const bool well = !one.what();
        passed = passed && well;
        lines += well ? "[+]" + one.name + " ok\n" : "[-]" + one.name + " failed: reason withheld\n";
    }
    if (!known) {
        return make_reply(status_code::not_found, text_type, "404 page not found\n");
    }
    if (ready && name.empty()) {
        for (const auto& one : information_) {
            lines += "[i]" + one.name + ": " + one.text() + "\n";
        }
    }
    if (!passed) {
        return make_reply(failing, text_type,
                          "[+]ping ok\n" + lines + std::string(probe) + " check failed\n");
    }
    if (!verbose || !name.empty()) {
        return make_reply(status_code::ok, text_type, "ok");
    }
    return make_reply(status_code::ok, text_type,
                      "[+]ping ok\n" + lines + std::string(probe) + " check passed\n");
}

std::string health::not_ready_because() const {
    std::string reasons;
    for (const auto& one : checks_) {
        if (const auto reason = one.what()) {
            reasons += (reasons.empty() ? "" : "; ") + one.name + ": " + *reason;
        }
    }
    return reasons;
}

} // namespace barograph::server
