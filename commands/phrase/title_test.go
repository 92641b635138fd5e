package phrase

import (
	"testing"

	"dealdesk/sales"
)

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
