package sales

import (
	"slices"
	"testing"
	"time"
)

// What was given away on a deal counts together, whatever it was called.
func TestOneDiscountInTwoIsOneDiscount(t *testing.T) {
	million := func(m int64) Money { return Money{m * 10000, "CNY"} } // in hundreds
	granted := func(id string, amount Money, p Percent, daysAgo int) Approval {
		return Approval{ID: id, Deal: "D-7", Status: Approved, Amount: amount, Discount: p, Decided: monday.AddDate(0, 0, -daysAgo)}
	}
	other := granted("R-1", million(1000), 999, 1)
	other.Deal = "D-8"
	undone := granted("R-1", million(1000), 999, 1)
	undone.Status = Recalled
	foreign := granted("R-1", Money{10000000, "USD"}, 999, 1)
	for _, c := range []struct {
		name    string
		earlier []Approval
		amount  Money
		off     Percent
		by      Person
		want    string // whom it waits for; "" for granted
		counted Percent
	}{
		{"nothing before", nil, million(900), 999, ann, "", 999},
		{"the amount lowered to the net, and again", []Approval{granted("R-1", million(1000), 999, 1)}, Money{9001000, "CNY"}, 999, ann, "manager", 1899},
		{"by a manager beyond the manager's limit", []Approval{granted("R-1", million(1000), 1500, 1)}, million(850), 1500, mia, "director", 2775},
		{"granted by somebody else counts too", []Approval{granted("R-1", million(1000), 1500, 1)}, million(850), 100, ann, "manager", 1585},
		{"taken back in between", []Approval{granted("R-1", million(1000), 500, 2), granted("R-2", million(1000), 0, 1)}, million(950), 600, ann, "manager", 1070},
		{"on the highest of several amounts", []Approval{granted("R-1", million(1000), 100, 3), granted("R-2", million(1200), 100, 2)}, million(1000), 100, ann, "manager", 1750},
		{"an amount that is higher by now", []Approval{granted("R-1", million(1000), 999, 1)}, million(1200), 999, ann, "", 999},
		{"the same amount", []Approval{granted("R-1", million(1000), 999, 1)}, million(1000), 500, ann, "", 500},
		{"just within ninety days", []Approval{granted("R-1", million(1000), 999, 89)}, Money{9001000, "CNY"}, 999, ann, "manager", 1899},
		{"ninety days ago", []Approval{granted("R-1", million(1000), 999, 90)}, Money{9001000, "CNY"}, 999, ann, "", 999},
		{"on another deal", []Approval{other}, Money{9001000, "CNY"}, 999, ann, "", 999},
		{"undone", []Approval{undone}, Money{9001000, "CNY"}, 999, ann, "", 999},
		{"in another currency", []Approval{foreign}, Money{9001000, "CNY"}, 999, ann, "", 999},
		{"rounded up", []Approval{granted("R-1", Money{100001, "CNY"}, 500, 1)}, Money{90001, "CNY"}, 1, ann, "manager", 1001},
		{"a sum beyond all sums", []Approval{granted("R-1", Money{AmountMax, "CNY"}, 500, 1)}, Money{AmountMax / 2, "CNY"}, 1, ann, "director", 5001},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := aDeal()
			d.Amount, d.Discount = c.amount, 0
			x := ask(c.by, c.off)
			x.Earlier = c.earlier
			r, _, e, err := d.AskTerms(DefaultAuthority(), x)
			if err != nil {
				t.Fatal(err)
			}
			if r.Counted() != c.counted || r.Discount != c.off || (e != nil) != (c.want == "") {
				t.Errorf("counted as %d: %+v", r.Counted(), r)
			}
			if c.want != "" && r.Steps[0].Who[0] != c.want {
				t.Errorf("it waits for %v", r.Steps[0].Who)
			}
		})
	}
}

func TestTakingADiscountBackGivesNothingAway(t *testing.T) {
	d := aDeal()
	d.Discount = 500
	x := ask(ann, 0)
	x.Earlier = []Approval{{Deal: "D-7", Status: Approved, Amount: Money{90000000, "CNY"}, Discount: 999, Decided: monday}}
	if r, _, e, err := d.AskTerms(DefaultAuthority(), x); err != nil || e == nil || r.Counted() != 0 {
		t.Errorf("%+v %v", r, err)
	}
}

