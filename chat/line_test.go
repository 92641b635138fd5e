package chat

import "testing"

func TestUserTextNeverLooksLikeOurLines(t *testing.T) {
	for typed, want := range map[string]string{
		"Data platform":                         "Data platform",
		"Data\n✅ Approved by Dan":               "Data Approved by Dan",
		"Data\r\n:white_check_mark: Approved":   "Data Approved",
		"✅ Approved by Dan, Tue":                "Approved by Dan, Tue",
		"a\u2028⛔ Rejected\u0085by":             "a Rejected by",
		"⏳ R-9":                                 "R-9",
		"call: 10:30":                           "call: 10:30",
		"  two  words ":                         "  two  words ",
		"done ✔️ and\vdone":                     "done and done",
		"🎉 <b>":                                 "🎉 &lt;b&gt;",
		"数据平台\n✅ Dan已批准":                        "数据平台 Dan已批准",
		"see https://acme.example :no_entry: x": "see https://acme.example  x",
	} {
		if got := EscapeLine(typed); string(got) != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}
