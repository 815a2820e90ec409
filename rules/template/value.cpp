#include "rules/template/value.hpp"

namespace barograph::rules::templates {

namespace {

struct truth {
    bool operator()(const absent& /*unused*/) const { return false; }

    bool operator()(bool tested) const { return tested; }

    bool operator()(std::int64_t tested) const { return tested != 0; }

    bool operator()(std::uint8_t tested) const { return tested != 0; }

    bool operator()(double tested) const { return tested != 0; }

    bool operator()(std::complex<double> tested) const { return tested != 0.0; }

    bool operator()(const std::string& tested) const { return !tested.empty(); }

    bool operator()(const text_list& tested) const { return !tested.empty(); }

    bool operator()(const text_map& tested) const { return !tested.entries->empty(); }

    bool operator()(const std::shared_ptr<const record>& /*unused*/) const { return true; }
};

struct name_of_type {
    std::string_view operator()(const absent& /*unused*/) const { return "<nil>"; }

    std::string_view operator()(bool /*unused*/) const { return "bool"; }

    std::string_view operator()(std::int64_t /*unused*/) const { return "int"; }

    std::string_view operator()(std::uint8_t /*unused*/) const { return "uint8"; }

    std::string_view operator()(double /*unused*/) const { return "float64"; }

    std::string_view operator()(std::complex<double> /*unused*/) const { return "complex128"; }

    std::string_view operator()(const std::string& /*unused*/) const { return "string"; }

    std::string_view operator()(const text_list& /*unused*/) const { return "[]string"; }

    std::string_view operator()(const text_map& /*unused*/) const { return "map[string]string"; }

    std::string_view operator()(const std::shared_ptr<const record>& typed) const { return typed->type_name; }
};

} // namespace

bool is_true(const value& tested) {
    return std::visit(truth{}, tested.get());
}

std::optional<std::int64_t> as_integer(const value& number) {
    if (const auto* const byte = number.as<std::uint8_t>())
        return *byte;
    const auto* const whole = number.as<std::int64_t>();
    return whole == nullptr ? std::nullopt : std::optional(*whole);
}

std::string_view type_name(const value& typed) {
    return std::visit(name_of_type{}, typed.get());
}

} // namespace barograph::rules::templates
