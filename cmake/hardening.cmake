# What makes a fault of memory end the program instead of serving whoever caused it. tools/hardening-check looks for each of
# these in the built program. Sanitizers and _FORTIFY_SOURCE hide each other's findings: builds with a sanitizer leave all
# of this out.

# Some distributions' compilers define a level of their own.
add_compile_options(
  -fstack-protector-strong
  -fstack-clash-protection
  $<$<CONFIG:Release>:-U_FORTIFY_SOURCE>
  $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
# Bounds of the library's own containers, views and optionals.
add_compile_definitions(_GLIBCXX_ASSERTIONS)
add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64")
  add_compile_options(-fcf-protection=full)
  # A program is said to keep to CET only if all that is linked into it says so, and Debian 12's start files say nothing.
  # A shadow stack they do keep to. Not so indirect branch tracking: their `_start` lacks the mark of a branch's target, so
  # that is said of the program only where the start files say it.
  add_link_options(-Wl,-z,shstk)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  add_compile_options(-mbranch-protection=standard)
endif()
