package sales

import (
	"flag"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dealdesk/dice"
)

// The test plays random days of a desk on the rules and on the model side by side. It also
// keeps its own record of what the rules did, and checks P10 to P12 against that record
// alone.

// sequences is how many are played.
var sequences = dice.Times(12_000, 100_000)

// extras are the special terms people ask for, by the model's index.
var extras = []Special{{}, {PaymentDays: 30}, {FreeMonths: 1}, {PaymentDays: 60}, {Custom: "a trainer"}}

func (d *floor) Ask(t *rapid.T) {
	if slices.ContainsFunc(d.papers, d.alive) {
		seldom(t)
	}
	who := d.someone(t, d.owner, d.owner, "mia", "dan")
	off := rapid.SampledFrom([]int{0, 0, 999, 1000, 1500, 1999, 2000, 2000, 9999, 10000}).Draw(t, "off")
	extra := rapid.SampledFrom([]int{0, 0, 1, 2, 3, 3, 3, 4}).Draw(t, "extra")
	x := Ask{ID: fmt.Sprintf("R-%d", len(d.requests)+1), By: d.person(who), Discount: Percent(off), Special: extras[extra], Reason: "rival",
		Roster: d.roster(), Earlier: d.requests, On: d.today()}
	for i := range d.requests {
		switch d.requests[i].Status {
		case Waiting:
			x.Waiting = &d.requests[i]
		case Returned:
			x.Replaces = d.requests[i].ID
		}
	}
	was := d.present()
	r, deal, e, err := d.deal.AskTerms(d.rules, x)
	got := "no"
	if err == nil {
		got = "waiting"
		if e != nil {
			got = "granted"
		}
	}
	if want := d.model.ask(who, off, extra, d.deal.Amount.Minor/1000000); got != want {
		t.Fatalf("%s asks for %d and %v: %s, want %s (%v)", who, off, extras[extra], got, want, err)
	}
	if err != nil {
		d.problem(t, err)
		return
	}
	d.happened("ask " + got)
	if r.Given > r.Discount {
		d.happened("counted together")
	}
	if x.Replaces != "" {
		d.happened("resubmitted")
	}
	if got == "granted" {
		role := d.person(who).Role
		limit := map[Role]Percent{Rep: 1000, Admin: 1000, Manager: Percent(d.limit), Director: Percent(d.limit)}[role]
		if who == "root" && d.owner != who {
			limit = 1
		}
		if !r.Own() || r.Counted() >= limit && r.Discount > 0 || extra > 1 && (role == Rep || role == Admin) {
			t.Fatalf("a %s granted %d and %+v alone", role, r.Discount, r.Special)
		}
		d.changes = append(d.changes, was)
		d.grant, d.granted = r.ID, deal.Terms
	}
	d.deal = deal
	d.requests = append(d.requests, r)
	d.sit(t, len(d.requests)-1)
	d.fresh(t, len(d.requests)-1)
}

func (d *floor) problem(t *rapid.T, err error) {
	p, ok := AsProblem(err)
	if !ok {
		t.Fatalf("no problem but %v", err)
	}
	d.happened(p.Code)
}

// sit records who is asked in the current step, and checks that it is right to ask them.
func (d *floor) sit(t *rapid.T, i int) {
	r, paper := d.requests[i], &d.papers[i]
	s, turn, open := r.Current()
	if paper.state != "waiting" {
		return
	}
	if !open || turn != paper.turn || len(r.Steps) != len(paper.steps) {
		t.Fatalf("it is the turn of %d of %d, want %d of %d", turn, len(r.Steps), paper.turn, len(paper.steps))
	}
	p := &paper.steps[turn]
	p.asked, p.up = nil, s.Fell != ""
	people := map[string]bool{}
	for _, seat := range s.Asked {
		by, whose := seat.By[2:], seat.whose()[2:]
		if human(by) == human(paper.by) || human(whose) == human(paper.by) {
			t.Fatalf("%s is asked to decide on their own request", seat.By)
		}
		if people[human(by)] {
			t.Fatalf("%s is asked twice", seat.By)
		}
		people[human(by)] = true
		p.asked = append(p.asked, seatOf{by, whose, seat.Up})
	}
	if s.Fell != "" {
		d.happened("fell " + string(s.Fell))
	}
}

