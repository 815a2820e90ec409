#pragma once
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace barograph::prometheus {

enum class json_kind { null = 1, boolean, number, string, object, array };

/// Where a value stands in a JSON document: the members and elements that lead to it.
class json_path {
public:
    struct step {
        bool in_array = false;
        std::string key;       ///< of an object's member
        std::size_t index = 0; ///< of an array's element
    };

    [[nodiscard]] std::size_t depth() const { return steps_.size(); }

    [[nodiscard]] const step& operator[](std::size_t at) const { return steps_[at]; }

    /// Whether the first steps are these; "#" stands for any array element, "*" for any member.
    [[nodiscard]] bool starts_with(std::initializer_list<std::string_view> pattern) const;
    /// Whether the path is exactly this.
    [[nodiscard]] bool is(std::initializer_list<std::string_view> pattern) const;

private:
    friend struct json_events;
    std::vector<step> steps_;
};

/// Receives a JSON document value by value, so that an answer of any size is read without itself or a tree of
/// it in memory.
class json_visitor {
public:
    virtual ~json_visitor() = default;
    /// A value begins at `path`. `text`: a string's content, a number as written, `true` or `false`; empty
    /// otherwise. False ends the reading.
    virtual bool value(const json_path& path, json_kind kind, std::string_view text) = 0;
};

/// Reads exactly one JSON document (RFC 8259; anything after it is an error) as it comes, piece by piece.
/// Pieces may end anywhere, also within a character. It is no such document when it is malformed, nested
/// deeper than 64 levels, or when the visitor ended the reading. A member that comes twice is given twice.
class json_reader {
public:
    /// `visitor` must outlive it.
    explicit json_reader(json_visitor& visitor);
    json_reader(json_reader&&) noexcept;
    ~json_reader();

    /// False: it is no such document, whatever may follow, and that is not looked at.
    bool write(std::string_view piece);
    /// There is no more. Whether it was such a document.
    bool finish();

private:
    struct parser;
    std::unique_ptr<parser> parser_;
};

/// The same for a document that is there as a whole.
bool read_json(std::string_view document, json_visitor& visitor);

} // namespace barograph::prometheus
