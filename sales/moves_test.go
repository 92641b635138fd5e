package sales

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/sales/calendar"
)

var (
	monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	today  = calendar.Date("2026-11-16")
	act    = Act{By: "U-ann", At: monday, On: today}
)

// aDeal is an open deal in the discovery stage of the standard pipeline, ten days old.
func aDeal() Deal {
	return Deal{ID: "D-7", Name: "Data platform", Account: "A-1", Owner: "U-ann", Team: "north", Pipeline: "standard",
		Stage: "discovery", Status: Open, Amount: Money{12000000, "CNY"}, Terms: 1, Close: "2026-12-20", Need: "reports",
		Next: NextStep{What: "send quote", Due: "2026-11-20"}, Created: monday.AddDate(0, 0, -10), StageSince: monday.AddDate(0, 0, -4)}
}

// refused checks that err is the problem with this code, and returns it.
func refused(t *testing.T, err error, code string) *Problem {
	t.Helper()
	p, ok := AsProblem(err)
	if !ok || p.Code != code {
		t.Errorf("the answer is %v, want %s", err, code)
		return &Problem{}
	}
	return p
}

func TestEveryMoveThatARuleForbidsIsRefusedAndChangesNothing(t *testing.T) {
	standard := Templates()[0]
	ready := Facts{Activities: map[ActivityKind]bool{Demo: true}, Contacts: map[ContactRole]bool{Decider: true, Buyer: true}}
	closed := func(d *Deal) { d.Status = Won }
	stage := func(s string) func(*Deal) { return func(d *Deal) { d.Stage = s } }
	long := strings.Repeat("长", TextMax+1)
	type move = func(Deal) (Deal, error)
	of := func(f func(Deal) (Deal, Event, error)) move {
		return func(d Deal) (Deal, error) { d, _, err := f(d); return d, err }
	}
	advance := func(f Facts, override string) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Advance(standard, f, override, act) })
	}
	back := func(to, reason string) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Back(standard, to, reason, act) })
	}
	win := of(func(d Deal) (Deal, Event, error) { return d.Win(standard, ready, "they signed", act) })
	ungated := of(func(d Deal) (Deal, Event, error) { return d.Win(standard, ready, " ", act) })
	winOn := func(on calendar.Date) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Win(standard, ready, "they signed", act.Happened(on)) })
	}
	loseOn := func(on calendar.Date) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Lose(LostReasons(), "price", "", act.Happened(on)) })
	}
	lose := func(reason, rival string) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Lose(LostReasons(), reason, rival, act) })
	}
	reopen := func(reason string) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Reopen(Deal{}, reason, act) })
	}
	reprice := func(minor int64, currency string) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Reprice(Money{minor, currency}, act) })
	}
	redate := func(day calendar.Date) move {
		return of(func(d Deal) (Deal, Event, error) { return d.Redate(day, act) })
	}
	give := func(p Person) move { return of(func(d Deal) (Deal, Event, error) { return d.Handover(p, act) }) }
	plan := func(n NextStep) move { return func(d Deal) (Deal, error) { return d.Plan(n, act) } }

	for _, c := range []struct {
		name string
		as   func(*Deal)
		move move
		code string
	}{
		{"advance a won deal", closed, advance(ready, ""), "deal.closed"},
		{"advance from the last stage", stage("payment"), advance(ready, ""), "deal.last_stage"},
		{"advance from a stage that was configured away", stage("old"), advance(ready, ""), "deal.stage_unknown"},
		{"advance with criteria unmet", func(d *Deal) { d.Need = "" }, advance(ready, ""), "deal.criteria_unmet"},
		{"override with blanks", func(d *Deal) { d.Need = "" }, advance(ready, " \t"), "deal.criteria_unmet"},
		{"override with an endless reason", func(d *Deal) { d.Need = "" }, advance(ready, long), "text.too_long"},
		{"back of a won deal", closed, back("", ""), "deal.closed"},
		{"back from the first stage", stage("lead"), back("", ""), "deal.first_stage"},
		{"back to a later stage", nil, back("contract", ""), "deal.not_earlier"},
		{"back to the same stage", nil, back("discovery", ""), "deal.not_earlier"},
		{"back to nowhere", nil, back("closing", ""), "deal.stage_unknown"},
		{"back from a stage that was configured away", stage("old"), back("lead", ""), "deal.stage_unknown"},
		{"back from a stage that was configured away, anywhere", stage("old"), back("", ""), "deal.stage_unknown"},
		{"back with an endless reason", nil, back("", long), "text.too_long"},
		{"win twice", closed, win, "deal.closed"},
		{"win what was lost", func(d *Deal) { d.Status = Lost }, win, "deal.closed"},
		{"win without an amount", func(d *Deal) { d.Amount = Money{} }, win, "deal.amount_missing"},
		{"win past the gates without a reason", nil, ungated, "deal.win_unmet"},
		{"win from a stage that was configured away", stage("old"), ungated, "deal.win_unmet"},
		{"win with an endless reason", nil, of(func(d Deal) (Deal, Event, error) { return d.Win(standard, ready, long, act) }), "text.too_long"},
		{"win tomorrow", nil, winOn(today.AddDays(1)), "deal.closes_ahead"},
		{"win before it was opened", nil, winOn(today.AddDays(-11)), "deal.closed_before_created"},
		{"win years ago", func(d *Deal) { d.Created = monday.AddDate(-3, 0, 0) }, winOn(today.AddDays(-367)), "deal.closed_long_ago"},
		{"win on a day that does not exist", nil, winOn("2026-02-30"), "date.invalid"},
		{"lose tomorrow", nil, loseOn(today.AddDays(1)), "deal.closes_ahead"},
		{"lose before it was opened", nil, loseOn(today.AddDays(-11)), "deal.closed_before_created"},
		{"lose what was won", closed, lose("price", ""), "deal.closed"},
		{"lose without a reason", nil, lose("", ""), "deal.reason_missing"},
		{"lose for an unknown reason", nil, lose("bad luck", ""), "deal.reason_unknown"},
		{"lose to a rival with an endless name", nil, lose("price", long), "text.too_long"},
		{"reopen an open deal", nil, reopen(""), "deal.not_closed"},
		{"reopen with an endless reason", closed, reopen(long), "text.too_long"},
		{"amount of a won deal", closed, reprice(1, "CNY"), "deal.closed"},
		{"no amount", nil, reprice(0, "CNY"), "amount.not_positive"},
		{"a negative amount", nil, reprice(-5, "CNY"), "amount.not_positive"},
		{"another currency", nil, reprice(5, "USD"), "deal.other_currency"},
		{"a currency nobody takes", nil, reprice(5, "XAU"), "amount.currency_unknown"},
		{"no currency", nil, reprice(5, ""), "amount.currency_unknown"},
		{"more money than there is", nil, reprice(AmountMax+1, "CNY"), "amount.too_large"},
		{"the same amount", nil, reprice(12000000, "CNY"), "deal.same_amount"},
		{"close date of a won deal", closed, redate("2026-12-24"), "deal.closed"},
		{"no close date", nil, redate(""), "date.missing"},
		{"a day that does not exist", nil, redate("2026-02-30"), "date.invalid"},
		{"yesterday", nil, redate("2026-11-15"), "date.past"},
		{"the next century", nil, redate("2126-12-20"), "date.too_far"},
		{"the same day", nil, redate("2026-12-20"), "deal.same_date"},
		{"give to the owner", nil, give(Person{ID: "U-ann"}), "deal.same_owner"},
		{"give to someone deactivated", nil, give(Person{ID: "U-bo", Gone: true}), "person.cannot_own"},
		{"give to a guest", nil, give(Person{ID: "U-bo", Outside: true}), "person.cannot_own"},
		{"give to nobody", nil, give(Person{}), "person.cannot_own"},
		{"plan a won deal", closed, plan(NextStep{What: "call", Due: "2026-11-20"}), "deal.closed"},
		{"plan nothing", nil, plan(NextStep{}), "next.missing"},
		{"plan blanks", nil, plan(NextStep{What: "  ", Due: "2026-11-20"}), "next.missing"},
		{"plan without a day", nil, plan(NextStep{What: "call"}), "next.undated"},
		{"plan yesterday", nil, plan(NextStep{What: "call", Due: "2026-11-15"}), "date.past"},
		{"plan at 25 o'clock", nil, plan(NextStep{What: "call", Due: "2026-11-20", Clock: "25:00"}), "next.clock_invalid"},
		{"plan a novel", nil, plan(NextStep{What: long, Due: "2026-11-20"}), "text.too_long"},
		{"rename to nothing", nil, func(d Deal) (Deal, error) { return d.Rename(" ") }, "name.missing"},
		{"rename to a novel", nil, func(d Deal) (Deal, error) { return d.Rename(long) }, "text.too_long"},
		{"describe its colour", nil, func(d Deal) (Deal, error) { return d.Describe("colour", "red") }, "deal.field_unknown"},
		{"describe without end", nil, func(d Deal) (Deal, error) { return d.Describe("need", long) }, "text.too_long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := aDeal()
			if c.as != nil {
				c.as(&d)
			}
			got, err := c.move(d)
			p := refused(t, err, c.code)
			if got != d {
				t.Errorf("the deal changed to %+v", got)
			}
			if strings.HasPrefix(p.Code, "deal.") && p.Code != "deal.field_unknown" && p.Args["ID"] != "D-7" {
				t.Errorf("%s does not name the deal: %v", p.Code, p.Args)
			}
		})
	}
}