// fresh checks who is asked in a step that has just begun.
func (d *floor) fresh(t *rapid.T, i int) {
	paper := d.papers[i]
	if paper.state != "waiting" {
		return
	}
	p := paper.steps[paper.turn]
	here, reach := map[string]bool{}, map[string]bool{} // who is here, or has a delegate who is
	for _, who := range cast {
		if !d.named(p, who) || !d.own(paper, paper.turn, who) || d.biased(paper, who) {
			continue
		}
		if !d.away[who] {
			here[human(who)], reach[human(who)] = true, true
		}
		for _, l := range d.lent {
			if l.from == who && d.active(l) && !d.away[l.to] && !d.biased(paper, l.to) && slices.Contains(d.rights(paper, paper.turn, l.to), who) {
				reach[human(who)] = true
			}
		}
	}
	need := max(1, p.need)
	if len(here) >= need && p.up {
		t.Fatalf("the next level is asked although %v are here for %+v", here, p)
	}
	if len(reach) < need && !p.up {
		t.Fatalf("only %v can be reached for %+v, and the next level is not asked", reach, p)
	}
	for _, s := range p.asked {
		if !p.up && (d.away[s.by] || !slices.Contains(d.rights(paper, paper.turn, s.by), s.whose)) {
			t.Fatalf("%+v is asked, which is of no use", s)
		}
	}
}

func (d *floor) Decide(t *rapid.T) {
	if len(d.requests) == 0 {
		t.Skip("nothing was asked for")
	}
	i := len(d.requests) - 1
	if !d.alive(d.papers[i]) {
		seldom(t)
		i -= rapid.IntRange(0, min(1, i)).Draw(t, "back")
	}
	likely := append([]string{"mia", "dan", "fin", "fox"}, append(d.gave, d.gave...)...)
	if p := d.papers[i]; p.state == "waiting" {
		for _, s := range p.steps[p.turn].asked {
			likely = append(likely, s.by, s.by, s.whose)
		}
		for _, l := range d.lent {
			if d.active(l) {
				likely = append(likely, l.to)
			}
		}
	}
	who, seen := d.someone(t, likely...), d.requests[i].Seen()
	switch rapid.IntRange(0, 30).Draw(t, "stale") {
	case 27:
		seen.Terms--
	case 28:
		seen.Terms++
	case 29:
		seen.Step--
	case 30:
		seen.Step++
	}
	verdict := rapid.SampledFrom([]Verdict{Approve, Approve, Approve, Approve, Approve, Approve, Reject, Change}).Draw(t, "verdict")
	reason := rapid.SampledFrom([]string{"because", "because", ""}).Draw(t, "reason")
	doubt := rapid.IntRange(0, 9).Draw(t, "doubt") == 9 // "approve, but only 10 %"
	again := func(t *rapid.T) { d.decide(t, who, i, seen, verdict, reason, doubt) }
	d.last = append(d.last, again)
	again(t)
}

func (d *floor) Replay(t *rapid.T) {
	if len(d.last) == 0 {
		t.Skip("nothing to replay")
	}
	d.happened("replay")
	d.last[rapid.IntRange(max(0, len(d.last)-4), len(d.last)-1).Draw(t, "which")](t)
}

