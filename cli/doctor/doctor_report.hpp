#pragma once
#include <cstddef>
#include <string>
#include <vector>

/// What `barograph doctor` found, before it is written in one form or another. Plain values.
namespace barograph::cli {

enum class finding_level {
    ok = 1,
    skipped, ///< could not be looked at, for a reason that is no fault of the installation
    warning, ///< works now, but not for long or not as it should
    wrong,
};

/// One line of the report.
struct finding {
    std::string check; ///< which one, the same word for good and bad outcomes: `apiservice`
    finding_level level{};
    std::string message;
    /// The command that repairs it, or shows more where none can, with what else to do as the shell's
    /// comment; empty: none is needed.
    std::string repair;
};

using findings = std::vector<finding>;

struct finding_counts {
    std::size_t ok = 0;
    std::size_t skipped = 0;
    std::size_t warnings = 0;
    std::size_t wrong = 0;
};

finding_counts count_findings(const findings& all);

finding fine(std::string check, std::string message);
finding skipped(std::string check, std::string message, std::string repair = {});
finding warning(std::string check, std::string message, std::string repair);
finding wrong(std::string check, std::string message, std::string repair);

/// For people: a line each, safe to print whatever the findings hold, then the counts.
std::string findings_text(const findings& all, bool coloured);

/// For programs, as docs/doctor.md describes it: members are added there, never renamed or taken away. ASCII
/// only.
std::string findings_json(const findings& all);

} // namespace barograph::cli