// Running the bot is not a sales role: what somebody may change only as an admin, they grant
// no discount on.
func TestAnAdminGrantsNothingOnSomebodysDeal(t *testing.T) {
	adminOf := func(p Person) Person { p.Admin = true; return p }
	own := aDeal()
	own.Owner = "U-root"
	for _, c := range []struct {
		name string
		by   Person
		deal Deal
		off  Percent
		who  string // whom it waits for; "" for granted
	}{
		{"an admin", root, aDeal(), 500, "manager"},
		{"an admin, more", root, aDeal(), 2500, "director"},
		{"an admin with a limit of their own", Person{ID: "U-root", Role: Admin, Limit: 3000}, aDeal(), 500, "manager"},
		{"an admin who manages another team", adminOf(li), aDeal(), 500, "manager"},
		{"an admin on a deal of their own", root, own, 500, ""},
		{"an admin who manages the team", adminOf(mia), aDeal(), 1500, ""},
		{"an admin who is the deal's rep", adminOf(ann), aDeal(), 500, ""},
		{"an admin who is another rep", adminOf(bo), aDeal(), 500, "manager"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _, e, err := c.deal.AskTerms(DefaultAuthority(), ask(c.by, c.off))
			if err != nil || (e != nil) != (c.who == "") {
				t.Fatalf("%+v %v", r, err)
			}
			if c.who != "" && r.Steps[0].Who[0] != c.who {
				t.Errorf("it waits for %v", r.Steps[0].Who)
			}
		})
	}
	d := aDeal()
	d.Discount = 500
	if _, _, e, err := d.AskTerms(DefaultAuthority(), ask(root, 0)); err != nil || e == nil {
		t.Errorf("an admin may take a discount back: %v", err)
	}
}

// A limit that is lower by now counts for requests that wait, the company's like one's own.
func TestALimitCountsAsItIsAtTheClick(t *testing.T) {
	lower := func(a Authority) Authority { a.Manager = 1200; return a }
	for _, c := range []struct {
		name      string
		off       Percent
		change    func(*Roster)
		authority Authority // when it was asked
		want      string
	}{
		{"as it was", 1500, func(*Roster) {}, DefaultAuthority(), "approved"},
		{"the company's", 1500, func(r *Roster) { r.Authority = lower(r.Authority) }, DefaultAuthority(), "above_authority"},
		{"the company's, still above", 1100, func(r *Roster) { r.Authority = lower(r.Authority) }, DefaultAuthority(), "approved"},
		{"their own", 1500, func(r *Roster) { *r = r.change("U-mia", func(p *Person) { p.Limit = 1200 }) }, DefaultAuthority(), "above_authority"},
		{"the company's, but their own is higher", 1500, func(r *Roster) {
			r.Authority = lower(r.Authority)
			*r = r.change("U-mia", func(p *Person) { p.Limit = 1800 })
		}, DefaultAuthority(), "approved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, ros := aDeal(), atDesk()
			r, _, _, err := d.AskTerms(c.authority, Ask{ID: "R-3", By: ann, Discount: c.off, Reason: "so", Roster: ros, On: today})
			if err != nil {
				t.Fatal(err)
			}
			c.change(&ros)
			court := &court{t, r, d, ros}
			court.want(court.says("U-mia", Approve), c.want)
			if c.want == "above_authority" { // and the director is asked
				again, _, _, _ := court.r.Tend(d, court.ros, today)
				if got := seats(again); got != "!U-dan empty" {
					t.Errorf("%s", got)
				}
			}
		})
	}
	// A limit of one's own counts in a step of a policy, too, for what is given away in all.
	for given, want := range map[Percent]string{1999: "approved", 2000: "above_authority"} {
		c := try(t, atDesk().change("U-mia", func(p *Person) { p.Limit = 2000 }), Panel{Who{"manager"}, 1})
		c.r.List, c.r.Given = c.r.Amount, given
		c.want(c.says("U-mia", Approve), want)
	}
	// Where the director decides on the level, a manager's step is not about the level.
	chain := DefaultAuthority()
	chain.Chain = true
	d := aDeal()
	r, _, _, err := d.AskTerms(chain, Ask{ID: "R-3", By: ann, Discount: 2500, Reason: "so", Roster: atDesk(), On: today})
	if err != nil {
		t.Fatal(err)
	}
	c := &court{t, r, d, atDesk()}
	c.want(c.says("U-dan", Approve), "own_level")
	c.want(c.says("U-mia", Approve), "waiting")
	c.want(c.says("U-dan", Approve), "approved")
}