func (d *floor) decide(t *rapid.T, who string, i int, seen Seen, verdict Verdict, reason string, doubt bool) {
	before, was := d.requests[i], d.deal
	turn := d.papers[i].turn
	r, deal, e, err := before.Decide(was,
		Decision{By: d.person(who), Verdict: verdict, Reason: reason, Doubt: doubt, Seen: seen, Roster: d.roster(), On: d.today()})
	whose := d.model.decide(who, i, seen.Terms, seen.Step, verdict, reason != "", doubt)
	if (err == nil) != (whose != "") {
		t.Fatalf("%s may %s %s: %v, want by the right of %q", who, verdict, before.ID, err, whose)
	}
	if err != nil {
		if !reflect.DeepEqual(r, before) || deal != was || e != nil {
			t.Fatalf("a refusal changed something: %v", err)
		}
		d.problem(t, err)
		return
	}
	d.happened(string(r.Status))
	lent := ""
	if whose != who {
		lent = "U-" + whose
		d.happened("decided for somebody")
	}
	by, word := r.By, r.For
	if verdict == Approve {
		v := r.Steps[turn].Votes
		by, word = v[len(v)-1].By, v[len(v)-1].For
	}
	switch {
	case before.Status != Waiting: // P10: exactly once
		t.Fatalf("%s was decided twice", r.ID)
	case human(who) == human(before.Requester[2:]), human(whose) == human(before.Requester[2:]): // P11
		t.Fatalf("%s decided their own request", who)
	case human(who) == human(d.owner), human(whose) == human(d.owner): // P11
		t.Fatalf("%s decided on their own deal", who)
	case verdict == Approve && doubt:
		t.Fatalf("%s approved in words that may mean something else", who)
	case d.filled(before, turn, who) || d.filled(before, turn, whose):
		t.Fatalf("%s filled two steps", who)
	case seen.Terms != was.Terms || r.Terms != was.Terms || r.Amount != was.Amount: // P10: the version they saw
		t.Fatalf("%s is for version %d, seen was %d, the deal is at %d", r.ID, r.Terms, seen.Terms, was.Terms)
	case !d.now().Before(before.Expires): // P12
		t.Fatalf("%s was decided after its time", r.ID)
	case by != "U-"+who || word != lent: // P12: history
		t.Fatalf("the history names %s for %q", by, word)
	}
	d.offers[r.ID] = append(d.offers[r.ID], offer{r.Amount, r.Discount, r.Special})
	d.requests[i], d.deal = r, deal
	d.follow(t, i, turn, was)
}

// filled reports whether a human has filled a step other than this one.
func (d *floor) filled(r Approval, turn int, who string) bool {
	for i, s := range r.Steps {
		for _, v := range s.Votes {
			if i != turn && (human(v.By[2:]) == human(who) || human(v.whose()[2:]) == human(who)) {
				return true
			}
		}
	}
	return false
}

// follow records what a vote, or another look, has made of a request.
func (d *floor) follow(t *rapid.T, i, turn int, was Deal) {
	r := d.requests[i]
	d.sit(t, i)
	switch {
	case r.Status == Approved:
		for _, s := range r.Steps {
			if s.Done.IsZero() || len(s.Votes) == 0 || len(s.Votes) < s.Need {
				t.Fatalf("%s is approved with a step open: %+v", r.ID, s)
			}
		}
		for _, saw := range d.offers[r.ID] {
			if got := (offer{d.deal.Amount, d.deal.Discount, d.deal.Special}); got != saw {
				t.Fatalf("%s grants %+v, a voter saw %+v", r.ID, got, saw)
			}
		}
		if len(r.Steps) > 1 {
			d.happened("approved in steps")
		}
		d.grant, d.granted = r.ID, d.deal.Terms
		d.changes = nil // a decision is not undone, nor what came before it
	case d.deal != was:
		t.Fatalf("%s is %s, and the deal changed", r.ID, r.Status)
	case r.Status == Waiting && d.papers[i].turn > turn:
		d.happened("next step")
		d.fresh(t, i)
	}
}

