// The one translation unit that compiles the bodies of Asio, Asio's TLS and Beast; see
// cmake/dependencies.cmake.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
