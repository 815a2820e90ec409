#pragma once
#include <complex>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace barograph::rules::templates {

class value;

/// Go's nil, or what a map without the key, or a template called without data, has.
struct absent {
    std::string key; ///< the key that the map does not have, if that is the reason
};

using text_list = std::vector<std::string>;

/// A map from text to text, as `map[string]string`.
struct text_map {
    std::shared_ptr<const std::map<std::string, std::string>> entries;
    /// If set, what `.key` and `index` give for a key that is not there: a stand-in while a template is tried
    /// out.
    std::optional<std::string> any_other = std::nullopt;
};

/// A struct, as Go has it.
struct record {
    struct field {
        std::string_view name;
        std::shared_ptr<const value> content;
    };

    std::string_view type_name; ///< as Go prints it
    std::vector<field> fields;
    std::vector<field> methods;      ///< methods without arguments, and what they give
    std::optional<std::string> text; ///< what its String method gives, if it has one
    /// The field that the data at hand have no content for, and why.
    std::string_view refused_field;
    std::string refusal;
};

/// What a template computes with: the Go types that can occur in a rule's templates. A plain value; copies
/// share maps and records.
class value {
public:
    using content = std::variant<absent, bool, std::int64_t, std::uint8_t, double, std::complex<double>,
                                 std::string, text_list, text_map, std::shared_ptr<const record>>;

    value() = default;

    template <typename T>
        requires std::constructible_from<content, T&&> && (!std::same_as<std::remove_cvref_t<T>, value>)
    value(T&& given)
        : content_(std::forward<T>(given)) {
    } // NOLINT(bugprone-forwarding-reference-overload,google-explicit-constructor)

    template <typename T>
    [[nodiscard]] const T* as() const {
        return std::get_if<T>(&content_);
    }

    [[nodiscard]] const content& get() const { return content_; }

    [[nodiscard]] bool is_absent() const { return as<absent>() != nullptr; }

    /// Whether it was taken from, computed from or chosen by the content of the data, so that other data may
    /// give another one.
    [[nodiscard]] bool depends_on_data() const { return depends_on_data_; }

    value& set_depends_on_data(bool depends) {
        depends_on_data_ = depends;
        return *this;
    }

    /// Whether it stands for what a map may not have: with other data it may be absent.
    [[nodiscard]] bool may_be_absent() const { return may_be_absent_; }

    value& set_may_be_absent(bool may_be) {
        may_be_absent_ = may_be;
        return *this;
    }

private:
    content content_;
    bool depends_on_data_ = false;
    bool may_be_absent_ = false;
};

/// Whether Go's `if` takes it: neither false, zero nor empty.
[[nodiscard]] bool is_true(const value& tested);

/// The number, if it is a whole one: Go's int or byte.
[[nodiscard]] std::optional<std::int64_t> as_integer(const value& number);

/// The Go type's name: "string", "map[string]string"; "<nil>" if absent.
[[nodiscard]] std::string_view type_name(const value& typed);

} // namespace barograph::rules::templates
