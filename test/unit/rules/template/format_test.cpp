#include "rules/template/format.hpp"
#include "test/support/catch.hpp"
#include "test/unit/rules/template/run.hpp"

#include <vector>

namespace template_format_test {

namespace {

using namespace barograph::rules::templates;
using barograph::test::ContainsSubstring;
using barograph::test::run;

struct row {
    std::string_view call; ///< the arguments of printf
    std::string_view text;
};

void check_all(const std::vector<row>& rows) {
    for (const auto& [call, text] : rows) {
        INFO(call);
        CHECK(run("<<printf " + std::string(call) + ">>") == text);
    }
}

TEST_CASE("texts are printed with every verb that fits them") {
    check_all({
        {R"("%s %v %q" "a" "b" "c\"d")", R"(a b "c\"d")"},
        {R"("%x %X % x %#x %# X" "hé" "hé" "hé" "hé" "hé")",
         "68c3a9 68C3A9 68 c3 a9 0x68c3a9 0X68 0XC3 0XA9"},
        {R"("%5s|%-5s|%05s|%.2s|%5.1s" "é" "é" "é" "éàü" "éàü")", "    é|é    |0000é|éà|    é"},
        {R"("%+q %#q %#q %.1q %q" "é" "a" "a`b" "xy" "\x01")", R"("\u00e9" `a` "a`b" "x" "\x01")"},
        {R"("%#v %T" "a" "a")", R"("a" string)"},
    });
}

TEST_CASE("whole numbers are printed in all bases and as characters") {
    check_all({
        {R"("%d %b %o %O %x %X" 10 10 10 10 255 255)", "10 1010 12 0o12 ff FF"},
        {R"("%#b %#o %#x %#X" 5 8 255 255)", "0b101 010 0xff 0XFF"},
        {R"("%5d|%-5d|%05d|%+d|% d|%+05d" 42 42 42 42 42 42)", "   42|42   |00042|+42| 42|+0042"},
        {R"("%.3d|%8.3d|%08.3d|%.0d|%3.0d" 5 5 5 0 0)", "005|     005|     005||   "},
        {R"("%d %x %b" -5 -255 -2)", "-5 -ff -10"},
        {R"("%c %c %q %U %#U %#.6U" 'a' 233 'x' 'é' 'é' 233)", "a é 'x' U+00E9 U+00E9 'é' U+0000E9 'é'"},
        {R"("%v %#v %T" 7 7 7)", "7 7 int"},
        {R"("%v %#v %T" (index "a" 0) (index "a" 0) (index "a" 0))", "97 0x61 uint8"},
        {R"("%d" -9223372036854775808)", "-9223372036854775808"},
    });
}

TEST_CASE("floats are printed as short as possible, or with the precision asked for") {
    check_all({
        {R"("%v %v %v %v %v" 1.0 2.5 1e6 1e21 0.000001)", "1 2.5 1e+06 1e+21 1e-06"},
        {R"("%v %v %v" 123456.0 1234567.0 0.0001)", "123456 1.234567e+06 0.0001"},
        {R"("%f %.2f %e %E %.3g %G" 1.5 1.005 1234.5 1234.5 1234.5 1e-7)",
         "1.500000 1.00 1.234500e+03 1.234500E+03 1.23e+03 1E-07"},
        {R"("%8.2f|%-8.2f|%08.2f|%+.1f|% .1f" 3.14159 3.14159 -3.14159 1.0 1.0)",
         "    3.14|3.14    |-0003.14|+1.0| 1.0"},
        {R"("%#g %#.3g %#v" 1.0 1.0 1.0)", "1.00000 1.00 1"},
        {R"("%x %b %X" 1.5 1.0 0.5)", "0x1.8p+00 4503599627370496p-52 0X1P-01"},
        {R"("%.1x %.0x" 1.99 1.99)", "0x1.0p+01 0x1p+01"},
        {R"("%v %.1f" 1+2i 1.25-0.5i)", "(1+2i) (1.2-0.5i)"},
    });
}

TEST_CASE("lists, maps and structs are printed with the verb on each item") {
    check_all({
        {R"("%v %s %q" .List .List .List)", R"([x y z] [x y z] ["x" "y" "z"])"},
        {R"("%v %q %x" .Map .Map .Map)", R"(map[a:1 b:2] map["a":"1" "b":"2"] map[61:31 62:32])"},
        {R"("%#v %#v %#v" .List .Map .EmptyList)",
         R"([]string{"x", "y", "z"} map[string]string{"a":"1", "b":"2"} []string{})"},
        {R"("%v %+v %#v" .Nested .Nested .Nested)", R"({inner} {Text:inner} test.nested{Text:"inner"})"},
        {R"("%3s|%T|%T" .List .Map .Nested)", "[  x   y   z]|map[string]string|test.nested"},
    });
}

TEST_CASE("a verb that does not fit, and arguments that are missing or left over, print themselves") {
    check_all({
        {R"("%d" "abc")", "%!d(string=abc)"},
        {R"("%s %t" 5 5)", "%!s(int=5) %!t(int=5)"},
        {R"("%d" .List)", "[%!d(string=x) %!d(string=y) %!d(string=z)]"},
        {R"("%y %!" 1)", "%!y(int=1) %!!(MISSING)"},
        {R"("%s")", "%!s(MISSING)"},
        {R"("a" 1 "b")", "a%!(EXTRA int=1, string=b)"},
        {R"("100%%|%")", "100%|%!(NOVERB)"},
        {R"("%v %d %T %s" nil nil nil .Map.nope)", "<nil> %!d(<nil>) <nil> %!s(<nil>)"},
        {R"("%p" 5)", "%!p(int=5)"},
        {R"("%t %v" true false)", "true false"},
    });
}

TEST_CASE("widths, precisions and operands can be given by number") {
    check_all({
        {R"("%[2]s-%[1]s" "a" "b")", "b-a"},
        {R"("%*d|%-*d|%*d" 4 1 4 2 -4 3)", "   1|2   |3   "},
        {R"("%.*f" 1 2.55)", "2.5"},
        {R"("%[2]*[1]d" 7 3)", "  7"},
        {R"("%[3]s %[x]s %[1]s" "a")", "%!s(BADINDEX) %!s(BADINDEX) a"},
        {R"("%*d" "x" 1)", "%!(BADWIDTH)1"},
        {R"("%.*d" "x" 1)", "%!(BADPREC)1"},
        {R"("%20000000d" 1)", "%!(NOVERB)%!(EXTRA int=1)"},
    });
}

TEST_CASE("printf wants a format that is a text") {
    CHECK_THAT(run("<<printf 5>>"), ContainsSubstring("expected a string, found int"));
    CHECK_THAT(run("<<5 | printf>>"), ContainsSubstring("expected a string, found int"));
}

TEST_CASE("an address is not printed") {
    CHECK_THAT(run("<<printf \"%p\" .Map>>"), ContainsSubstring("never twice the same"));
}

TEST_CASE("print puts spaces between operands of which none is a text, println between all") {
    CHECK(run("<<print .Text \"_\" 1 2 \"x\" true nil>>") == "queue_depth_1 2xtrue <nil>");
    CHECK(run("<<println .Text 1 \"x\">>") == "queue_depth 1 x\n");
    CHECK(run("<<print>>") == "");
}

} // namespace

} // namespace template_format_test
