package talk

import "testing"

func TestReadBreath(t *testing.T) {
	for text, want := range map[string]Breath{
		"saw two customers y'day, 1:1s today, all good": {Done: "saw two customers", Plan: "1:1s", Free: true},
		"finished the board deck yesterday, working on hiring today, need Dan's ok on Brightwater": {
			Done: "finished the board deck", Plan: "working on hiring", Blockers: "need Dan's ok on Brightwater"},
		"did reviews yday and today I'll do the same, no issues apart from the CRM being slow": {
			Done: "did reviews", Plan: "do the same", Blockers: "the CRM being slow", Free: true},
		"Two visits yesterday. Calls, then quotes today.": {Done: "Two visits", Plan: "Calls, then quotes"},
	} {
		if got, ok := ReadBreath(text); !ok || got != want {
			t.Errorf("ReadBreath(%q)\n is   %+v %v\n want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"yesterday two visits, today calls", "called Acme and Bell yesterday", "today is fine", ""} {
		if got, ok := ReadBreath(text); ok {
			t.Errorf("ReadBreath(%q) is %+v", text, got)
		}
	}
}
