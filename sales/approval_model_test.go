package sales

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The model is the approval policy written a second time, as small as it can be: whole
// numbers for hours, percent and versions, a word for the state of each request. The
// test plays random days of a desk on the rules and on the model side by side; besides,
// it keeps its own record of what the rules did and holds P10 to P12 against that alone.

const sequences = 10000

type paper struct { // a request, as the model sees it
	by      string
	off     int // hundredths of a percent
	version int
	until   int // hour
	state   string
}

type model struct {
	hour    int
	version int
	off     int
	open    bool
	owner   string
	role    map[string]string
	active  map[string]bool
	papers  []paper
}

var cast = []string{"U-ann", "U-bo", "U-mia", "U-dan", "U-dee", "U-root", "U-li", "U-fay"}

func newModel() *model {
	return &model{version: 1, open: true, owner: "U-ann",
		role:   map[string]string{"U-ann": "rep", "U-bo": "rep", "U-mia": "manager", "U-dan": "director", "U-dee": "director", "U-root": "admin", "U-li": "manager", "U-fay": "manager"},
		active: map[string]bool{"U-ann": true, "U-bo": true, "U-mia": true, "U-dan": true, "U-dee": true, "U-root": true, "U-li": true}} // fay is a guest
}

func (m *model) inside(who string) bool { return m.active[who] && who != "U-li" && who != "U-root" }

func (m *model) mayAsk(who string) bool {
	lead := m.role[who] == "manager" || m.role[who] == "director"
	return m.active[who] && (who == m.owner || m.role[who] == "admin" || lead && m.inside(who))
}

func (m *model) mayDecide(who string, off int) bool {
	return m.inside(who) && (m.role[who] == "director" || m.role[who] == "manager" && off < 2000)
}

func (m *model) alone(who string, off int) bool {
	return off < 1000 || off < 2000 && (m.role[who] == "manager" || m.role[who] == "director")
}

func (m *model) alive(p paper) bool {
	return p.state == "waiting" && m.hour < p.until && m.open && p.version == m.version
}

// ask says what becomes of asking: granted, waiting or no.
func (m *model) ask(who string, off int) string {
	other := slices.ContainsFunc(cast, func(c string) bool { return c != who && m.mayDecide(c, off) })
	switch {
	case !m.mayAsk(who), !m.open, off == m.off, off >= 10000, slices.ContainsFunc(m.papers, m.alive):
		return "no"
	case m.alone(who, off):
		m.papers = append(m.papers, paper{who, off, m.version, 0, "approved"})
		m.off = off
		m.version++
		return "granted"
	case !other:
		return "no"
	}
	m.papers = append(m.papers, paper{who, off, m.version, m.hour + 24, "waiting"})
	return "waiting"
}

func (m *model) decide(who string, i, seen int, verdict Verdict, reason bool) bool {
	p := &m.papers[i]
	if !m.alive(*p) || seen != p.version || who == p.by || !m.mayDecide(who, p.off) || verdict != Approve && !reason {
		return false
	}
	p.state = map[Verdict]string{Approve: "approved", Reject: "rejected", Change: "returned"}[verdict]
	if verdict == Approve {
		m.off = p.off
		m.version++
	}
	return true
}

// desk is the rules at work, with what a store would keep.
type desk struct {
	*model
	team     Team
	people   map[string]Person
	deal     Deal
	requests []Approval
	ended    map[string]Approval // how each request ended, the first time it was seen so
	grant    string              // the request that the deal's discount came from
	granted  int                 // the version it made, or was brought back as
	offered  map[int]offer       // what each version of the terms meant
	changes  []change            // that can be undone, the last one first
	last     []func(*rapid.T)    // decisions to replay
	seen     map[string]int      // what happened, over all sequences
}

// offer is what a version of the terms says.
type offer struct {
	amount   Money
	discount Percent
}

// change is what an undo brings back.
type change struct {
	deal  Deal
	off   int
	open  bool
	owner string
	grant string
}

func (d *desk) all() (all []Person) {
	for _, who := range cast {
		all = append(all, d.people[who])
	}
	return all
}

func (d *desk) present() change { return change{d.deal, d.off, d.open, d.owner, d.grant} }

func newDesk(seen map[string]int) *desk {
	d := &desk{model: newModel(), team: Team{ID: "north", Manager: "U-mia", Director: "U-dan"}, people: map[string]Person{},
		ended: map[string]Approval{}, offered: map[int]offer{}, seen: seen, deal: aDeal()}
	d.deal.Owner = "U-ann"
	for _, who := range cast {
		d.people[who] = Person{ID: who, Team: "north", Role: Role(d.role[who]), Outside: who == "U-fay"}
	}
	for who, team := range map[string]string{"U-li": "south", "U-root": ""} {
		p := d.people[who]
		p.Team = team
		d.people[who] = p
	}
	return d
}

