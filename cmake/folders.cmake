# A folder is one library, and its link lines are the architecture.
#
# barograph_folder(NAME SOURCES files... [USES folders...] [LIBRARIES targets...] [PRIVATE_LIBRARIES targets...])
#   USES       the folders whose headers this one may include
#   LIBRARIES  third-party targets that this folder's headers need; PRIVATE_LIBRARIES: only its sources do
function(barograph_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LIBRARIES;PRIVATE_LIBRARIES")
  add_library(barograph_${name} STATIC ${arg_SOURCES})
  target_include_directories(barograph_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  list(TRANSFORM arg_USES PREPEND barograph_)
  target_link_libraries(barograph_${name}
    PUBLIC ${arg_USES} ${arg_LIBRARIES}
    PRIVATE barograph_compile_options ${arg_PRIVATE_LIBRARIES})
endfunction()
