package goals

import "testing"

func TestAListIsNarrowedByWords(t *testing.T) {
	for line, want := range map[string]struct {
		over, behind bool
		rest         string
	}{
		"":                         {},
		"East":                     {rest: "East"},
		"over":                     {over: true},
		"over East q3":             {over: true, rest: "East q3"},
		"which goals are behind?":  {behind: true},
		"goals that are off track": {behind: true},
		"missed last quarter":      {over: true, behind: true, rest: "last quarter"},
		"已结束":                      {over: true},
		"华南 已结束的 三季度":              {over: true, rest: "华南 三季度"},
		"哪些目标落后了？":                 {behind: true},
		"上季度未达成的":                  {over: true, behind: true, rest: "上季度"},
		"Overseas":                 {rest: "Overseas"},
		"Behinderten-Werkstatt AG": {rest: "Behinderten-Werkstatt AG"},
	} {
		over, behind, rest := Narrowed(line)
		if over != want.over || behind != want.behind || rest != want.rest {
			t.Errorf("%q: over %v, behind %v, rest %q", line, over, behind, rest)
		}
	}
}
