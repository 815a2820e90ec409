# Which sources are built: SOURCES_COMMIT, SOURCES_TREE_STATE (clean or dirty) and SOURCES_DATE. Outside of a git clone they
# are the environment's variables of these names, or empty. As of the last time that CMake ran.

foreach(what COMMIT TREE_STATE DATE)
  set(SOURCES_${what} "$ENV{SOURCES_${what}}")
endforeach()
find_program(GIT_PROGRAM git)
if(GIT_PROGRAM AND EXISTS "${CMAKE_SOURCE_DIR}/.git")
  set(git "${GIT_PROGRAM}" -C "${CMAKE_SOURCE_DIR}")
  execute_process(COMMAND ${git} rev-parse HEAD
    OUTPUT_VARIABLE SOURCES_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env TZ=UTC
    ${git} log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd
    OUTPUT_VARIABLE SOURCES_DATE OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  execute_process(COMMAND ${git} diff --quiet HEAD RESULT_VARIABLE differs ERROR_QUIET)
  if(SOURCES_COMMIT)
    set(SOURCES_TREE_STATE clean)
    if(differs)
      set(SOURCES_TREE_STATE dirty)
    endif()
  endif()
endif()
