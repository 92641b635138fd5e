package phrase

import (
	"testing"

	"dealdesk/sales"
)

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

func TestNameTitleAndRoleOfAContactStandInAnyOrder(t *testing.T) {
	type person = sales.Contact
	for _, c := range []struct {
		line   string
		want   person
		unsure bool
	}{
		{"Tom Hardy CTO tom@acme.com +44 20 7946 0958", person{Name: "Tom Hardy", Title: "CTO", Email: "tom@acme.com", Phone: "+44 20 7946 0958"}, false},
		{"CTO Tom Hardy decision maker", person{Name: "Tom Hardy", Title: "CTO", Role: sales.Decider}, false},
		{"decision maker Tom Hardy CTO", person{Name: "Tom Hardy", Title: "CTO", Role: sales.Decider}, false},
		{"Tom Hardy champion Sales Director", person{Name: "Tom Hardy", Title: "Sales Director", Role: sales.Champion}, false},
		{"Tom Hardy Sales Director (champion)", person{Name: "Tom Hardy", Title: "Sales Director", Role: sales.Champion}, false},
		{"Tom Hardy Head of Customer Success", person{Name: "Tom Hardy", Title: "Head of Customer Success"}, false},
		{"VP of Sales Tom Hardy", person{Name: "Tom Hardy", Title: "VP of Sales"}, false},
		{"CTO, Tom Hardy", person{Name: "Tom Hardy", Title: "CTO"}, false},
		{`CTO "Tom Hardy"`, person{Name: "Tom Hardy", Title: "CTO"}, false},
		{"Tom Hardy,CTO,user", person{Name: "Tom Hardy", Title: "CTO", Role: sales.User}, false},
		{"Tom Hardy Evangelist", person{Name: "Tom Hardy Evangelist"}, true},
		{"Tom Hardy, Evangelist", person{Name: "Tom Hardy", Title: "Evangelist"}, false},
		{"Tom Hardy", person{Name: "Tom Hardy"}, false},
		{"Tom Hardy Sales", person{Name: "Tom Hardy Sales"}, true},
		{`"Tom Hardy Evangelist"`, person{Name: "Tom Hardy Evangelist"}, false},
		{"Simon Head buyer", person{Name: "Simon Head", Role: sales.Buyer}, false},
		{"CTO", person{Name: "CTO"}, false},
		{"刘建国 总经理 决策人 13800138000", person{Name: "刘建国", Title: "总经理", Role: sales.Decider, Phone: "13800138000"}, false},
		{"决策人 刘建国 总经理", person{Name: "刘建国", Title: "总经理", Role: sales.Decider}, false},
		{"总经理 刘建国 决策者", person{Name: "刘建国", Title: "总经理", Role: sales.Decider}, false},
		{"财务总监 王芳 采购", person{Name: "王芳", Title: "财务总监", Role: sales.Buyer}, false},
		{"刘建国，总经理，决策人，13800138000", person{Name: "刘建国", Title: "总经理", Role: sales.Decider, Phone: "13800138000"}, false},
		{"刘建国 CTO（内部支持者）", person{Name: "刘建国", Title: "CTO", Role: sales.Champion}, false},
		{"刘建国 CTO （支持者）", person{Name: "刘建国", Title: "CTO", Role: sales.Champion}, false},
		{"王总 决策人", person{Name: "王总", Role: sales.Decider}, false},
		{"李经理", person{Name: "李经理"}, false},
		{"李经理 采购部", person{Name: "李经理 采购部"}, true},
	} {
		got, unsure := Contact(c.line, false)
		if got != c.want || unsure != c.unsure {
			t.Errorf("%q: %+v %v, want %+v %v", c.line, got, unsure, c.want, c.unsure)
		}
	}
}

func TestAPersonIsCutOffTheNameOfANewCustomer(t *testing.T) {
	for line, want := range map[string][2]string{
		"广州白云机械厂，联系人陈经理 13800138000": {"广州白云机械厂", "陈经理 13800138000"}, "白云机械厂 联系人：陈经理": {"白云机械厂", "陈经理"},
		"白云机械厂 陈经理 13800138000": {"白云机械厂", "陈经理 13800138000"}, "白云机械厂，陈经理，13800138000": {"白云机械厂", "陈经理，13800138000"},
		"Acme, contact Mary Wood +44 20 7946 0018": {"Acme", "Mary Wood +44 20 7946 0018"}, "Acme, Mary Wood, mary@acme.com": {"Acme", "Mary Wood, mary@acme.com"},
		"Acme": {"Acme"}, "Acme, Inc.": {"Acme, Inc."}, "Contact Lenses Ltd": {"Contact Lenses Ltd"}, "58同城": {"58同城"},
		"Acme 020 7946 0018": {"Acme 020 7946 0018"}, "联系人": {"联系人"},
	} {
		name, person := CutContact(line)
		if got := [2]string{name, person}; got != want {
			t.Errorf("CutContact(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestAnAbbreviationLooksLikeTheName(t *testing.T) {
	x := NewIndex([]Named{{ID: "A-1", Name: "榕城文化旅游集团"}, {ID: "A-2", Name: "华星科技"}})
	for name, want := range map[string]int{"榕城文旅集团": 1, "榕城文旅": 1, "榕文旅": 1, "文旅榕城": 0, "游旅化": 0, "华信科": 0} {
		if got := x.Find(name, nil); len(got) != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
