#include "config/audit_policy.hpp"
#include "test/support/catch.hpp"
#include "test/support/temporary_folder.hpp"

namespace audit_policy_test {

using namespace barograph;
using audit::level;
using audit::stage;
using config::parse_audit_policy;
using list = std::vector<std::string>;

namespace {

const std::string head = "apiVersion: audit.k8s.io/v1\nkind: Policy\n";

audit::policy policy_of(const std::string& text) {
    const auto parsed = parse_audit_policy("p.yaml", text);
    INFO((parsed ? std::string() : to_string(parsed.error().front())));
    REQUIRE(parsed.has_value());
    return parsed->rules;
}

// The first problem.
std::string refusal_of(const std::string& text) {
    const auto parsed = parse_audit_policy("p.yaml", text);
    return parsed ? "(accepted)" : to_string(parsed.error().front());
}

// Of a policy with one rule, which begins in line 4, column 5.
std::string refusal_of_rule(const std::string& flow) {
    return refusal_of(head + "rules:\n  - {" + flow + "}\n");
}

} // namespace

TEST_CASE("a policy is read with all its fields") {
    const auto policy = policy_of(head + R"(
metadata: {name: anything, labels: {a: b}}
omitStages: [RequestReceived, Panic]
omitManagedFields: true
rules:
- level: None
  users: [eve, "7"]
  userGroups: [devs]
  verbs: [get, list]
  namespaces: [shop, ""]
  omitStages: [ResponseStarted]
  omitManagedFields: false
  resources:
  - group: external.metrics.k8s.io
    resources: [depth, "*"]
    resourceNames: [x]
  - {group: "*"}
  - {}
- level: Request
  nonResourceURLs: [/healthz*, "*", /metrics]
- level: RequestResponse
- level: Metadata
)");
    CHECK(policy.omitted == std::set{stage::request_received});
    REQUIRE(policy.rules.size() == 4);
    const auto& first = policy.rules[0];
    CHECK(first.what == level::none);
    CHECK(first.users == list{"eve", "7"});
    CHECK(first.groups == list{"devs"});
    CHECK(first.verbs == list{"get", "list"});
    CHECK(first.namespaces == list{"shop", ""});
    CHECK(first.omitted == std::set{stage::response_started});
    REQUIRE(first.resources.size() == 3);
    CHECK(first.resources[0].group == "external.metrics.k8s.io");
    CHECK(first.resources[0].resources == list{"depth", "*"});
    CHECK(first.resources[0].names == list{"x"});
    CHECK(first.resources[1].group == "*");
    CHECK(first.resources[2].group.empty());
    CHECK(policy.rules[1].what == level::request);
    CHECK(policy.rules[1].urls == list{"/healthz*", "*", "/metrics"});
    CHECK(policy.rules[2].what == level::request_response);
    CHECK(policy.rules[3].what == level::metadata);
}

TEST_CASE("that bodies are not recorded is said once") {
    const auto parsed = parse_audit_policy(
        "p.yaml", head + "rules:\n- level: Metadata\n- level: Request\n- level: RequestResponse\n");
    REQUIRE(parsed.has_value());
    REQUIRE(parsed->notes.size() == 1);
    CHECK(to_string(parsed->notes[0]) == "p.yaml:5:10: note: bodies are not recorded; Request and "
                                         "RequestResponse tell what Metadata tells");
    CHECK(parse_audit_policy("p.yaml", head + "rules: [{level: Metadata}]").value().notes.empty());
}

TEST_CASE("a policy of another kind or version, or without rules, is refused") {
    const std::string rules = "rules: [{level: None}]\n";
    CHECK(refusal_of("kind: Policy\n" + rules) ==
          "p.yaml:1:1: apiVersion is missing; expected audit.k8s.io/v1");
    CHECK(refusal_of("apiVersion: audit.k8s.io/v1beta1\nkind: Policy\n" + rules) ==
          "p.yaml:1:1: apiVersion is \"audit.k8s.io/v1beta1\"; expected audit.k8s.io/v1");
    CHECK(refusal_of("apiVersion: audit.k8s.io/v1\nkind: Event\n" + rules) ==
          "p.yaml:1:1: kind is \"Event\"; expected Policy");
    CHECK(refusal_of(head) == "p.yaml:1:1: a policy without rules; expected at least one");
    CHECK(refusal_of(head + "rules: []") == "p.yaml:1:1: a policy without rules; expected at least one");
    CHECK(parse_audit_policy("p.yaml", "").error().size() == 3);
    CHECK_THAT(refusal_of("[]"), test::StartsWith("p.yaml:1:1: "));
    CHECK_THAT(refusal_of(": : :"), test::StartsWith("p.yaml:1:"));
}

TEST_CASE("what is wrong with a rule is told with its place") {
    CHECK(refusal_of_rule("level: Everything") ==
          "p.yaml:4:13: \"Everything\" is no level; expected None, Metadata, Request or RequestResponse");
    CHECK(refusal_of_rule("users: [eve]") ==
          "p.yaml:4:5: a rule without a level; expected None, Metadata, Request or RequestResponse");
    CHECK_THAT(
        refusal_of_rule("level: None, userGroup: [devs]"),
        test::StartsWith("p.yaml:4:19: unknown field \"userGroup\" in a rule; the nearest known one is "
                         "userGroups"));
    CHECK(refusal_of_rule("level: None, omitStages: [Received]") ==
          "p.yaml:4:32: \"Received\" is no stage; expected RequestReceived, ResponseStarted, "
          "ResponseComplete or Panic");
    CHECK(refusal_of_rule("level: None, nonResourceURLs: [metrics]") ==
          "p.yaml:4:37: \"metrics\" is no path; expected one that begins with /, or *");
    CHECK(refusal_of_rule("level: None, nonResourceURLs: [\"/a*b\"]") ==
          "p.yaml:4:37: \"/a*b\" has * inside; expected it at the end only");
    CHECK_THAT(refusal_of_rule("level: None, nonResourceURLs: [\"\"]"),
               test::ContainsSubstring("is no path"));
    CHECK(refusal_of_rule("level: None, nonResourceURLs: [/a], namespaces: [b]") ==
          "p.yaml:4:5: a rule for resources and for other URLs at once; expected one of them");
    CHECK(refusal_of_rule("level: None, resources: [{resourceNames: [a]}]") ==
          "p.yaml:4:31: resourceNames stand without resources; expected at least one");
    CHECK_THAT(refusal_of_rule("level: None, verbs: get"), test::ContainsSubstring("p.yaml:4:26: verbs is"));
}

TEST_CASE("an API group is a DNS name in lower case") {
    const auto refusal = [](const std::string& name) {
        return refusal_of_rule("level: None, resources: [{group: \"" + name + "\"}]");
    };
    for (const auto* name : {"", "*", "apps", "a.b-c.d0", "0"}) {
        INFO(name);
        CHECK(refusal(name) == "(accepted)");
    }
    for (const auto* name : {"apps/v1", "Apps", "a..b", "-a", "a-", ".a", "a.", "a.-b", "a-.b", "a b"}) {
        INFO(name);
        CHECK_THAT(refusal(name), test::ContainsSubstring("is no API group; expected"));
    }
}

TEST_CASE("a policy is read from its file, or refused with the file's name") {
    const test::temporary_folder folder;
    const auto file = folder.write("policy.yaml", head + "rules: [{level: Metadata}]");
    CHECK(config::load_audit_policy(file).value().rules.rules.size() == 1);
    const auto missing = config::load_audit_policy(folder.path() / "none");
    REQUIRE_FALSE(missing.has_value());
    CHECK(to_string(missing.error().front()) == (folder.path() / "none").string() +
                                                    ": cannot be read (No such file or directory); expected "
                                                    "a readable audit policy");
}

} // namespace audit_policy_test
