package chat

import (
	"strings"
	"testing"

	"dealdesk/commands/phrase"
)

func router(t *testing.T) *Router {
	t.Helper()
	names := map[string][]string{
		"deal":         {"商机"},
		"deal advance": {"推进", "商机 推进", "adv"},
		"approve":      {"批准"},
	}
	r, err := NewRouter([]Route{
		{Name: "log", Help: true}, {Name: "deal", Help: true}, {Name: "deal advance", Help: true}, {Name: "approve", Help: true}, {Name: "pick"},
	}, func(route string) []string { return names[route] }, phrase.Distance)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheLongestNameThatFitsIsTheRoute(t *testing.T) {
	r := router(t)
	for line, want := range map[string][2]string{
		"log call Acme  20m":      {"log", "call Acme  20m"},
		"  LOG\u3000call":         {"log", "call"},
		"deal D-7":                {"deal", "D-7"},
		"deal":                    {"deal", ""},
		"Deal  advance D-7":       {"deal advance", "D-7"},
		"deal advanced":           {"deal", "advanced"},
		"dealing":                 {"", "dealing"},
		"log-book":                {"", "log-book"},
		"推进D-7":                   {"deal advance", "D-7"},
		"商机推进 D-7":                {"deal advance", "D-7"},
		"商机 D-7":                  {"deal", "D-7"},
		"adv华星":                   {"deal advance", "华星"},
		"批准":                      {"approve", ""},
		"pick D-1":                {"", "pick D-1"},
		"":                        {"", ""},
		"log\nfirst line\nsecond": {"log", "first line\nsecond"},
	} {
		route, rest, ok := r.Find(line)
		if ok != (want[0] != "") || route.Name != want[0] || rest != want[1] {
			t.Errorf("Find(%q) = %q, %q, %v", line, route.Name, rest, ok)
		}
	}
}

func TestButtonsFindTheirRouteByName(t *testing.T) {
	r := router(t)
	if route, ok := r.Named("pick"); !ok || route.Name != "pick" {
		t.Error("pick is not found")
	}
	if _, ok := r.Named("推进"); ok {
		t.Error("a typed name is taken for an action")
	}
}

func TestANearMissIsSuggested(t *testing.T) {
	r := router(t)
	for line, want := range map[string]string{"aprove": "approve", "lgo call": "log", "recall?": "",
		"lot?": "log", "approve?": "approve", "improve": "", "zzzzzz": "", "": "", "🎉": "",
		"approveit now": "approve", "批准一下吧": "approve", "推荐给大家": "", "logbooks": ""} {
		if got := r.Nearest(line); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestOnlyALongNameWithOneWrongLetterIsMistyped(t *testing.T) {
	routes := []Route{{Name: "approve", Help: true}, {Name: "log", Help: true}}
	r, err := NewRouter(routes, func(string) []string { return nil }, phrase.Distance)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]bool{"aprove": true, "approev it": false, "approvee D-1": true, "lot": false, "improve": false,
		"": false, "wow": false} {
		if got := r.Mistyped(line); got != want {
			t.Errorf("Mistyped(%q) = %v", line, got)
		}
	}
}

func TestOneNameForTwoRoutesIsRefused(t *testing.T) {
	routes := []Route{{Name: "a", Help: true}, {Name: "b", Help: true}}
	_, err := NewRouter(routes, func(string) []string { return []string{"x"} }, phrase.Distance)
	if err == nil || !strings.Contains(err.Error(), `"x"`) {
		t.Errorf("got %v", err)
	}
	if _, err := NewRouter([]Route{{Name: "a"}, {Name: "a"}}, func(string) []string { return nil }, phrase.Distance); err == nil {
		t.Error("a route listed twice is accepted")
	}
}

func TestADayMayStandBeforeTheNameOfADatedRoute(t *testing.T) {
	names := map[string][]string{"deal won": {"赢单", "deal 赢单"}, "deal back": {"退回"}}
	r, err := NewRouter([]Route{{Name: "deal", Help: true}, {Name: "deal won", Help: true, Dated: true}, {Name: "deal back", Help: true},
		{Name: "log", Help: true}},
		func(route string) []string { return names[route] }, phrase.Distance)
	if err != nil {
		t.Fatal(err)
	}
	r.Dated(phrase.LeadingDay)
	for line, want := range map[string][2]string{
		"昨天赢单":               {"deal won", "昨天 "},
		"上周五赢单 D-7":          {"deal won", "上周五 D-7"},
		"deal 昨天赢单 D-7":      {"deal won", "昨天 D-7"},
		"yesterday deal won": {"deal won", "yesterday "},
		"deal won D-7 昨天":    {"deal won", "D-7 昨天"},
		"昨天退回 D-7":           {"", "昨天退回 D-7"},
		"log 昨天赢单 D-7":       {"log", "昨天赢单 D-7"},
		"deal D-7":           {"deal", "D-7"},
	} {
		route, rest, ok := r.Find(line)
		if ok != (want[0] != "") || route.Name != want[0] || rest != want[1] {
			t.Errorf("Find(%q) = %q, %q, %v", line, route.Name, rest, ok)
		}
	}
}

func TestASentenceIsNoCommandThatShowsARecord(t *testing.T) {
	r, err := NewRouter([]Route{{Name: "account", Help: true, Shows: true}, {Name: "log", Help: true}},
		func(route string) []string {
			return map[string][]string{"account": {"客户"}, "log": {"记录"}}[route]
		}, phrase.Distance)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"客户来电：金桥，7分钟": "", "客户华星": "account", "客户 华星，智云": "account", "记录电话华星，谈价格": "log",
	} {
		if route, _, _ := r.Find(line); route.Name != want {
			t.Errorf("Find(%q) = %q", line, route.Name)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("deal advance D-7")
	f.Add("推进 D-7 \xff")
	names := map[string][]string{"deal advance": {"推进", "商机 推进"}}
	routes := []Route{{Name: "deal", Help: true}, {Name: "deal advance", Help: true}}
	r, err := NewRouter(routes, func(s string) []string { return names[s] }, phrase.Distance)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if _, rest, _ := r.Find(line); !strings.HasSuffix(line, rest) {
			t.Fatalf("Find(%q) leaves %q", line, rest)
		}
		r.Nearest(line)
	})
}

func TestNamesMayBeTypedInOtherCharacters(t *testing.T) {
	r := router(t).Simplified(phrase.Simplify)
	for line, want := range map[string]string{"商機 D-7": "deal", "商機推進 D-7": "deal advance", "批準": "approve"} {
		if route, _, ok := r.Find(line); !ok || route.Name != want {
			t.Errorf("Find(%q) = %q, %v", line, route.Name, ok)
		}
	}
}