func (d *desk) now() time.Time       { return monday.Add(time.Duration(d.hour) * time.Hour) }
func (d *desk) act(who string) Act   { return Act{who, d.now(), DateOf(d.now())} }
func (d *desk) happened(what string) { d.seen[what]++ }

// someone is mostly one of those whose act could succeed: a day of refusals tests little.
func (d *desk) someone(t *rapid.T, likely ...string) string {
	if rapid.IntRange(0, 3).Draw(t, "stranger") > 0 {
		return rapid.SampledFrom(likely).Draw(t, "who")
	}
	return rapid.SampledFrom(cast).Draw(t, "who")
}

// seldom skips an action most of the times it is drawn.
func seldom(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "seldom") > 0 {
		t.Skip("not today")
	}
}

func (d *desk) Ask(t *rapid.T) {
	who := d.someone(t, d.owner, d.owner, "U-mia", "U-dan")
	off := rapid.SampledFrom([]int{0, 500, 999, 1000, 1500, 1999, 2000, 3500, 9999, 10000}).Draw(t, "off")
	x := Ask{ID: fmt.Sprintf("R-%d", len(d.requests)+1), By: d.people[who], Discount: Percent(off), Reason: "rival", Roster: Roster{Team: d.team, At: d.now()}, On: DateOf(d.now())}
	for i := range d.requests {
		switch d.requests[i].Status {
		case Waiting:
			x.Waiting = &d.requests[i]
		case Returned:
			x.Replaces = d.requests[i].ID
		}
	}
	for _, p := range cast {
		x.People = append(x.People, d.people[p])
	}
	a := Authority{Rep: 1000, Manager: 2000, Expires: 24 * time.Hour}
	was := d.present()
	r, deal, e, err := d.deal.AskTerms(a, x)
	got := "no"
	if err == nil {
		got = "waiting"
		if e != nil {
			got = "granted"
		}
	}
	if want := d.model.ask(who, off); got != want {
		t.Fatalf("%s asks for %d: %s, want %s (%v)", who, off, got, want, err)
	}
	if err != nil {
		problem, ok := AsProblem(err)
		if !ok {
			t.Fatalf("no problem but %v", err)
		}
		d.happened(problem.Code)
		return
	}
	d.happened("ask " + got)
	if x.Replaces != "" {
		d.happened("resubmitted")
	}
	if got == "granted" {
		limit := map[Role]Percent{Rep: 1000, Admin: 1000, Manager: 2000, Director: 2000}[d.people[who].Role]
		if !r.Own() || r.Discount >= limit && r.Discount > 0 {
			t.Fatalf("a %s granted %d alone", d.people[who].Role, r.Discount)
		}
		d.changes = append(d.changes, was)
		d.grant, d.granted = r.ID, deal.Terms
	}
	d.deal = deal
	d.requests = append(d.requests, r)
}

func (d *desk) Decide(t *rapid.T) {
	if len(d.requests) == 0 {
		t.Skip("nothing was asked for")
	}
	who, i := d.someone(t, "U-mia", "U-dan", "U-dee"), len(d.requests)-1-rapid.IntRange(0, min(2, len(d.requests)-1)).Draw(t, "back")
	seen := d.requests[i].Terms + rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, -1, 1}).Draw(t, "seen")
	verdict := rapid.SampledFrom([]Verdict{Approve, Approve, Reject, Change}).Draw(t, "verdict")
	reason := rapid.SampledFrom([]string{"because", "because", ""}).Draw(t, "reason")
	again := func(t *rapid.T) { d.decide(t, who, i, seen, verdict, reason) }
	d.last = append(d.last, again)
	again(t)
}

func (d *desk) Replay(t *rapid.T) {
	if len(d.last) == 0 {
		t.Skip("nothing to replay")
	}
	d.happened("replay")
	d.last[rapid.IntRange(0, len(d.last)-1).Draw(t, "which")](t)
}

