#pragma once
#include "config/yaml_document.hpp"

#include <yaml-cpp/eventhandler.h>

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace barograph::config {

/// Thrown through yaml-cpp, which knows no other way to stop: a document that this project refuses.
struct refused_document {
    std::size_t offset;
    std::string message;
};

/// Builds a yaml_document from yaml-cpp's events. For one file and one thread.
class yaml_builder final : public YAML::EventHandler {
public:
    yaml_builder(yaml_document& document, const yaml_limits& limits) : document_(document), limits_(limits) {}

    void OnDocumentStart(const YAML::Mark& mark) override;

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;

    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;

    void OnMapEnd() override { close(); }

    /// To be called after the last event: gives a file without a document its null root.
    void finish();

private:
    yaml_node& add(yaml_node::kind what, const YAML::Mark& mark, const std::string& tag,
                   YAML::anchor_t anchor);
    void open(yaml_node& node);
    void close();
    void attach(yaml_use use);

    yaml_document& document_;
    yaml_limits limits_;
    std::map<YAML::anchor_t, yaml_node*> anchors_;
    std::vector<yaml_node*> open_;
    std::size_t documents_ = 0;
    std::size_t document_start_ = 0;
};

} // namespace barograph::config