func TestAnImpossibleNewDealIsRefused(t *testing.T) {
	standard := Templates()[0]
	for _, c := range []struct {
		name  string
		spoil func(*Deal)
		code  string
	}{
		{"no name", func(d *Deal) { d.Name = " " }, "name.missing"},
		{"a stage of another pipeline", func(d *Deal) { d.Stage = "closing" }, "deal.stage_unknown"},
		{"a negative amount", func(d *Deal) { d.Amount.Minor = -1 }, "amount.not_positive"},
		{"an unknown currency", func(d *Deal) { d.Amount.Currency = "CNH" }, "amount.currency_unknown"},
		{"a close date gone by", func(d *Deal) { d.Close = "2026-11-15" }, "date.past"},
		{"a next step gone by", func(d *Deal) { d.Next.Due = "2026-11-15" }, "date.past"},
		{"a next step without a day", func(d *Deal) { d.Next.Due = "" }, "next.undated"},
	} {
		d := aDeal()
		c.spoil(&d)
		_, _, err := NewDeal(d, standard, act)
		refused(t, err, c.code)
	}
	_, _, err := NewDeal(aDeal(), Pipeline{ID: "empty"}, act)
	refused(t, err, "deal.stage_unknown")
}

func TestANewDealStartsInTheFirstStageWithOneEvent(t *testing.T) {
	d, e, err := NewDeal(Deal{ID: "D-8", Name: "Data platform", Owner: "U-ann", Team: "north", Amount: Money{500, "CNY"},
		Close: today, Discount: 9000, Terms: 7, Status: Won}, Templates()[1], act)
	if err != nil {
		t.Fatal(err)
	}
	if d.Stage != "prospect" || d.Pipeline != "short" || d.Status != Open || d.Terms != 1 || d.Discount != 0 ||
		d.Created != monday || d.StageSince != monday {
		t.Errorf("the deal is %+v", d)
	}
	want := Event{Deal: "D-8", Team: "north", Owner: "U-ann", By: "U-ann", Kind: Created, Pipeline: "short", To: "prospect",
		Amount: Money{500, "CNY"}, At: monday, On: today}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("the event:\n%s", diff)
	}
	d, _, err = NewDeal(Deal{ID: "D-9", Name: "Imported", Stage: "solution"}, Templates()[1], act)
	if err != nil || d.Stage != "solution" {
		t.Errorf("a deal that begins later stands in %s: %v", d.Stage, err)
	}
}

