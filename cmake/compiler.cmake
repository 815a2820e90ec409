# How every target of this project is compiled: C++23 as gcc 12 has it, warnings are errors, hardened.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Programs stand at the top of the build folder: build/PRESET/barograph.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

set(BAROGRAPH_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")

add_library(barograph_compile_options INTERFACE)
target_compile_options(barograph_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Werror
  # Designated initializers leave members at their defaults on purpose.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False with gcc 12 on coroutines whose promise has its own operator new (Asio's awaitable).
  target_compile_options(barograph_compile_options INTERFACE -Wno-mismatched-new-delete)
  if(CMAKE_UNITY_BUILD)
    # Here gcc takes each source for a header, and what its neighbours declare for its own; builds file by file warn.
    target_compile_options(barograph_compile_options INTERFACE -Wno-subobject-linkage -Wno-shadow -Wshadow=local)
  endif()
  if(BAROGRAPH_SANITIZE STREQUAL "thread")
    # ThreadSanitizer does not see fences. Asio puts them around handlers, whose queues have a lock that it does see.
    target_compile_options(barograph_compile_options INTERFACE -Wno-tsan)
  endif()
else()
  # gcc 12's library uses what it has itself deprecated, and clang tells whoever instantiates it.
  target_compile_options(barograph_compile_options INTERFACE -Wno-deprecated-declarations)
  if(CMAKE_UNITY_BUILD)
    target_compile_options(barograph_compile_options INTERFACE -Wno-shadow) # of a neighbour's names, as above
  endif()
endif()
if(BAROGRAPH_SANITIZE)
  add_compile_options(-fsanitize=${BAROGRAPH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BAROGRAPH_SANITIZE})
else()
  include("${CMAKE_CURRENT_LIST_DIR}/hardening.cmake")
endif()
# The same program wherever the clone is; and a compiler cache serves clones in other places.
add_compile_options("-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=")
# What nothing calls is left out: a tenth of the program, which is memory of each replica.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -ffunction-sections -fdata-sections")
add_link_options($<$<CONFIG:Release>:-Wl,--gc-sections>)
add_link_options(-Wl,--as-needed)
include(CheckPIESupported)
check_pie_supported()