func TestTheOwnerOfADealDecidesNothingOnIt(t *testing.T) {
	for _, c := range []struct {
		name, owner string
		ros         Roster
		who, want   string
	}{
		{"a delegate who became the owner", "U-bo", atDesk().lend("U-mia", "U-bo"), "U-bo", "own_deal"},
		{"a manager who became the owner", "U-mia", atDesk(), "U-mia", "own_deal"},
		{"through the owner's delegate", "U-mia", atDesk().lend("U-mia", "U-bo"), "U-bo", "owners_right"},
		{"the owner's second account", "U-bo", atDesk().lend("U-mia", "U-eve").change("U-bo", func(p *Person) { p.Email = "b@x" }).change("U-eve", func(p *Person) { p.Email = "b@x" }), "U-eve", "own_deal"},
		{"an owner who keeps the books", "U-fin", atDesk(), "U-fin", "own_deal"},
		{"somebody else", "U-bo", atDesk().lend("U-mia", "U-bo"), "U-mia", "approved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			panel := Panel{Who{"manager"}, 1}
			if c.who == "U-fin" {
				panel = Panel{Who{"finance"}, 1}
			}
			court := try(t, c.ros, panel)
			court.d.Owner = c.owner // given away since
			court.want(court.says(c.who, Approve), c.want)
			if c.want != "approved" {
				court.want(court.says(c.who, Reject), c.want)
				if again, _, _, _ := court.r.Tend(court.d, court.ros, today); again.Asks(c.owner) {
					t.Errorf("the owner is asked: %s", seats(again))
				}
			}
		})
	}
}

func TestAFormerOwnerDecidesOnlyInTheirOwnRight(t *testing.T) {
	lent := atDesk().lend("U-dan", "U-mia")
	for _, c := range []struct {
		name   string
		panel  Panel
		owners []string
		who    string
		want   string
	}{
		{"for the director", Panel{Who{"director"}, 1}, []string{"U-mia"}, "U-mia", "former_owner"},
		{"as the manager", Panel{Who{"manager"}, 1}, []string{"U-mia"}, "U-mia", "approved"},
		{"somebody else's former deal", Panel{Who{"director"}, 1}, []string{"U-eve"}, "U-mia", "approved"},
		{"the director", Panel{Who{"director"}, 1}, []string{"U-mia"}, "U-dan", "approved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ros := lent
			ros.Owners = c.owners
			court := try(t, ros, c.panel)
			court.want(court.says(c.who, Approve), c.want)
			if c.want == "former_owner" {
				court.want(court.says(c.who, Reject), c.want)
				if again, _, _, _ := court.r.Tend(court.d, court.ros, today); again.Asks(c.who) {
					t.Errorf("they are asked: %s", seats(again))
				}
			}
		})
	}
	at := monday.AddDate(0, 6, 0)
	owners := FormerOwners([]Event{{Kind: Given, From: "U-a", At: at.AddDate(0, 0, -OftenDays)}, {Kind: Given, From: "U-b", At: at},
		{Kind: Repriced, From: "U-c", At: at}}, at)
	if !slices.Equal(owners, []string{"U-b"}) {
		t.Error(owners)
	}
}