func (d *desk) decide(t *rapid.T, who string, i, seen int, verdict Verdict, reason string) {
	before, was := d.requests[i], d.deal
	r, deal, e, err := before.Decide(was, Decision{By: d.people[who], Roster: Roster{Team: d.team, People: d.all(), At: d.now()}, Verdict: verdict, Reason: reason, Seen: Seen{seen, 1}, On: DateOf(d.now())})
	if want := d.model.decide(who, i, seen, verdict, reason != ""); (err == nil) != want {
		t.Fatalf("%s may %s %s: %v, want %v", who, verdict, before.ID, err, want)
	}
	if err != nil {
		problem, ok := AsProblem(err)
		if !ok || !cmp.Equal(r, before) || deal != was || e != nil {
			t.Fatalf("a refusal changed something, or is none: %v", err)
		}
		d.happened(problem.Code)
		return
	}
	d.happened(string(r.Status))
	p := d.people[who]
	switch {
	case before.Status != Waiting: // P10: exactly once
		t.Fatalf("%s was decided twice", r.ID)
	case who == before.Requester: // P11
		t.Fatalf("%s decided their own request", who)
	case p.Gone || p.Outside || p.Role != Manager && p.Role != Director || p.Role == Manager && r.Discount >= 2000: // P10: authorised now
		t.Fatalf("a %s decided on %d", p.Role, r.Discount)
	case seen != was.Terms || r.Terms != was.Terms || r.Amount != was.Amount: // P10: the version they saw
		t.Fatalf("%s is for version %d, seen was %d, the deal is at %d", r.ID, r.Terms, seen, was.Terms)
	case !d.now().Before(before.Expires): // P12
		t.Fatalf("%s was decided after its time", r.ID)
	case r.By != who || !r.Decided.Equal(d.now()): // P12: history
		t.Fatalf("the history names %s", r.By)
	}
	d.requests[i], d.deal = r, deal
	if verdict == Approve {
		d.grant, d.granted = r.ID, deal.Terms
		d.changes = nil // a decision is not undone, nor what came before it
	}
}

func (d *desk) Reprice(t *rapid.T) {
	seldom(t)
	m := Money{rapid.Int64Range(1, 5).Draw(t, "amount") * 1000000, "CNY"}
	void := rapid.SampledFrom([]bool{true, true, false}).Draw(t, "void") // a caller that forgot must not matter
	deal, _, err := d.deal.Reprice(m, d.act(d.owner))
	if want := d.open && m != d.deal.Amount; (err == nil) != want {
		t.Fatalf("amount %v: %v", m, err)
	}
	if err != nil {
		return
	}
	d.changes = append(d.changes, d.present())
	d.deal, d.grant = deal, ""
	d.version++
	d.off = 0
	if void {
		d.end("voided", func(r Approval) (Approval, bool) { return r.Void(VoidAmount, d.owner, d.now()) })
	}
}

// Undo takes back the last change of the deal. What waits is seldom voided here: a caller
// that forgot must not matter.
func (d *desk) Undo(t *rapid.T) {
	if len(d.changes) == 0 {
		t.Skip("nothing to undo")
	}
	was := d.changes[len(d.changes)-1]
	d.changes = d.changes[:len(d.changes)-1]
	if was.deal.Amount != d.deal.Amount || was.off != d.off {
		d.version++
	}
	d.happened("undone")
	d.deal = d.deal.Restored(was.deal)
	d.off, d.open, d.owner, d.grant, d.granted = was.off, was.open, was.owner, was.grant, d.version
}

// end puts every request through f, and the model's waiting papers into state.
func (d *desk) end(state string, f func(Approval) (Approval, bool)) {
	for i, r := range d.requests {
		if r, ok := f(r); ok {
			d.happened(state)
			d.requests[i] = r
			d.papers[i].state = state
		}
	}
}

func (d *desk) Wait(t *rapid.T) { d.hour += rapid.SampledFrom([]int{1, 1, 6, 12, 24}).Draw(t, "hours") }

func (d *desk) Expire(t *rapid.T) {
	for _, p := range d.papers {
		if p.state == "waiting" && d.hour < p.until {
			t.Skip("too early")
		}
	}
	d.end("expired", func(r Approval) (Approval, bool) { return r.Expire(d.now()) })
}

func (d *desk) Recall(t *rapid.T) {
	seldom(t)
	if len(d.requests) == 0 {
		t.Skip("nothing was asked for")
	}
	who, i := d.someone(t, d.requests[len(d.requests)-1].Requester), len(d.requests)-1
	sees := d.inside(who) || d.active[who] && (who == d.owner || d.role[who] == "admin")
	r, err := d.requests[i].Recall(d.deal, d.people[who], d.team, d.now())
	if want := sees && d.alive(d.papers[i]) && who == d.papers[i].by; (err == nil) != want {
		t.Fatalf("%s may recall %s: %v, want %v", who, r.ID, err, want)
	}
	if err == nil {
		d.happened("recalled")
		d.requests[i], d.papers[i].state = r, "recalled"
	}
}

