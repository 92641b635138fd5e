package goals

import "testing"

func TestWhatIsSaidOfAGoalIsACommand(t *testing.T) {
	for line, want := range map[string]string{
		"drop G-2":                          "goal drop: G-2",
		"Please drop goal g-2.":             "goal drop: G-2",
		"放弃G-2":                             "goal drop: G-2",
		"change G-1 to 900k":                "goal target: G-1 900k",
		"把G-1改成550万":                        "goal target: G-1 550万",
		"break G-1 down by team":            "goal split: G-1 by team",
		"把G-1按团队分解":                         "goal split: G-1 按团队",
		"why is G-1 behind?":                "why: G-1",
		"G-1为什么落后":                          "why: G-1",
		"how is G-1 going":                  "goal: G-1",
		"G-1怎么样了？":                          "goal: G-1",
		"ok I accept the goal":              "goal accept: ",
		"同意这个目标":                            "goal accept: ",
		"change the amount of Acme to 900k": ": ",
		"how is Acme going":                 ": ",
		"把金额改成550万":                         ": ",
		"同意":                                ": ",
		"drop D-2":                          ": ",
	} {
		if route, args, _ := Order(line); route+": "+args != want {
			t.Errorf("%q is %q with %q, want %q", line, route, args, want)
		}
	}
}