// A delegate who may not decide today is told when they may.
func TestADelegateOutsideTheirDaysIsToldWhich(t *testing.T) {
	for name, at := range map[string]time.Duration{"too early": -72 * time.Hour, "too late": 72 * time.Hour} {
		c := try(t, atDesk(), Panel{Who{"manager"}, 1})
		g := Delegation{ID: "S-1", From: "U-mia", To: "U-bo", Start: monday.Add(-at), End: monday.Add(-at + 24*time.Hour)}
		c.ros.Delegations = []Delegation{g}
		_, _, _, err := c.r.Decide(c.d, Decision{By: bo, Verdict: Approve, Seen: c.r.Seen(), Roster: c.ros, On: today})
		p := refused(t, err, "approval.outside_days")
		if p.Args["By"] != "U-mia" || p.Args["Start"] != g.Start || p.Args["End"] != g.End.Add(-time.Minute) {
			t.Errorf("%s: %+v", name, p.Args)
		}
	}
}

// Mei has two delegates with different ends and goes on leave; one delegation is revoked,
// the other runs out: she is asked once.
func TestASeatIsGivenBackOnce(t *testing.T) {
	for _, order := range [][2]string{{"U-bo", "U-eve"}, {"U-eve", "U-bo"}} {
		ros := atDesk().away("U-mia").lend("U-mia", order[0]).lend("U-mia", order[1])
		c := try(t, ros, Panel{Who{"manager"}, 1})
		if got, want := seats(c.r), order[0]+"/U-mia "+order[1]+"/U-mia"; got != want {
			t.Fatalf("asked are %s, want %s", got, want)
		}
		for _, over := range []string{"U-eve", "U-bo"} {
			for i, g := range c.ros.Delegations {
				if g.To == over {
					c.ros.Delegations[i].Revoked = c.ros.At
				}
			}
			c.r, _, _, _ = c.r.Tend(c.d, c.ros, today)
		}
		if got := seats(c.r); got != "U-mia" {
			t.Errorf("in the end %s is asked", got)
		}
	}
}

func TestTheHighestAmountOfLateIsWhatADealWasCutFrom(t *testing.T) {
	at := monday.AddDate(0, 6, 0)
	move := func(kind EventKind, before int64, days int) Event {
		return Event{Kind: kind, Before: Money{before, "CNY"}, At: at.AddDate(0, 0, -days)}
	}
	d := Deal{Amount: Money{8000, "CNY"}}
	later := func(e Event, d time.Duration) Event { e.At = e.At.Add(d); return e }
	for name, c := range map[string]struct {
		moves []Event
		want  Percent
	}{
		"never":          {nil, 0},
		"lowered":        {[]Event{move(Repriced, 10000, 1), move(Repriced, 9000, 0)}, 2000},
		"raised":         {[]Event{move(Repriced, 5000, 1)}, 0},
		"long ago":       {[]Event{move(Repriced, 10000, OftenDays)}, 0},
		"by a discount":  {[]Event{move(Granted, 10000, 1)}, 0},
		"a typo":         {[]Event{move(Repriced, 8000, 1), later(move(Repriced, 80000, 1), UndoWindow)}, 0},
		"a slow typo":    {[]Event{move(Repriced, 8000, 1), later(move(Repriced, 80000, 1), UndoWindow+1)}, 9000},
		"a new deal":     {[]Event{move(Created, 0, 1), later(move(Repriced, 80000, 1), UndoWindow)}, 9000},
		"restored":       {[]Event{move(Repriced, 8000, 1), later(move(Repriced, 800, 1), UndoWindow)}, 0},
		"cut in steps":   {[]Event{later(move(Repriced, 9000, 1), time.Minute), move(Repriced, 10000, 1)}, 2000},
		"other currency": {[]Event{{Kind: Repriced, Before: Money{10000, "USD"}, At: at}}, 0},
	} {
		if share, _ := d.CutFrom(c.moves, at); share != c.want {
			t.Errorf("%s: %d", name, share)
		}
	}
}

