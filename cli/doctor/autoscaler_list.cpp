#include "cli/doctor/autoscaler_list.hpp"

#include "net/url.hpp"

#include <iterator>
#include <utility>

namespace barograph::cli {

net::awaitable<std::expected<autoscaler_list, kube::error>> list_autoscalers(doctor_session& session) {
    const std::string first_page = "/apis/autoscaling/v2/horizontalpodautoscalers?limit=100";
    autoscaler_list all;
    std::string next;
    do {
        auto path = first_page + (next.empty() ? "" : "&continue=" + net::percent_encode(next));
        const auto text = co_await read_object(session, std::move(path));
        if (!text) {
            co_return std::unexpected(text.error());
        }
        auto page = kube::read_autoscaler_page(*text);
        if (!page) {
            co_return std::unexpected(kube::error{kube::errc::malformed, page.error()});
        }
        all.autoscalers += page->autoscalers;
        std::ranges::move(page->uses, std::back_inserter(all.uses));
        // A server that gives the same page for ever is not followed.
        if (!page->next.empty() && page->next == next) {
            co_return std::unexpected(
                kube::error{kube::errc::malformed, "the list of HorizontalPodAutoscalers does not end"});
        }
        next = std::move(page->next);
    } while (!next.empty());
    co_return all;
}

} // namespace barograph::cli