func TestUnmetListsTheExitOfThisStageAndTheEntryOfTheNextOnce(t *testing.T) {
	p := Pipeline{ID: "p", Stages: []Stage{
		{ID: "one", Exit: []Criterion{{FieldSet, "need"}, {FieldSet, "amount"}}},
		{ID: "two", Enter: []Criterion{{FieldSet, "need"}, {HasActivity, "demo"}}, Exit: []Criterion{{FieldSet, "budget"}}},
		{ID: "three", Enter: []Criterion{{FieldSet, "product"}}},
	}}
	got := Deal{Stage: "one", Amount: Money{1, "CNY"}}.Unmet(p, Facts{})
	if want := []Criterion{{FieldSet, "need"}, {HasActivity, "demo"}}; !slices.Equal(got, want) {
		t.Errorf("unmet: %v, want %v", got, want)
	}
	if got := (Deal{Stage: "three"}).Unmet(p, Facts{}); got != nil {
		t.Errorf("behind the last stage: %v", got)
	}
}

func TestAnOverrideIsCountedAndListsWhatWasUnmet(t *testing.T) {
	standard := Templates()[0]
	d := aDeal()
	d.Stage, d.Next = "proposal", NextStep{}
	_, _, err := d.Advance(standard, Facts{}, "", act)
	p := refused(t, err, "deal.criteria_unmet")
	unmet := p.Args["Unmet"].([]Criterion)
	codes := []string{"field.next", "activity.demo", "contact.decider"}
	if !slices.EqualFunc(unmet, codes, func(c Criterion, code string) bool { return c.Code() == code }) {
		t.Errorf("unmet: %v", unmet)
	}
	got, e, err := d.Advance(standard, Facts{}, " the CFO called ", act)
	if err != nil {
		t.Fatal(err)
	}
	if got.Stage != "negotiation" || got.Overrides != 1 || !got.StageSince.Equal(monday) {
		t.Errorf("the deal is %+v", got)
	}
	if e.Kind != Advanced || e.From != "proposal" || e.To != "negotiation" || e.Reason != "the CFO called" || e.Days != 4 ||
		!slices.Equal(e.Unmet, codes) {
		t.Errorf("the event is %+v", e)
	}
	ready := Facts{Activities: map[ActivityKind]bool{Demo: true}, Contacts: map[ContactRole]bool{Decider: true}}
	d.Next = NextStep{What: "sign", Due: "2026-11-30"}
	got, e, err = d.Advance(standard, ready, "just in case", act)
	if err != nil || got.Overrides != 0 || e.Reason != "" || e.Unmet != nil {
		t.Errorf("an override of nothing was counted: %+v %v", e, err)
	}
}