func (d *desk) Promote(t *rapid.T) {
	seldom(t)
	who, role := rapid.SampledFrom(cast[:5]).Draw(t, "who"), rapid.SampledFrom([]string{"rep", "manager", "director"}).Draw(t, "role")
	p := d.people[who]
	p.Role = Role(role)
	d.people[who], d.role[who] = p, role
}

func (d *desk) Deactivate(t *rapid.T) {
	seldom(t)
	who, gone := rapid.SampledFrom(cast[:5]).Draw(t, "who"), rapid.Bool().Draw(t, "gone")
	p := d.people[who]
	p.Gone = gone
	d.people[who], d.active[who] = p, !gone
}

func (d *desk) Give(t *rapid.T) {
	who := rapid.SampledFrom(cast[:5]).Draw(t, "who")
	deal, _, err := d.deal.Handover(d.people[who], d.act(d.owner))
	if want := who != d.owner && d.active[who]; (err == nil) != want {
		t.Fatalf("give to %s: %v", who, err)
	}
	if err == nil {
		d.changes = append(d.changes, d.present())
		d.deal, d.owner = deal, who
	}
}

func (d *desk) Close(t *rapid.T) {
	var err error
	if d.open {
		seldom(t)
	}
	d.changes = append(d.changes, d.present())
	if d.open {
		d.deal, _, err = d.deal.Win(d.act(d.owner))
	} else {
		d.deal, _, err = d.deal.Reopen("", d.act(d.owner))
	}
	if err != nil {
		t.Fatal(err)
	}
	d.open = !d.open
}

// Check holds after every step.
func (d *desk) Check(t *rapid.T) {
	if int(d.deal.Discount) != d.off || d.deal.Terms != d.version {
		t.Fatalf("the deal has %d off at version %d, want %d at %d", d.deal.Discount, d.deal.Terms, d.off, d.version)
	}
	means := offer{d.deal.Amount, d.deal.Discount}
	if was, used := d.offered[d.deal.Terms]; used && was != means { // P10: for exactly the version they saw
		t.Fatalf("version %d was %+v and is %+v", d.deal.Terms, was, means)
	}
	d.offered[d.deal.Terms] = means
	alive := 0
	for i, r := range d.requests {
		if string(r.Status) != d.papers[i].state {
			t.Fatalf("%s is %s, want %s", r.ID, r.Status, d.papers[i].state)
		}
		if d.alive(d.papers[i]) {
			alive++
		}
		if end, ok := d.ended[r.ID]; ok && !cmp.Equal(end, r) {
			t.Fatalf("%s ended as %+v and is now %+v", r.ID, end, r)
		}
		if r.Status != Waiting {
			d.ended[r.ID] = r
		}
		// What the deal has off is what exactly this request got, for these terms.
		if r.ID == d.grant && (r.Status != Approved || r.Discount != d.deal.Discount || r.Amount != d.deal.Amount || d.granted != d.deal.Terms) {
			t.Fatalf("the deal has %d off %v at version %d by %+v", d.deal.Discount, d.deal.Amount, d.deal.Terms, r)
		}
	}
	if d.deal.Discount != 0 && d.grant == "" {
		t.Fatalf("%d off, granted by nobody", d.deal.Discount)
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
		d := newDesk(seen)
		t.Repeat(map[string]func(*rapid.T){
			"": d.Check, "ask": d.Ask, "ask again": d.Ask, "decide": d.Decide, "decide too": d.Decide, "decide three": d.Decide,
			"replay": d.Replay, "reprice": d.Reprice, "wait": d.Wait, "expire": d.Expire, "recall": d.Recall, "promote": d.Promote,
			"deactivate": d.Deactivate, "give": d.Give, "close": d.Close, "undo": d.Undo,
		})
	})
	if testing.Short() { // plays fewer, too few to count what happened
		return
	}
	if played < sequences {
		t.Errorf("only %d sequences were played", played)
	}
	// A test that never reached a rule has not tested it.
	for _, what := range []string{
		"ask granted", "ask waiting", "resubmitted", "replay", "undone", "approved", "rejected", "returned", "voided", "expired", "recalled",
		"deal.not_found", "deal.not_yours", "deal.closed", "discount.out_of_range", "discount.unchanged", "discount.already_waiting",
		"discount.nobody_can_decide", "approval.not_found", "approval.already_decided", "approval.recalled", "approval.expired",
		"approval.voided", "approval.stale", "approval.own_request", "approval.not_authorised", "approval.above_authority", "approval.reason_missing",
	} {
		if seen[what] < 100 {
			t.Errorf("%s happened only %d times", what, seen[what])
		}
	}
	t.Logf("%d sequences: %v", played, seen)
}
