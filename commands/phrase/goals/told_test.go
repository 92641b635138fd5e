package goals

import (
	"fmt"
	"testing"

	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

func TestAnOrderDescribesItsGoal(t *testing.T) {
	for line, want := range map[string]Told{
		"raise the east goal by 10 percent":           {"goal target", "the east goal", "up 10 percent", true},
		"change Ana's december calls goal to 50":      {"goal target", "Ana's december calls goal", "50", true},
		"lower G-4 by 5":                              {"goal target", "G-4", "down 5", true},
		"raise it by 10%":                             {"goal target", "", "up 10%", false},
		"把华南目标调高10%":                                  {"goal target", "华南目标", "up 10%", true},
		"李雷的拜访目标改成30":                                 {"goal target", "李雷的拜访目标", "30", true},
		"split it evenly between ana and bob":         {"goal split", "", "evenly between ana and bob", false},
		"split G-3 ana 120 bob 80":                    {"goal split", "G-3", "ana 120 bob 80", true},
		"divide East's Q1 goal by working days":       {"goal split", "East's Q1 goal", "by working days", true},
		"把华南一季度目标平均分给李雷和韩梅梅":                          {"goal split", "华南一季度目标", "平均分给李雷和韩梅梅", true},
		"why did we raise the east goal by 10%?":      {},
		"G-1分析一下":                                     {},
		"任务改到3号":                                      {},
		"split the bill with Acme":                    {},
		"change the close date to 12 December":        {},
		"把报价改成30万":                                    {},
		"call Acme 20m about the goal to cut 10% off": {},
	} {
		if got, ok := Tell(line); got != want || ok != (want != Told{}) {
			t.Errorf("%q is %+v, want %+v", line, got, want)
		}
	}
}

func TestSharesAreReadByName(t *testing.T) {
	person := func(id string) goal.Scope { return goal.Scope{Kind: goal.OfPerson, ID: id} }
	names := []Named{{person("UANA"), "Ana"}, {person("UBOB"), "Bob"}, {person("UPRI"), "Priya"}, {person("ULI"), "李雷"}, {person("UHAN"), "韩梅梅"}}
	for line, want := range map[string]string{
		"ana 120 bob 80 priya 100":            "Ana:120 Bob:80 Priya:100",
		"150 for ana, 140 for bob":            "Ana:150 Bob:140",
		"between ana, bob and priya":          "Ana: Bob: Priya:",
		"evenly between ana and bob":          "evenly Ana: Bob:",
		"ana 60%, the rest to bob":            "Ana:60% Bob:rest",
		"ana and bob 40 each":                 "Ana:40 Bob:40",
		"李雷120 韩梅梅80":                         "李雷:120 韩梅梅:80",
		"平均分给李雷和韩梅梅":                          "evenly 李雷: 韩梅梅:",
		"李雷和韩梅梅各40个":                          "李雷:40 韩梅梅:40",
		"ana 120 bob":                         "Ana: Bob: left 120",
		"ana 120 and zoe 80":                  "Ana: left zoe",
		"ana called Acme 20m, bob 30 minutes": "Ana:20m Bob:30 left called Acme",
	} {
		s, got := ReadShares(line, names), ""
		if s.Evenly {
			got = "evenly "
		}
		for i, of := range s.Of {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprintf("%s:%s", of.Name, of.Number)
		}
		if s.Left != "" {
			got += " left " + s.Left
		}
		if got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
	twins := append(names, Named{person("UANA2"), "Ana"})
	if s := ReadShares("ana 120 bob 80", twins); s.Twin != "Ana" {
		t.Errorf("two of one name are not told apart: %+v", s)
	}
	if s, err := Read("Ana 20 calls this month", Options{Now: options().Now, Names: twins}); err != nil || len(s.Twins) != 2 || s.Scope.Kind != "" {
		t.Errorf("a goal for one of two of one name is %+v (%v)", s, err)
	}
}

func TestANumberThatMayBeAnotherIsRefused(t *testing.T) {
	for typed, want := range map[string]string{"3,5%": "goal_line.no_number", "9,1": "goal_line.no_number", "0.3": "goal_line.fraction"} {
		_, _, err := Number(typed, kpi.WinRate, Options{})
		if problem, _ := sales.AsProblem(err); problem == nil || problem.Code != want {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
	}
	for typed, want := range map[string]int64{"0.3%": 30, "30": 3000, "3.5%": 350} {
		if n, _, err := Number(typed, kpi.WinRate, Options{}); err != nil || n != want {
			t.Errorf("%q: %d %v, want %d", typed, n, err, want)
		}
	}
	names := []Named{{Name: "Ana", Scope: goal.Scope{Kind: goal.OfPerson, ID: "UANA"}},
		{Name: "Bob", Scope: goal.Scope{Kind: goal.OfPerson, ID: "UBOB"}}}
	if s := ReadShares("ana -50k, bob 300k", names); s.Left == "" {
		t.Errorf("a number below zero is read as %+v", s)
	}
	if s := ReadShares("ana - 50k, bob - 300k", names); s.Left != "" {
		t.Errorf("a mark before a number is read as %+v", s)
	}
}
