package phrase

import "testing"

func TestReachFindsMailAndPhone(t *testing.T) {
	for text, want := range map[string][3]string{
		`"Mary Wood" decider CFO mary@acme.com +44 20 7946 0958`: {`"Mary Wood" decider CFO`, "+44 20 7946 0958", "mary@acme.com"},
		"Mary Wood, CFO, tel: 020-7946 0958":                     {"Mary Wood, CFO,", "020-7946 0958", ""},
		"mail: mary.wood@acme.co.uk Mary":                        {"Mary", "", "mary.wood@acme.co.uk"},
		"王芳 决策人 财务总监 手机13800138000 邮箱：wang@huaxing.cn":           {"王芳 决策人 财务总监", "13800138000", "wang@huaxing.cn"},
		"Tom Phone 12":                   {"Tom Phone 12", "", ""},
		"Ann, class of 2026":             {"Ann, class of 2026", "", ""},
		"Ann @ Acme":                     {"Ann @ Acme", "", ""},
		"Li (021) 5555 1234":             {"Li", "(021) 5555 1234", ""},
		"no number 12345678901234567890": {"no number 12345678901234567890", "", ""},
		"":                               {},
	} {
		rest, phone, email := Reach(text)
		if got := [3]string{rest, phone, email}; got != want {
			t.Errorf("Reach(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzReach(f *testing.F) {
	f.Add("Mary mary@acme.com +44 20 7946 0958")
	f.Add("@.@ 电话：(((123456")
	f.Fuzz(func(t *testing.T, text string) {
		if rest, _, _ := Reach(text); len(rest) > len(text)+2 {
			t.Fatalf("Reach(%q) leaves %q", text, rest)
		}
	})
}
