package sales

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	north = Team{ID: "north", Manager: "U-mia", Director: "U-dan"}
	ann   = Person{ID: "U-ann", Team: "north", Role: Rep}
	bo    = Person{ID: "U-bo", Team: "north", Role: Rep}
	mia   = Person{ID: "U-mia", Team: "north", Role: Manager}
	dan   = Person{ID: "U-dan", Role: Director}
	dee   = Person{ID: "U-dee", Team: "north", Role: Director}
	root  = Person{ID: "U-root", Role: Admin}
	li    = Person{ID: "U-li", Team: "south", Role: Manager}
	fay   = Person{ID: "U-fay", Team: "north", Role: Manager, Outside: true}
	staff = []Person{root, dan, li, fay, mia, ann, bo}
)

func ask(by Person, p Percent) Ask {
	return Ask{ID: "R-3", By: by, Discount: p, Reason: "rival cut the price",
		Roster: Roster{Team: north, People: staff, Authority: DefaultAuthority(), At: monday}, On: today}
}

func TestALimitItselfBelongsToTheNextLevel(t *testing.T) {
	a := DefaultAuthority()
	for _, c := range []struct {
		p     Percent
		level Role
		alone string // who grants it without anyone else
	}{
		{0, Rep, "rep manager director admin"},
		{1, Rep, "rep manager director admin"},
		{999, Rep, "rep manager director admin"},
		{1000, Manager, "manager director"},
		{1999, Manager, "manager director"},
		{2000, Director, ""},
		{9999, Director, ""},
	} {
		if got := a.Level(Offer{Discount: c.p}); got != c.level {
			t.Errorf("%d is the %s's, want the %s's", c.p, got, c.level)
		}
		var alone []string
		for _, r := range []Role{Rep, Manager, Director, Admin, "intern"} {
			if a.Alone(r, Offer{Discount: c.p}) {
				alone = append(alone, string(r))
			}
		}
		if got := strings.Join(alone, " "); got != c.alone {
			t.Errorf("%d is granted alone by %q, want %q", c.p, got, c.alone)
		}
	}
	strict := Authority{Rep: 0, Manager: 0}
	if strict.Level(Offer{Discount: 1}) != Director || strict.Level(Offer{}) != Rep {
		t.Error("where nobody may grant anything, 0.01 % is the director's and taking a discount back anybody's")
	}
}

func TestADiscountWithinOnesOwnAuthorityIsGrantedAtOnce(t *testing.T) {
	for _, c := range []struct {
		by Person
		p  Percent
	}{{ann, 999}, {mia, 1999}, {dan, 1999}, {dee, 1000}} {
		x := ask(c.by, c.p)
		x.Reason, x.People = "", nil
		d := aDeal()
		r, got, e, err := d.AskTerms(DefaultAuthority(), x)
		if err != nil {
			t.Errorf("%s asks for %d: %v", c.by.ID, c.p, err)
			continue
		}
		if !r.Own() || r.Status != Approved || r.By != c.by.ID || r.Terms != 1 || !r.Decided.Equal(monday) || !r.Expires.IsZero() {
			t.Errorf("%s asks for %d: %+v", c.by.ID, c.p, r)
		}
		if got.Discount != c.p || got.Terms != 2 || got.Net() != d.Amount.Less(c.p) {
			t.Errorf("%s asks for %d: %+v", c.by.ID, c.p, got)
		}
		want := Event{Deal: "D-7", Account: "A-1", Team: "north", Owner: "U-ann", Pipeline: "standard", By: c.by.ID, Kind: Granted, To: "R-3",
			Before: d.Amount, Amount: d.Amount.Less(c.p), Discount: c.p, At: monday, On: today}
		if diff := cmp.Diff(want, *e); diff != "" {
			t.Errorf("%s asks for %d:\n%s", c.by.ID, c.p, diff)
		}
	}
}

