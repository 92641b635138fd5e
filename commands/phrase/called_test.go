package phrase

import (
	"testing"

	"dealdesk/sales"
)

func TestAWholeNameIsMeantBeforeThePartOfALongerOne(t *testing.T) {
	all := []sales.Person{{ID: "U1", Name: "Mary Wood"}, {ID: "U2", Name: "Mary"}, {ID: "U3", Name: "Tom Hill"}, {ID: "U4", Name: "Tom Ford"},
		{ID: "U5", Name: "王芳"}, {ID: "U6", Name: "王芳芳"}, {ID: "U7", Name: "Li"}, {ID: "U8", Name: "li"}}
	for text, want := range map[string]string{
		"@mary": "U2", "@Mary Wood please": "U1", "@mary woodman": "U2", "@tom": "", "@tom ford": "U4", "@王芳芳帮忙": "U6", "@王芳帮忙": "U5", "@li": "", "@tomas": "", "<@U3|x>": "U3", "<@U9|tom ford>": "",
	} {
		got := ""
		for _, m := range Mentions(text, func(rest string) int { return LongestName(all, rest) }) {
			if i := WhoIs(all, m); i >= 0 {
				got += all[i].ID
			}
		}
		if got != want {
			t.Errorf("%s calls %q, want %q", text, got, want)
		}
	}
}
