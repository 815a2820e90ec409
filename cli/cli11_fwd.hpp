#pragma once

// CLI11 is one large header; whoever only passes its application on needs this much of it.
// NOLINTBEGIN(readability-identifier-naming): the names are CLI11's
namespace CLI {
class App;
}

// NOLINTEND(readability-identifier-naming)