func TestAnyOtherDiscountWaitsForTheNextLevel(t *testing.T) {
	for _, c := range []struct {
		by    Person
		p     Percent
		level Role
		from  string
	}{
		{ann, 1000, Manager, "U-mia U-dan"},
		{ann, 2000, Director, "U-dan"},
		{mia, 2000, Director, "U-dan"},
		{dee, 2000, Director, "U-dan"},
		{root, 1000, Manager, "U-mia U-dan"},
	} {
		d := aDeal()
		r, got, e, err := d.AskTerms(DefaultAuthority(), ask(c.by, c.p))
		if err != nil || e != nil || got != d {
			t.Errorf("%s asks for %d: %v %v", c.by.ID, c.p, e, err)
			continue
		}
		want := Approval{ID: "R-3", Deal: "D-7", Account: "A-1", Team: "north", Requester: c.by.ID, Terms: 1, Amount: d.Amount,
			Goods: d.Goods(), Discount: c.p, Reason: "rival cut the price", Status: Waiting, Created: monday,
			Expires: monday.Add(72 * time.Hour), Told: strings.Fields(c.from)[:1],
			Steps: []Step{{Why: []string{WhyLevel}, Panel: Panel{Who{string(c.level)}, 1},
				Asked: []Seat{{By: strings.Fields(c.from)[0], Since: monday}}, Since: monday}}}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("%s asks for %d:\n%s", c.by.ID, c.p, diff)
		}
		var from []string
		for _, p := range []Person{root, li, fay, mia, dan, ann, bo} {
			if r.MayDecide(p, d, Roster{Team: north, People: staff, Authority: DefaultAuthority(), At: monday}) {
				from = append(from, p.ID)
			}
		}
		if got := strings.Join(from, " "); got != c.from {
			t.Errorf("%s asks %q for %d, want %q", c.by.ID, got, c.p, c.from)
		}
	}
	a := DefaultAuthority()
	a.Expires = 0
	r, _, _, err := aDeal().AskTerms(a, ask(ann, 1500))
	if _, late := r.Expire(monday.AddDate(50, 0, 0)); err != nil || late {
		t.Errorf("without a limit a request ends all the same: %+v %v", r, err)
	}
}