func TestADealCanWalkEachTemplateFromEndToEnd(t *testing.T) {
	facts := Facts{Activities: map[ActivityKind]bool{Demo: true}, Contacts: map[ContactRole]bool{Decider: true, Buyer: true}}
	for _, p := range Templates() {
		d, _, err := NewDeal(Deal{ID: "D-1", Name: " walk ", Account: "A-1", Amount: Money{1, "CNY"}, Close: "2026-12-20", Need: "n", Budget: "b",
			Product: "p", Next: NextStep{What: "call", Due: "2026-11-20"}}, p, act)
		for err == nil {
			d, _, err = d.Advance(p, facts, "", act)
		}
		refused(t, err, "deal.last_stage")
		if last := p.Stages[len(p.Stages)-1].ID; d.Stage != last || d.Name != "walk" {
			t.Errorf("%s ends in %s", p.ID, d.Stage)
		}
	}
}

func TestDatesPutOffAndAmountsChangedAreCounted(t *testing.T) {
	d := aDeal()
	d.Close, d.Amount = "", Money{}
	var events []Event
	do := func(moved Deal, e Event, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		d, events = moved, append(events, e)
	}
	do(d.Redate("2026-12-20", act)) // the first date puts nothing off
	do(d.Redate("2026-12-10", act)) // nor does an earlier one
	do(d.Redate("2027-01-10", act))
	do(d.Reprice(Money{500, "CNY"}, act)) // the first amount changes nothing
	do(d.Reprice(Money{400, "CNY"}, act))
	do(d.Reprice(Money{600, "CNY"}, act))
	if d.Pushed != 1 || d.Repriced != 2 {
		t.Errorf("put off %d times, changed %d times", d.Pushed, d.Repriced)
	}
	if n := NewNumbers(events, nil, nil); n.Pushed != 1 || n.Repriced != 2 {
		t.Errorf("the numbers are %+v", n)
	}
}

func TestBackGoesOneStageOrToTheNamedOne(t *testing.T) {
	d := aDeal()
	d.Stage = "contract"
	for to, want := range map[string]string{"": "negotiation", "lead": "lead"} {
		got, e, err := d.Back(Templates()[0], to, " rethinking ", act)
		if err != nil || got.Stage != want || e.Kind != WentBack || e.From != "contract" || e.To != want || e.Reason != "rethinking" ||
			e.Days != 4 {
			t.Errorf("back to %q: %+v %v", to, e, err)
		}
	}
}

