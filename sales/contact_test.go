package sales

import "testing"

func TestTheSameContactIsKnownByNameMailOrPhone(t *testing.T) {
	mary := Contact{Account: "A-1", Name: "Mary Wood", Phone: "+44 20 7946 0958", Email: "mary@acme.com"}
	for _, c := range []struct {
		other Contact
		want  bool
	}{
		{Contact{Account: "A-1", Name: "mary  wood"}, true},
		{Contact{Account: "A-1", Name: "M. Wood", Email: "Mary@Acme.com"}, true},
		{Contact{Account: "A-1", Name: "M. Wood", Phone: "+44-20-79460958"}, true},
		{Contact{Account: "A-1", Name: "Mark Wood"}, false},
		{Contact{Account: "A-2", Name: "Mary Wood", Email: "mary@acme.com"}, false},
	} {
		if got := mary.Same(c.other); got != c.want {
			t.Errorf("%+v: %v", c.other, got)
		}
	}
	bare := Contact{Account: "A-1", Name: "Mary"}
	if bare.Same(Contact{Account: "A-1", Name: "Tom"}) {
		t.Error("two without mail and phone are taken for one")
	}
}

func TestAMergedContactLosesNothing(t *testing.T) {
	was := Contact{ID: "K-1", Account: "A-1", Name: "Mary Wood", Title: "CFO", Role: Decider, Phone: "123456"}
	got := was.Merge(Contact{Name: "Mary Wood-Hill", Email: "mary@acme.com"})
	want := Contact{ID: "K-1", Account: "A-1", Name: "Mary Wood-Hill", Title: "CFO", Role: Decider, Phone: "123456", Email: "mary@acme.com"}
	if got != want {
		t.Errorf("got %+v", got)
	}
}

func TestAContactIsAPersonWithAName(t *testing.T) {
	for name, want := range map[string]bool{
		"nobody yet": false, "Unknown Person": false, "CFO": false, "the CFO": false, "their boss": false, "Sales Director": false, "decision maker": false,
		"Head of IT": false, "no one yet": false, "Mary Wood": true, "Boss Hugo": true, "Chief Okoro": true, "May Manager": true, "Noone Patel": true,
		"还没定": false, "财务总监": false, "总经理": false, "老板": false, "未知人士": false, "决策人": false, "李经理": true, "王总": true, "老板娘": true, "不二家": true,
	} {
		if _, err := (Contact{Name: name}).Check(); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}
