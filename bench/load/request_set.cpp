#include "bench/load/request_set.hpp"

#include <fstream>
#include <stdexcept>
#include <utility>

namespace barograph::bench {

namespace {

// What kube-apiserver 1.36.3 was seen to forward for its controller manager, in this order.
constexpr std::string_view before_path =
    "User-Agent: kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/0000000/"
    "system:serviceaccount:kube-system:horizontal-pod-autoscaler\r\n"
    "Accept: application/vnd.kubernetes.protobuf, */*\r\n"
    "Audit-Id: 6f0c3d5e-1d1a-4c55-9c36-3b8d0a3f4c11\r\n"
    "X-Forwarded-For: 10.0.0.10\r\n"
    "X-Forwarded-Host: 10.0.0.1:6443\r\n"
    "X-Forwarded-Proto: https\r\n"
    "X-Forwarded-Uri: ";
constexpr std::string_view after_path =
    "\r\nX-Remote-Extra-Authentication.kubernetes.io%2fcredential-Id: "
    "JTI=2f7b3ad4-90a1-4d1c-8a6e-0b0a7c1d9e55\r\n"
    "X-Remote-Group: system:serviceaccounts\r\n"
    "X-Remote-Group: system:serviceaccounts:kube-system\r\n"
    "X-Remote-Group: system:authenticated\r\n"
    "X-Remote-Uid: 0b7c7f9e-2a5d-4f0c-9a65-6e1f1c0e8f21\r\n"
    "X-Remote-User: system:serviceaccount:kube-system:horizontal-pod-autoscaler\r\n"
    "Accept-Encoding: gzip\r\n";

} // namespace

request_set::request_set(std::vector<std::string> targets, const std::string& host,
                         const std::vector<std::string>& more_headers)
    : targets_(std::move(targets)), middle_(" HTTP/1.1\r\nHost: " + host + "\r\n"), rest_(after_path) {
    middle_ += before_path;
    for (const auto& line : more_headers) {
        rest_ += line + "\r\n";
    }
    rest_ += "\r\n";
}

void request_set::write(std::size_t key, std::string& out) const {
    out.assign("GET ");
    const std::string_view target = targets_[key];
    out.append(target);
    out.append(middle_);
    out.append(target.substr(0, target.find('?')));
    out.append(rest_);
}

std::vector<std::string> expand_targets(const std::string& pattern, std::size_t count) {
    constexpr std::string_view mark = "{i}";
    std::vector<std::string> targets;
    targets.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::string target = pattern;
        const std::string number = std::to_string(i);
        for (auto at = target.find(mark); at != target.npos; at = target.find(mark, at + number.size())) {
            target.replace(at, mark.size(), number);
        }
        targets.push_back(std::move(target));
    }
    return targets;
}

std::vector<std::string> read_targets(const std::string& file) {
    std::ifstream input(file);
    std::vector<std::string> targets;
    for (std::string line; std::getline(input, line);) {
        targets.push_back(std::move(line));
    }
    if (targets.empty()) {
        throw std::runtime_error(file + ": no targets to be read");
    }
    return targets;
}

} // namespace barograph::bench