func TestANewAmountIsNewTermsAndDropsTheDiscount(t *testing.T) {
	d := aDeal()
	d.Discount, d.Terms = 1500, 4
	got, e, err := d.Reprice(Money{15000000, "CNY"}, act)
	if err != nil {
		t.Fatal(err)
	}
	if got.Terms != 5 || got.Discount != 0 || got.Net() != (Money{15000000, "CNY"}) {
		t.Errorf("the deal is %+v", got)
	}
	if e.Before != (Money{10200000, "CNY"}) || e.Amount != (Money{15000000, "CNY"}) || e.Kind != Repriced {
		t.Errorf("the event is %+v", e)
	}
	d.Amount = Money{}
	if got, _, err = d.Reprice(Money{100, "USD"}, act); err != nil || got.Amount != (Money{100, "USD"}) {
		t.Errorf("a first amount in any currency: %+v %v", got, err)
	}
}

func TestADealFollowsItsNewOwnerIntoTheirTeam(t *testing.T) {
	d := aDeal()
	got, e, err := d.Handover(Person{ID: "U-li", Team: "south"}, act)
	if err != nil || got.Owner != "U-li" || got.Team != "south" || e.From != "U-ann" || e.To != "U-li" || e.Team != "south" ||
		e.Owner != "U-li" {
		t.Errorf("given: %+v %+v %v", got, e, err)
	}
	if got, _, _ = d.Handover(Person{ID: "U-top"}, act); got.Team != "north" {
		t.Errorf("with a director who has no team it went to %q", got.Team)
	}
	if got.Terms != d.Terms {
		t.Error("a new owner made new terms")
	}
}

func TestADealsNameDatesAndTextsCanBeEdited(t *testing.T) {
	d := aDeal()
	got, err := d.Plan(NextStep{What: " demo with CFO ", Due: today, Clock: "15:00"}, act)
	if err != nil || got.Next != (NextStep{"demo with CFO", today, "15:00"}) {
		t.Errorf("planned: %+v %v", got.Next, err)
	}
	for _, day := range []calendar.Date{today, "2036-11-16"} {
		if got, _, err = d.Redate(day, act); err != nil || got.Close != day {
			t.Errorf("close on %s: %v", day, err)
		}
	}
	if got, _, err = d.Reprice(Money{AmountMax, "CNY"}, act); err != nil || got.Amount.Minor != AmountMax {
		t.Errorf("the largest amount: %v", err)
	}
	got, e, err := d.Redate(today, act)
	if err != nil || got.Close != today || e.From != "2026-12-20" || e.To != "2026-11-16" || e.Kind != Redated {
		t.Errorf("redated: %+v %v", e, err)
	}
	d.Status = Won
	if got, err = d.Rename(" 数据平台 "); err != nil || got.Name != "数据平台" {
		t.Errorf("renamed: %q %v", got.Name, err)
	}
	if _, err = d.Rename(strings.Repeat("长", NameMax)); err != nil {
		t.Errorf("the longest name: %v", err)
	}
	for _, field := range []string{"need", "budget", "product"} {
		got, err = d.Describe(field, " text ")
		if err != nil || got.Text(field) != "text" || got.Text("name") != d.Name {
			t.Errorf("%s: %q %v", field, got.Text(field), err)
		}
	}
}

func TestDaysAreCountedByTheCalendarOfThePersonActing(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	d := aDeal()
	d.Created = time.Date(2026, 11, 15, 15, 30, 0, 0, time.UTC) // 23:30 in Shanghai
	for _, c := range []struct {
		at   time.Time
		want int
	}{
		{time.Date(2026, 11, 16, 0, 10, 0, 0, shanghai), 1},
		{time.Date(2026, 11, 15, 16, 10, 0, 0, time.UTC), 0},
		{time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), 0}, // the clock went back
	} {
		_, e, err := d.Win(Templates()[0], Facts{}, "they signed", Act{"U-ann", c.at, calendar.DateOf(c.at)})
		if err != nil || e.Days != c.want || e.At.Location() != time.UTC {
			t.Errorf("at %s: %d days, want %d (%v)", c.at, e.Days, c.want, err)
		}
	}
}

func TestAProblemIsFoundAmongJoinedErrors(t *testing.T) {
	p := No("deal.closed", "ID", "D-7").At("stage")
	got, ok := AsProblem(errors.Join(errors.New("update"), p))
	if !ok || got.Args["ID"] != "D-7" || got.Field != "stage" || got.Error() != "sales: deal.closed" {
		t.Errorf("%v %v", got, ok)
	}
	if _, ok := AsProblem(errors.New("disk full")); ok {
		t.Error("a full disk is a rule of selling")
	}
}