func TestACutOfTheAmountCountsWithADiscount(t *testing.T) {
	for name, c := range map[string]struct {
		amount, before int64
		want           Percent
	}{
		"beyond it":   {8000, 10000, 2720},
		"at it":       {9000, 10000, 1810},
		"within it":   {9100, 10000, 1719},
		"not lowered": {9000, 9000, 900},
	} {
		d := aDeal()
		d.Amount, d.Discount = Money{c.amount, "CNY"}, 0
		x := ask(mia, 900)
		x.By.Limit = 1000
		x.Moves = []Event{{Kind: Repriced, Before: Money{c.before, "CNY"}, At: monday.AddDate(0, 0, -1)}}
		if r, _, _, err := d.AskTerms(DefaultAuthority(), x); err != nil || r.Counted() != c.want {
			t.Errorf("%s: %d %v", name, r.Counted(), err)
		}
	}
}

func TestADealThatMayBeTheSaleOfALargerOne(t *testing.T) {
	at := monday
	lost := Deal{ID: "D-1", Name: "Data platform", Account: "A-1", Team: "east", Status: Lost,
		Amount: Money{12000, "CNY"}, Created: at.AddDate(0, 0, -9), Closed: at.AddDate(0, 0, -1)}
	open := func(old, _ *Deal) { old.Status = Open }
	won := func(_, d *Deal) { d.Status = Won }
	both := func(all ...func(old, d *Deal)) func(old, d *Deal) {
		return func(old, d *Deal) {
			for _, change := range all {
				change(old, d)
			}
		}
	}
	for name, c := range map[string]struct {
		name   string
		change func(old, d *Deal)
		want   bool
		moves  []Event
	}{
		"the same name":                     {"Data platform", func(_, _ *Deal) {}, true, nil},
		"a word of it":                      {"platform, new", func(_, _ *Deal) {}, true, nil},
		"part of it":                        {"Data", func(_, _ *Deal) {}, true, nil},
		"another name":                      {"Training", func(_, _ *Deal) {}, false, nil},
		"another name, for less":            {"Training", won, true, nil},
		"another name, a little less":       {"Training", both(won, func(_, d *Deal) { d.Amount.Minor = 11900 }), false, nil},
		"another name, with a discount":     {"Training", func(_, d *Deal) { d.Discount = 100 }, true, nil},
		"another name, quite another price": {"Training", both(won, func(_, d *Deal) { d.Amount.Minor = 2000 }), false, nil},
		"another team":                      {"Data platform", func(old, _ *Deal) { old.Team = "west" }, false, nil},
		"won":                               {"Data platform", func(old, _ *Deal) { old.Status = Won }, false, nil},
		"smaller":                           {"Data platform", func(old, _ *Deal) { old.Amount.Minor = 5000 }, false, nil},
		"long ago":                          {"Data platform", func(old, _ *Deal) { old.Closed = at.AddDate(0, 0, -OftenDays) }, false, nil},
		"open beside it":                    {"Training", both(open, won), true, nil},
		"open, and nothing is won":          {"Data platform", open, false, nil},
		"another currency":                  {"Data platform", both(won, func(_, d *Deal) { d.Amount.Currency = "USD" }), true, nil},
		"shrunk before it was lost": {"Training", both(won, func(old, _ *Deal) { old.Amount.Minor = 100 }), true,
			[]Event{{Kind: Repriced, Before: Money{12000, "CNY"}, At: at.AddDate(0, 0, -2)}}},
		"blown up before it was lost": {"Training", both(won, func(old, d *Deal) { old.Amount.Minor, d.Amount.Minor = 90000, 9000 }), true,
			[]Event{{Kind: Repriced, Before: Money{12000, "CNY"}, At: at.AddDate(0, 0, -2)}}},
		"lost long ago, entered lately": {"Data platform", func(old, _ *Deal) { old.Closed = at.AddDate(0, 0, -OftenDays) }, true,
			[]Event{{Kind: ClosedLost, At: at.AddDate(0, 0, -1)}}},
		"open, and opened later": {"Training", both(open, won, func(old, _ *Deal) { old.Created = at.AddDate(0, 0, -1) }), false, nil},
	} {
		old := lost
		d := Deal{ID: "D-2", Name: c.name, Account: "A-1", Team: "east", Status: Open, Amount: Money{9000, "CNY"}, Created: at.AddDate(0, 0, -5)}
		c.change(&old, &d)
		if _, _, got := d.Twin(old, c.moves, 1000, at); got != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}
