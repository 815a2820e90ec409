#include "prometheus/error.hpp"

namespace barograph::prometheus {

std::string_view shared_cause(errc code) {
    switch (code) {
    case errc::unreachable:
        return "unreachable";
    case errc::timed_out:
        return "timed out";
    case errc::unavailable:
        return "unavailable";
    case errc::limited:
        return "limited";
    case errc::malformed:
        return "malformed";
    case errc::partial:
        return "partial";
    case errc::rejected:
    case errc::too_large:
    case errc::cancelled:
        break;
    }
    return {};
}

} // namespace barograph::prometheus