// Check runs after every action.
func (d *floor) Check(t *rapid.T) {
	if int(d.deal.Discount) != d.off || d.deal.Special != extras[d.extra] || d.deal.Terms != d.version {
		t.Fatalf("the deal has %d and %+v at version %d, want %d and %+v at %d", d.deal.Discount, d.deal.Special, d.deal.Terms, d.off,
			extras[d.extra], d.version)
	}
	means := offer{d.deal.Amount, d.deal.Discount, d.deal.Special}
	if was, used := d.meaning[d.deal.Terms]; used && was != means { // P10: for exactly the version they saw
		t.Fatalf("version %d was %+v and is %+v", d.deal.Terms, was, means)
	}
	d.meaning[d.deal.Terms] = means
	alive := 0
	for i, r := range d.requests {
		if string(r.Status) != d.papers[i].state {
			t.Fatalf("%s is %s, want %s", r.ID, r.Status, d.papers[i].state)
		}
		if d.alive(d.papers[i]) {
			alive++
		}
		if end, ok := d.ended[r.ID]; ok && !reflect.DeepEqual(end, r) {
			t.Fatalf("%s ended as %+v and is now %+v", r.ID, end, r)
		}
		if r.Status != Waiting {
			d.ended[r.ID] = r
		}
		// The terms of the deal are exactly what this request was granted.
		if r.ID == d.grant && (r.Status != Approved || r.Discount != d.deal.Discount || r.Special != d.deal.Special ||
			r.Amount != d.deal.Amount || d.granted != d.deal.Terms) {
			t.Fatalf("the deal has %+v at version %d by %+v", means, d.deal.Terms, r)
		}
	}
	if d.grant == "" && (d.deal.Discount != 0 || d.deal.Special != Special{}) {
		t.Fatalf("%+v, granted by nobody", means)
	}
	if alive > 1 {
		t.Fatalf("%d requests wait for the same terms", alive)
	}
}

func TestApprovalsKeepTheirPromisesWhateverHappens(t *testing.T) {
	checks := flag.Lookup("rapid.checks").Value
	before := checks.String()
	if err := checks.Set(fmt.Sprint(sequences)); err != nil {
		t.Fatal(err)
	}
	defer checks.Set(before)

	seen, played := map[string]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		played++
		d := newFloor(seen, rapid.SampledFrom([]int{0, 1, 2, 3, 3, 4, 4}).Draw(t, "policy"))
		t.Repeat(map[string]func(*rapid.T){
			"": d.Check, "ask": d.Ask, "ask again": d.Ask, "decide": d.Decide, "decide too": d.Decide, "decide three": d.Decide, "decide four": d.Decide,
			"replay": d.Replay, "reprice": d.Reprice, "wait": d.Wait, "expire": d.Expire, "recall": d.Recall, "promote": d.Promote,
			"deactivate": d.Deactivate, "keep the books": d.Keep, "leave": d.Leave, "delegate": d.Delegate, "revoke": d.Revoke,
			"tend": d.Tend, "tend too": d.Tend, "limit": d.Limit, "revive": d.Revive, "nag": d.Nag, "give": d.Give, "close": d.Close, "undo": d.Undo,
		})
	})
	if testing.Short() { // plays fewer, too few to count what happened
		return
	}
	if played < sequences {
		t.Errorf("only %d sequences were played", played)
	}
	// A test that never reached a rule has not tested it.
	least := dice.Times(5, 20)
	for _, what := range []string{
		"ask granted", "ask waiting", "resubmitted", "replay", "undone", "approved", "rejected", "returned", "voided", "expired", "recalled",
		"next step", "approved in steps", "decided for somebody", "delegated", "revoked", "tended", "nobody holds it up any more", "reminded", "escalated",
		"fell empty", "fell away", "fell slow", "fell nobody",
		"deal.not_found", "deal.not_yours", "deal.closed", "discount.out_of_range", "discount.unchanged", "discount.already_waiting",
		"discount.nobody_can_decide", "approval.not_found", "approval.already_decided", "approval.recalled", "approval.expired",
		"approval.voided", "approval.stale", "approval.own_request", "approval.requesters_right", "approval.not_authorised", "approval.above_authority",
		"approval.already_voted", "approval.reason_missing", "approval.own_deal", "approval.former_owner", "approval.owners_right", "approval.other_step",
		"approval.own_level", "approval.outside_days", "approval.doubtful", "delegation.not_yours_to_revive", "revived", "replaced", "counted together",
	} {
		if seen[what] < least {
			t.Errorf("%s happened only %d times", what, seen[what])
		}
	}
	t.Logf("%d sequences: %v", played, seen)
}
