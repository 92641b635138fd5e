package phrase

import "testing"

func TestLostBecauseUnderstandsWhatPeopleSay(t *testing.T) {
	for text, want := range map[string][2]string{
		"too expensive":                  {"price", ""},
		"It was Too Expensive for them":  {"price", ""},
		"they have no budget this year":  {"no_budget", ""},
		"they went with Initech.":        {"competitor", "Initech"},
		"went quiet after the demo":      {"no_decision", ""},
		"价格太高，客户选别家":                     {"price", ""},
		"客户选择了云帆科技":                      {"competitor", "云帆科技"},
		"对手公司":                           {"competitor", ""},
		"客户没预算了":                         {"no_budget", ""},
		"budget frozen":                  {"no_budget", ""},
		"budget cut":                     {"no_budget", ""},
		"too expensive, lost to Initech": {"price", "Initech"},
		"they chose to wait":             {"competitor", "to wait"},
		"价格太高，输给用友":                      {"price", "用友"},
		"太贵了 输给用友":                       {"price", "用友"},
		"被金蝶抢走了":                         {"competitor", "金蝶"},
		"输给了用友。":                         {"competitor", "用友"},
		"预算冻结":                           {"no_budget", ""},
		"their old rival":                {"competitor", ""},
		"Initech":                        {"", ""},
		"the chosen one":                 {"", ""},
		"":                               {"", ""},
	} {
		code, rival := LostBecause(text)
		if got := [2]string{code, rival}; got != want {
			t.Errorf("LostBecause(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzLostBecause(f *testing.F) {
	f.Add("they went with İnitech")
	f.Add("太贵 too expensive")
	f.Fuzz(func(t *testing.T, text string) {
		if code, rival := LostBecause(text); rival != "" && code == "" {
			t.Fatalf("LostBecause(%q) = %q, %q", text, code, rival)
		}
	})
}
