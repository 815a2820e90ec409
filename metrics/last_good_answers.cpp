#include "metrics/last_good_answers.hpp"

namespace barograph::metrics {

void last_good_answers::remember(const std::string& question, good_answer answer) {
    if (const auto known = index_.find(question); known != index_.end()) {
        known->second->second = std::move(answer);
        newest_first_.splice(newest_first_.begin(), newest_first_, known->second);
        return;
    }
    newest_first_.emplace_front(question, std::move(answer));
    index_.emplace(question, newest_first_.begin());
    if (newest_first_.size() > capacity_) {
        index_.erase(newest_first_.back().first);
        newest_first_.pop_back();
    }
}

std::optional<good_answer> last_good_answers::find(const std::string& question) {
    const auto known = index_.find(question);
    if (known == index_.end()) {
        return std::nullopt;
    }
    newest_first_.splice(newest_first_.begin(), newest_first_, known->second);
    return known->second->second;
}

} // namespace barograph::metrics
