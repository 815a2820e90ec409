// Reads queries that Barograph made, one JSON object a line, parses each with Prometheus' own parser and compares what
// it selects with what was meant. Prints every difference and a closing count; status 1 if there was one.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// matcher is what one part of a selector was meant to be. Without values it is about the empty text.
type matcher struct {
	Name   string   `json:"name"`
	Op     string   `json:"op"`
	Values []string `json:"values"`
}

type produced struct {
	Query    string    `json:"query"`
	Matchers []matcher `json:"matchers"`
}

// differs says how what was parsed is not what was meant; empty when it is.
func (m matcher) differs(is *labels.Matcher) string {
	if is.Name != m.Name || is.Type.String() != m.Op {
		return fmt.Sprintf("%s %s", is.Name, is.Type)
	}
	values := m.Values
	if len(values) == 0 {
		values = []string{""}
	}
	positive := is.Type == labels.MatchEqual || is.Type == labels.MatchRegexp
	for _, value := range values {
		if is.Matches(value) != positive {
			return fmt.Sprintf("%q is taken for another value", value)
		}
		// A value stands for itself alone: nothing longer, and no other character in any place.
		for _, other := range append(variants(value), value+"x", "x"+value) {
			if !slices.Contains(values, other) && is.Matches(other) == positive {
				return fmt.Sprintf("%q counts as %q", other, value)
			}
		}
	}
	return ""
}

// variants replaces each character once.
func variants(value string) []string {
	var all []string
	for i, c := range value {
		all = append(all, value[:i]+"y"+value[i+len(string(c)):])
	}
	return all
}

// selectedBy gives the matchers of the one vector selector in an aggregation, without the metric's name.
func selectedBy(query string) ([]*labels.Matcher, error) {
	expression, err := parser.ParseExpr(query)
	if err != nil {
		return nil, err
	}
	aggregation, ok := expression.(*parser.AggregateExpr)
	if !ok {
		return nil, fmt.Errorf("it is a %T, not an aggregation", expression)
	}
	selector, ok := aggregation.Expr.(*parser.VectorSelector)
	if !ok {
		return nil, fmt.Errorf("it aggregates a %T, not a selector", aggregation.Expr)
	}
	return slices.DeleteFunc(selector.LabelMatchers, func(m *labels.Matcher) bool { return m.Name == "__name__" }), nil
}

// judge says what is wrong with one query; empty when nothing is.
func judge(want produced) string {
	found, err := selectedBy(want.Query)
	if err != nil {
		return err.Error()
	}
	if len(found) != len(want.Matchers) {
		return fmt.Sprintf("%d matchers instead of %d", len(found), len(want.Matchers))
	}
	for i, meant := range want.Matchers {
		if difference := meant.differs(found[i]); difference != "" {
			return difference
		}
	}
	return ""
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	passed, failed := 0, 0
	for lines.Scan() {
		var want produced
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			fmt.Println("not a line of the generator:", err)
			os.Exit(1)
		}
		if fault := judge(want); fault != "" {
			failed++
			fmt.Printf("%s\n  meant %q\n  but %s\n", want.Query, want.Matchers, fault)
			continue
		}
		passed++
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 || lines.Err() != nil {
		os.Exit(1)
	}
}
