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
        {R"("%.5s|%.9q|%.9T|%6.3v|%-8.3q" "ab" "ab" 1 .Text .Text)", R"(ab|"ab"|int|   que|"que"   )"},
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

TEST_CASE("flags of whole numbers combine as in Go") {
    check_all({
        {R"("%o %#o %#x %#b" 0 0 0 0)", "0 0 0x0 0b0"},
        {R"("%+x|% x|%+.3d|%+ d" 5 5 5 5)", "+5| 5|+005|+5"},
        {R"("%06d|%-06d|%06.3d|% 06d" -42 42 42 42)", "-00042|42    |   042| 00042"},
        {R"("%5b|%-5b|%05b" 5 5 5)", "  101|101  |00101"},
        {R"("%+q %#q %5q|%-5c|%5c" 233 'x' 'a' 'a' 'a')", R"('\u00e9' 'x'   'a'|a    |    a)"},
        {R"("%q %q" 1114111 1114112)", "'\\U0010ffff' '\uFFFD'"},
        {R"("%c %c %q" 1114112 -1 -1)", "\uFFFD \uFFFD '\uFFFD'"},
        {R"("%U %U %#U %#U" -1 1114111 1114112 7)", "U+FFFFFFFFFFFFFFFF U+10FFFF U+110000 U+0007"},
        {R"("%10U|%-10U|%.5U" 233 233 233)", "    U+00E9|U+00E9    |U+000E9"},
        {R"("%X %#X %x" -171 171 -9223372036854775808)", "-AB 0XAB -8000000000000000"},
        {R"("%.0x|%+.0d|%.0d" 0 0 1)", "||1"},
    });
}

TEST_CASE("a byte of a text is printed as a number, and as a byte by %#v alone") {
    check_all({
        {R"("%d %x %X %o %b" (index "k" 0) (index "k" 0) (index "k" 0) (index "k" 0) (index "k" 0))",
         "107 6b 6B 153 1101011"},
        {R"("%c %q %U %+d %#x" (index "k" 0) (index "k" 0) (index "k" 0) (index "k" 0) (index "k" 0))",
         "k 'k' U+006B +107 0x6b"},
        {R"("%s" (index "k" 0))", "%!s(uint8=107)"},
        {R"("%*d|%-*d|" (index "\x05" 0) 1 (index "\x03" 0) 2)", "    1|2  |"},
    });
}

TEST_CASE("flags of floats combine as in Go") {
    check_all({
        {R"("%F %.1F %8.1F|" 1.5 2.25 2.25)", "1.500000 2.2      2.2|"},
        {R"("%+v|% v|% f|%+ .1f" 1.0 1.0 -1.0 1.0)", "1| 1|-1.000000|+1.0"},
        {R"("%06.1f|%-06.1f|%06.1f|%+06.1f|% 06.1f" 1.5 1.5 -1.5 1.5 1.5)",
         "0001.5|1.5   |-001.5|+001.5| 001.5"},
        {R"("%6.1f|%6.1f|%-6.1f|" -1.5 1.5 -1.5)", "  -1.5|   1.5|-1.5  |"},
        {R"("%4.1f|%3.1f|%03.1f|%-3.1f|" -1.5 -1.5 -1.5 -1.5)", "-1.5|-1.5|-1.5|-1.5|"},
        {R"("%e %e %.0e %v %v" 0.0 1e100 15.0 1e100 -0.0)", "0.000000e+00 1.000000e+100 2e+01 1e+100 -0"},
        {R"("%g %g %g %g" 100000.0 1000000.0 0.0001 0.00001)", "100000 1e+06 0.0001 1e-05"},
        {R"("%.3g %.10g %.3g %.0g %.5g %.2g" 100.0 100.0 1234.0 5.0 0.00001234 12.0)",
         "100 100 1.23e+03 5 1.234e-05 12"},
        {R"("%.3g %.5g %.10g %.3g %g" 1e6 1e10 1e10 0.0 0.0)", "1e+06 1e+10 1e+10 0 0"},
        {R"("%-06.1f|%-06.1f|%06.1f" -1.5 1.5 -1.5)", "-1.5  |1.5   |-001.5"},
        {R"("%.3g %.3g %.1g %.4g" 2.0 2.5 25.0 1234.5)", "2 2.5 2e+01 1234"},
        {R"("%G %G %E" 1e-10 1.5 1e-10)", "1E-10 1.5 1.000000E-10"},
    });
}

TEST_CASE("floats in base two have their mantissa and exponent") {
    check_all({
        {R"("%b %b %b" 0.0 1152921504606846976.0 0.5)", "0p-1074 4503599627370496p+8 4503599627370496p-53"},
        {R"("%x %x %X %.3x" 0.0 -2.5 171.0 1.0)", "0x0p+00 -0x1.4p+01 0X1.56P+07 0x1.000p+00"},
        {R"("%.0x %.0x %.0x" 0.24999 1.99 1e300)", "0x1p-02 0x1p+01 0x1p+996"},
        {R"("%.1x %.2x" 0.99 1023.999)", "0x1.0p+00 0x1.00p+10"},
        {R"("%b %b" 4503599627370496.0 9007199254740992.0)", "4503599627370496p+0 4503599627370496p+1"},
    });
}

TEST_CASE("a sharp keeps the point and the zeros of a float") {
    check_all({
        {R"("%#.0f %#.0e %#e %#f" 1.0 1.0 1.0 1.0)", "1. 1.e+00 1.000000e+00 1.000000"},
        {R"("%#g %#g %#g %#G" 0.0 0.5 100000.0 1e6)", "0.00000 0.500000 100000. 1.00000E+06"},
        {R"("%#g %#.3g %#.3g %#.3g" 1e6 0.0 0.05 12345.0)", "1.00000e+06 0.00 0.0500 1.23e+04"},
        {R"("%#x %#.3x %#X" 1.0 1.0 171.0)", "0x1.0000p+00 0x1.000p+00 0X1.56P+07"},
        {R"("%#b %#.4g %#g" 1.0 10.0 123456.5)", "4503599627370496p-52 10.00 123456.5"},
        {R"("%#.1f %#.2f %#e %#.1E" 0.0 0.0 0.0 0.0)", "0.0 0.00 0.000000e+00 0.0E+00"},
    });
}

TEST_CASE("truths and nothing are padded as texts are") {
    check_all({
        {R"("%5t|%-6t|%7v|%-7v|%5v" true false true false true)", " true|false |   true|false  | true"},
        {R"("%.2T|%.2v" nil nil)", "<nil>|<nil>"},
        {R"("%7v|%-7v|%.2T|%8T" nil nil "a" 1)", "  <nil>|<nil>  |st|     int"},
        {R"("%d %s" true nil)", "%!d(bool=true) %!s(<nil>)"},
    });
}

TEST_CASE("texts in hexadecimal and in back quotes") {
    check_all({
        {R"("%.2x|% X|%6x|%-6x|%x" "hello" "hé" "a" "a" "")", "6865|68 C3 A9|    61|61    |"},
        {R"("%#X %# x" "az" "az")", "0X617A 0x61 0x7a"},
        {R"("%#q %#q %#q" "a\tb" "\x01" "\n")", "`a\tb` \"\\x01\" \"\\n\""},
        {R"("%#q %#q %#q %#q" "\xff" "\ufeff" "\x7f" " ")", R"("\xff" "\ufeff" "\x7f" ` `)"},
        {R"("%#q %#+q %q" "é" "é" "é")", R"(`é` `é` "é")"},
        {R"("%8q|%-8q|%#8q" "ab" "ab" "ab")", R"(    "ab"|"ab"    |    `ab`)"},
    });
}

TEST_CASE("floats and complex numbers tell of a verb that does not fit") {
    check_all({
        {R"("%d %s %q" 1.5 2.0 0.5)", "%!d(float64=1.5) %!s(float64=2) %!q(float64=0.5)"},
        {R"("%s %d" 1i 1+2i)", "%!s(complex128=(0+1i)) %!d(complex128=(1+2i))"},
        {R"("%e %.1g %+.1f" 1i 25i 1.5-2.5i)", "(0.000000e+00+1.000000e+00i) (0+2e+01i) (+1.5-2.5i)"},
        {R"("%w %p %t" 1 "a" "a")", "%!w(int=1) %!p(string=a) %!t(string=a)"},
        {R"("%+w %#w %w %w" 1 1 "a" .List)", "%!w(int=1) %!w(int=1) %!w(string=a) %!w([]string=[x y z])"},
        {R"("%p" .Nested)", "%!p(test.nested={inner})"},
    });
}

TEST_CASE("an operand's number that is out of place or unreadable is told") {
    check_all({
        {R"("%[1]2d" 5)", "%!d(BADINDEX)"},
        {R"("%[1].2f" 1.5)", "%!f(BADINDEX)"},
        {R"("%[" 1)", "%!(NOVERB)"},
        {R"("%[[" 1)", "%!(NOVERB)"},
        {R"("%[1]" 1)", "%!(NOVERB)"},
        {R"("%[]" 1)", "%!](BADINDEX)"},
        {R"("%]d" 1)", "%!](int=1)d"},
        {R"("%[1][2]d" 1 2)", "%![(int=1)2]d"},
        {R"("%[x][1]d" 1)", "%!d(BADINDEX)"},
        {R"("%[1[2]d" 1 2)", "%!d(BADINDEX)"},
        {R"("%[5][1]d" 1)", "%![(BADINDEX)1]d"},
        {R"("%[1" 1)", "%!(NOVERB)"},
        {R"("%[1d" 1)", "%!d(BADINDEX)"},
        {R"("%[1x]d %[0]d %[]d" 1)", "%!d(BADINDEX) %!d(BADINDEX) %!d(BADINDEX)"},
        {R"("%[2]d|%[1]d" 1 2)", "2|1"},
        {R"("%[1]d %d %d" 1 2)", "1 2 %!d(MISSING)"},
        {R"("%.[2]*[1]f|%.[1]*f" 1.25 1)", "1.2|%!(BADPREC)%!f(int=1)"},
    });
}

TEST_CASE("a width or precision that is no number, or too large, is told") {
    check_all({
        {R"("%*d")", "%!(BADWIDTH)%!d(MISSING)"},
        {R"("%*d|%*d" 2000000 1 -2000000 1)", "%!(BADWIDTH)1|%!(BADWIDTH)1"},
        {R"("%.*d|%.*d|%.*d" -1 5 3 5 0 0)", "%!(BADPREC)5|005|"},
        {R"("%0*d|%0*d" -5 42 5 42)", "42   |00042"},
        {R"("%*d|%-*d|%0*d|%*d" 0 1 0 1 0 1 1 1)", "1|1|1|1"},
        {R"("%*d" 1000000 1 | len)", "1000000"},
        {R"("%*d" -1000000 1 | len)", "1000000"},
        {R"("%*d|%.*d" -1000001 1 1000001 1)", "%!(BADWIDTH)1|%!(BADPREC)1"},
        {R"("%." 1)", "%!.(int=1)"},
        {R"("%.d|%.f" 0 2.6)", "|3"},
        {R"("%6.2%|%-5%")", "%|%"},
    });
}

TEST_CASE("operands that are left over are told with their types, and nothing without a value") {
    check_all({
        {R"("a" nil 1 "x" 2.5)", "a%!(EXTRA <nil>, int=1, string=x, float64=2.5)"},
        {R"("%d" 1 2)", "1%!(EXTRA int=2)"},
        {R"("%[1]d" 1 2)", "1"},
    });
}

TEST_CASE("printf wants a format that is a text") {
    CHECK_THAT(run("<<printf 5>>"), ContainsSubstring("expected a string, found int"));
    CHECK_THAT(run("<<5 | printf>>"), ContainsSubstring("expected a string, found int"));
}

TEST_CASE("an address is not printed") {
    CHECK_THAT(run("<<printf \"%p\" .Map>>"), ContainsSubstring("never twice the same"));
    CHECK_THAT(run("<<printf \"%p\" .List>>"), ContainsSubstring("never twice the same"));
}

TEST_CASE("print puts spaces between operands of which none is a text, println between all") {
    CHECK(run("<<print .Text \"_\" 1 2 \"x\" true nil>>") == "queue_depth_1 2xtrue <nil>");
    CHECK(run("<<println .Text 1 \"x\">>") == "queue_depth 1 x\n");
    CHECK(run("<<print>>") == "");
}

TEST_CASE("a struct with a text of its own is printed by it, but not as a number or in Go's syntax") {
    record named;
    named.type_name = "schema.GroupResource";
    named.fields = {{"Group", std::make_shared<const value>(std::string("g"))},
                    {"Resource", std::make_shared<const value>(std::string("r"))}};
    named.text = "r.g";
    const std::vector<value> operands(6, value(std::make_shared<const record>(named)));
    CHECK(print_formatted("%v %s %q %x %X|%+v", operands) == R"(r.g r.g "r.g" 722e67 722E67|r.g)");
    CHECK(print_formatted("%d %#v %t%[1]v%[1]v%[1]v", operands) ==
          R"({%!d(string=g) %!d(string=r)} schema.GroupResource{Group:"g", Resource:"r"} )"
          R"({%!t(string=g) %!t(string=r)}r.gr.gr.g)");
}

} // namespace

} // namespace template_format_test