func TestImpossibleRequestsAreRefused(t *testing.T) {
	waiting := func(change func(*Approval)) *Approval {
		r := Approval{ID: "R-2", Status: Waiting, Terms: 1, Amount: aDeal().Amount, Expires: monday.Add(time.Hour)}
		change(&r)
		return &r
	}
	still := waiting(func(*Approval) {})
	for _, c := range []struct {
		name string
		as   func(*Deal, *Ask)
		code string // "" for asked
	}{
		{"by a manager of another team", func(_ *Deal, x *Ask) { x.By = li }, "deal.not_found"},
		{"by a guest", func(_ *Deal, x *Ask) { x.By = fay }, "deal.not_found"},
		{"by an owner who was deactivated", func(_ *Deal, x *Ask) { x.By.Gone = true }, "deal.not_found"},
		{"of a team that is not the deal's", func(_ *Deal, x *Ask) { x.Team.ID = "south" }, "deal.not_found"},
		{"by a colleague", func(_ *Deal, x *Ask) { x.By = bo }, "deal.not_yours"},
		{"on a won deal", func(d *Deal, _ *Ask) { d.Status = Won }, "deal.closed"},
		{"on no amount", func(d *Deal, _ *Ask) { d.Amount = Money{} }, "deal.amount_missing"},
		{"below nothing", func(_ *Deal, x *Ask) { x.Discount = -1 }, "discount.out_of_range"},
		{"for free", func(_ *Deal, x *Ask) { x.Discount = Hundred }, "discount.out_of_range"},
		{"no discount where there is none", func(_ *Deal, x *Ask) { x.Discount = 0 }, "discount.unchanged"},
		{"what was granted already", func(d *Deal, _ *Ask) { d.Discount = 1500 }, "discount.unchanged"},
		{"while another request waits", func(_ *Deal, x *Ask) { x.Waiting = still }, "discount.already_waiting"},
		{"own authority while another request waits", func(_ *Deal, x *Ask) { x.Waiting, x.Discount = still, 500 }, "discount.already_waiting"},
		{"after one that is decided", func(_ *Deal, x *Ask) { x.Waiting = waiting(func(r *Approval) { r.Status = Rejected }) }, ""},
		{"after one whose time has come", func(_ *Deal, x *Ask) { x.At = still.Expires; x.Waiting = still }, ""},
		{"after one for older terms", func(d *Deal, x *Ask) { d.Terms = 2; x.Waiting = still }, ""},
		{"without a reason", func(_ *Deal, x *Ask) { x.Reason = " " }, "discount.reason_missing"},
		{"with an endless reason", func(_ *Deal, x *Ask) { x.Reason = strings.Repeat("x", TextMax+1) }, "text.too_long"},
		{"where nobody can decide", func(_ *Deal, x *Ask) { x.People = []Person{ann, bo, root, li, fay} }, "discount.nobody_can_decide"},
		{"a director's own, without another director", func(_ *Deal, x *Ask) { x.By, x.Discount = dan, 2000 }, "discount.nobody_can_decide"},
		{"above the manager's limit, without a director", func(_ *Deal, x *Ask) { x.Discount, x.People = 2000, []Person{mia} }, "discount.nobody_can_decide"},
	} {
		d, x := aDeal(), ask(ann, 1500)
		c.as(&d, &x)
		r, got, e, err := d.AskTerms(DefaultAuthority(), x)
		if c.code == "" {
			if err != nil || r.Status != Waiting {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		p := refused(t, err, c.code)
		if got != d || e != nil || !cmp.Equal(r, Approval{}) {
			t.Errorf("%s: something changed: %+v %v", c.name, r, e)
		}
		if c.code == "discount.already_waiting" && p.Args["ID"] != "R-2" {
			t.Errorf("%s: the other request is not named: %v", c.name, p.Args)
		}
	}
}

// waits is a deal with a request of ann's for p, and a manager's approval of it.
func waits(t *testing.T, p Percent) (Approval, Deal, Decision) {
	d := aDeal()
	r, d, _, err := d.AskTerms(DefaultAuthority(), ask(ann, p))
	if err != nil {
		t.Fatal(err)
	}
	return r, d, Decision{By: mia, Roster: Roster{Team: north, People: staff, Authority: DefaultAuthority(), At: monday.Add(time.Hour)},
		Verdict: Approve, Seen: Seen{1, 1}, On: today}
}

func TestAManagerDecidesInTheThread(t *testing.T) {
	for _, c := range []struct {
		verdict Verdict
		reason  string
		status  ApprovalStatus
	}{{Approve, "", Approved}, {Approve, " fine ", Approved}, {Reject, " too early in the quarter ", Rejected},
		{Change, "12 % is enough", Returned}} {
		r, d, x := waits(t, 1500)
		x.Verdict, x.Reason = c.verdict, c.reason
		got, deal, e, err := r.Decide(d, x)
		if err != nil {
			t.Errorf("%s: %v", c.verdict, err)
			continue
		}
		if got.Status != c.status || got.By != "U-mia" || !got.Decided.Equal(x.At) || got.Answer != strings.TrimSpace(c.reason) || got.Own() {
			t.Errorf("%s: %+v", c.verdict, got)
		}
		if c.verdict != Approve {
			if deal != d || e != nil {
				t.Errorf("%s changed the deal", c.verdict)
			}
			continue
		}
		if deal.Discount != 1500 || deal.Terms != 2 || e.By != "U-mia" || e.Owner != "U-ann" || e.Amount != (Money{10200000, "CNY"}) ||
			e.To != "R-3" {
			t.Errorf("approved: %+v %+v", deal, e)
		}
		if got.Decided.Sub(got.Created) != time.Hour {
			t.Errorf("decided at %s", got.Decided)
		}
	}
}

// The refusals in their order: each row breaks something on top of all rows below it, so
// the answer shows which of several reasons wins.
func TestRefusalsOfADecisionComeInAFixedOrder(t *testing.T) {
	rows := []struct {
		code  string
		spoil func(*Approval, *Deal, *Decision)
	}{
		{"approval.not_found", func(_ *Approval, _ *Deal, x *Decision) { x.By = li }},
		{"approval.already_decided", func(r *Approval, _ *Deal, _ *Decision) { r.Status, r.By, r.Decided = Approved, "U-dan", monday }},
		{"approval.expired", func(r *Approval, _ *Deal, x *Decision) { x.At = r.Expires }},
		{"approval.voided", func(r *Approval, d *Deal, _ *Decision) { d.Terms = 9 }},
		{"approval.stale", func(_ *Approval, _ *Deal, x *Decision) { x.Seen.Terms = 0 }},
		{"approval.own_request", func(r *Approval, _ *Deal, x *Decision) { x.By.ID, x.By.Team = r.Requester, "north" }},
		{"approval.not_authorised", func(_ *Approval, _ *Deal, x *Decision) { x.By.Role = Rep }},
		{"approval.above_authority", func(r *Approval, _ *Deal, _ *Decision) { r.Steps[0].Who = Who{"director"} }},
		{"approval.verdict_unknown", func(_ *Approval, _ *Deal, x *Decision) { x.Verdict = "maybe" }},
	}
	for i, row := range rows {
		r, d, x := waits(t, 1500)
		for j := len(rows) - 1; j >= i; j-- {
			rows[j].spoil(&r, &d, &x)
		}
		was := r
		got, deal, e, err := r.Decide(d, x)
		refused(t, err, row.code)
		if !cmp.Equal(got, was) || deal != d || e != nil {
			t.Errorf("%s changed something", row.code)
		}
	}
}

func TestADecisionIsRefusedForEachReason(t *testing.T) {
	for _, c := range []struct {
		name string
		as   func(*Approval, *Deal, *Decision)
		code string // "" for decided
	}{
		{"a manager of another team", func(_ *Approval, _ *Deal, x *Decision) { x.By = li }, "approval.not_found"},
		{"a guest", func(_ *Approval, _ *Deal, x *Decision) { x.By = fay }, "approval.not_found"},
		{"a manager deactivated meanwhile", func(_ *Approval, _ *Deal, x *Decision) { x.By.Gone = true }, "approval.not_found"},
		{"another deal", func(_ *Approval, d *Deal, _ *Decision) { d.ID = "D-8" }, "approval.not_found"},
		{"another team's table", func(_ *Approval, _ *Deal, x *Decision) { x.Team.ID = "south" }, "approval.not_found"},
		{"rejected before", func(r *Approval, _ *Deal, _ *Decision) { r.Status = Rejected }, "approval.already_decided"},
		{"returned before", func(r *Approval, _ *Deal, _ *Decision) { r.Status = Returned }, "approval.already_decided"},
		{"recalled before", func(r *Approval, _ *Deal, _ *Decision) { r.Status = Recalled }, "approval.recalled"},
		{"marked expired", func(r *Approval, _ *Deal, _ *Decision) { r.Status = Expired }, "approval.expired"},
		{"marked void", func(r *Approval, _ *Deal, _ *Decision) { r.Status = Voided }, "approval.voided"},
		{"an instant before its end", func(r *Approval, _ *Deal, x *Decision) { x.At = r.Expires.Add(-1) }, ""},
		{"at its end", func(r *Approval, _ *Deal, x *Decision) { x.At = r.Expires }, "approval.expired"},
		{"a deal lost meanwhile", func(_ *Approval, d *Deal, _ *Decision) { d.Status = Lost }, "approval.voided"},
		{"a card of older terms", func(r *Approval, d *Deal, x *Decision) { r.Terms, d.Terms = 2, 2 }, "approval.stale"},
		{"a card that saw the future", func(_ *Approval, _ *Deal, x *Decision) { x.Seen.Terms = 2 }, "approval.stale"},
		{"the requester, promoted meanwhile", func(_ *Approval, _ *Deal, x *Decision) { x.By = Person{ID: "U-ann", Team: "north", Role: Director} }, "approval.own_request"},
		{"a colleague", func(_ *Approval, _ *Deal, x *Decision) { x.By = bo }, "approval.not_authorised"},
		{"a manager demoted meanwhile", func(_ *Approval, _ *Deal, x *Decision) { x.By.Role = Rep }, "approval.not_authorised"},
		{"an admin", func(_ *Approval, _ *Deal, x *Decision) { x.By = root }, "approval.not_authorised"},
		{"a director above the manager", func(_ *Approval, _ *Deal, x *Decision) { x.By = dan }, ""},
		{"a rejection without a reason", func(_ *Approval, _ *Deal, x *Decision) { x.Verdict, x.Reason = Reject, " " }, "approval.reason_missing"},
		{"a change without a reason", func(_ *Approval, _ *Deal, x *Decision) { x.Verdict = Change }, "approval.reason_missing"},
		{"an endless reason", func(_ *Approval, _ *Deal, x *Decision) { x.Reason = strings.Repeat("好", TextMax+1) }, "text.too_long"},
	} {
		r, d, x := waits(t, 1500)
		c.as(&r, &d, &x)
		_, _, _, err := r.Decide(d, x)
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		refused(t, err, c.code)
	}
	r, d, x := waits(t, 2000)
	_, _, _, err := r.Decide(d, x)
	if p := refused(t, err, "approval.above_authority"); !cmp.Equal(p.Args["Level"], Who{"director"}) {
		t.Errorf("the problem does not name the requester: %v", p.Args)
	}
}

func TestOnlyAWaitingRequestEnds(t *testing.T) {
	r, d, _ := waits(t, 1500)
	if got, ok := r.Void(VoidAmount, "U-ann", monday); !ok || got.Status != Voided || got.Answer != VoidAmount || got.By != "U-ann" {
		t.Errorf("void: %+v", got)
	}
	if got, ok := r.Expire(r.Expires.Add(-1)); ok || !cmp.Equal(got, r) {
		t.Errorf("expired too early: %+v", got)
	}
	if got, ok := r.Expire(r.Expires.Add(time.Hour)); !ok || got.Status != Expired || !got.Decided.Equal(r.Expires) || got.By != "" {
		t.Errorf("expire: %+v", got)
	}
	if got, err := r.Recall(d, ann, north, monday); err != nil || got.Status != Recalled || got.By != "U-ann" {
		t.Errorf("recall: %+v %v", got, err)
	}
	_, err := r.Recall(d, mia, north, monday)
	refused(t, err, "approval.not_requester")
	_, err = r.Recall(d, li, north, monday)
	refused(t, err, "approval.not_found")
	_, err = r.Recall(d, ann, north, r.Expires)
	refused(t, err, "approval.expired")
	for _, s := range []ApprovalStatus{Approved, Rejected, Returned, Voided, Expired, Recalled} {
		r.Status = s
		if _, ok := r.Void(VoidClosed, "U-ann", monday); ok {
			t.Errorf("a request that was %s was voided", s)
		}
		if _, ok := r.Expire(r.Expires); ok {
			t.Errorf("a request that was %s expired", s)
		}
		if _, err := r.Recall(d, ann, north, monday); err == nil {
			t.Errorf("a request that was %s was recalled", s)
		}
	}
}
