#include "server/listed_bodies.hpp"

namespace barograph::server {

const tagged_body& listed_bodies::get(const std::shared_ptr<const metrics::name_list>& names,
                                      const std::string& name,
                                      const std::function<tagged_body(const metrics::name_list&)>& make) {
    if (names != names_) {
        bodies_.clear();
        names_ = names;
    }
    const auto found = bodies_.find(name);
    return found != bodies_.end() ? found->second : bodies_.emplace(name, make(*names)).first->second;
}

} // namespace barograph::server
