#pragma once
#include "metrics/provider.hpp"
#include "server/entity_tag.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace barograph::server {

/// Bodies that follow from nothing but the list of metrics, which may be long: each is made when it is first
/// asked for, and then shared until there is another list. Use from one thread.
class listed_bodies {
public:
    /// The body called `name`, of this list. `make` is called when it is not there yet. The reference is good
    /// until the next call.
    const tagged_body& get(const std::shared_ptr<const metrics::name_list>& names, const std::string& name,
                           const std::function<tagged_body(const metrics::name_list&)>& make);

private:
    std::shared_ptr<const metrics::name_list>
        names_; ///< whose bodies these are; held, so that no other has its place
    std::map<std::string, tagged_body> bodies_;
};

} // namespace barograph::server
