package sales

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// What happens around a request in the play of approval_play_test.go: to its deal, to
// people, and by the clock.

func (d *floor) Reprice(t *rapid.T) {
	seldom(t)
	m := Money{rapid.Int64Range(1, 5).Draw(t, "amount") * 1000000, "CNY"}
	void := rapid.SampledFrom([]bool{true, true, false}).Draw(t, "void") // a caller that forgets must not matter
	deal, _, err := d.deal.Reprice(m, d.act())
	if want := d.open && m != d.deal.Amount; (err == nil) != want {
		t.Fatalf("amount %v: %v", m, err)
	}
	if err != nil {
		return
	}
	d.changes = append(d.changes, d.present())
	d.deal, d.grant = deal, ""
	d.version++
	d.off, d.extra = 0, 0
	if void {
		d.end("voided", func(r Approval) (Approval, bool) { return r.Void(VoidAmount, "U-"+d.owner, d.now()) })
	}
}

// Undo takes back the last change of the deal. Waiting requests are not voided here: a
// caller that forgets must not matter.
func (d *floor) Undo(t *rapid.T) {
	seldom(t)
	if len(d.changes) == 0 {
		t.Skip("nothing to undo")
	}
	was := d.changes[len(d.changes)-1]
	d.changes = d.changes[:len(d.changes)-1]
	if was.deal.Amount != d.deal.Amount || was.off != d.off || was.extra != d.extra {
		d.version++
	}
	d.happened("undone")
	d.deal = d.deal.Restored(was.deal)
	d.off, d.extra, d.open, d.owner, d.gave, d.grant, d.granted = was.off, was.extra, was.open, was.owner, was.gave, was.grant, d.version
}

// end puts every request through f, and marks the papers that wait as state.
func (d *floor) end(state string, f func(Approval) (Approval, bool)) {
	for i, r := range d.requests {
		if r, ok := f(r); ok {
			d.happened(state)
			d.requests[i] = r
			d.papers[i].state = state
		}
	}
}

func (d *floor) Wait(t *rapid.T) {
	d.hour += rapid.SampledFrom([]int{1, 1, 6, 12, 24}).Draw(t, "hours")
}

func (d *floor) Expire(t *rapid.T) {
	for _, p := range d.papers {
		if p.state == "waiting" && d.hour < p.until {
			t.Skip("too early")
		}
	}
	d.end("expired", func(r Approval) (Approval, bool) { return r.Expire(d.now()) })
}

func (d *floor) Recall(t *rapid.T) {
	seldom(t)
	if len(d.requests) == 0 {
		t.Skip("nothing was asked for")
	}
	i := len(d.requests) - 1
	who := d.someone(t, d.requests[i].Requester[2:])
	r, err := d.requests[i].Recall(d.deal, d.person(who), d.team, d.now())
	if want := d.sees(who) && d.alive(d.papers[i]) && who == d.papers[i].by; (err == nil) != want {
		t.Fatalf("%s may recall %s: %v, want %v", who, r.ID, err, want)
	}
	if err == nil {
		d.happened("recalled")
		d.requests[i], d.papers[i].state = r, "recalled"
	}
}

func (d *floor) Promote(t *rapid.T) {
	seldom(t)
	who := rapid.SampledFrom([]string{"ann", "bo", "mia", "dan", "dee", "amy"}).Draw(t, "who")
	d.role[who] = rapid.SampledFrom([]string{"rep", "manager", "director"}).Draw(t, "role")
}

func (d *floor) Deactivate(t *rapid.T) {
	seldom(t)
	who := d.busy(t, "ann", "bo", "mia", "dan", "dee", "fin", "fox", "fin2")
	d.gone[who] = !d.gone[who]
}

func (d *floor) Keep(t *rapid.T) {
	seldom(t)
	who := d.busy(t, "bo", "dan", "fin", "fox", "fin2")
	d.books[who] = !d.books[who]
	if d.role[who] == "approver" || d.role[who] == "" { // people who have sold nothing have no role without it
		d.role[who] = map[bool]string{true: "approver"}[d.books[who]]
	}
}

func (d *floor) Leave(t *rapid.T) {
	who := d.busy(t, cast...)
	d.away[who] = !d.away[who]
}

func (d *floor) Delegate(t *rapid.T) {
	likely := []string{"mia", "dan", "fin", "fox"}
	for _, p := range d.papers {
		if d.alive(p) {
			likely = append(likely, p.by, p.by, d.owner, d.owner, d.owner, d.owner)
			for _, s := range p.steps[p.turn].asked {
				likely = append(likely, s.whose, s.whose)
			}
		}
	}
	from, to := d.someone(t, likely...), d.someone(t, append([]string{"bo", "bo", "li", "li", "ann", "amy"}, d.gave...)...)
	start, hours := d.hour+rapid.SampledFrom([]int{0, 0, 0, 5}).Draw(t, "start"), rapid.SampledFrom([]int{-1, 3, 30, 30, 30}).Draw(t, "hours")
	g, err := Delegate(Delegation{ID: fmt.Sprintf("S-%d", len(d.loans)+1), Start: monday.Add(time.Duration(start) * time.Hour),
		End: monday.Add(time.Duration(start+hours) * time.Hour)},
		d.person(from), d.person(to), d.now())
	lead := d.role[from] == "manager" || d.role[from] == "director"
	if want := (lead || d.role[from] == "approver" || d.person(from).Approver) && human(from) != human(to) && d.works(to) &&
		d.role[to] != "" && hours > 0; (err == nil) != want {
		t.Fatalf("%s lends to %s for %d hours: %v", from, to, hours, err)
	}
	if err != nil {
		d.problem(t, err)
		return
	}
	d.happened("delegated")
	d.loans = slices.Clone(d.loans)
	person := func(id string) Person { return d.person(id[2:]) }
	for _, old := range LentTo(d.loans, g.From, d.person(to), person, d.now()) {
		if old.Overlaps(g) {
			d.happened("replaced")
			d.put(old.Replace(g, d.now()))
		}
	}
	for i, l := range d.lent { // the model ends it by its own account
		if l.from == from && human(l.to) == human(to) && d.hour < l.end && start < l.end && l.start < start+hours {
			d.lent[i].over = true
		}
	}
	d.loans = append(d.loans, g)
	d.lent = append(d.lent, loan{from: from, to: to, start: start, end: start + hours})
}

func (d *floor) Revoke(t *rapid.T) {
	if len(d.loans) == 0 {
		t.Skip("nothing was lent")
	}
	i := rapid.IntRange(0, len(d.loans)-1).Draw(t, "which")
	who := d.someone(t, d.lent[i].from, d.lent[i].from, "root")
	g, err := d.loans[i].Revoke(d.person(who), d.now())
	if want := (who == d.lent[i].from || who == "root" && d.works(who)) && !d.lent[i].over && d.hour < d.lent[i].end; (err == nil) != want {
		t.Fatalf("%s revokes %+v: %v", who, d.lent[i], err)
	}
	if err != nil {
		return
	}
	d.happened("revoked")
	d.loans = slices.Clone(d.loans)
	d.put(g)
	person := func(id string) Person { return d.person(id[2:]) }
	for _, also := range LentTo(d.loans, g.From, d.person(g.To[2:]), person, d.now()) {
		also.Revoked = g.Revoked
		d.put(also)
	}
	for j, l := range d.lent {
		if l.from == d.lent[i].from && human(l.to) == human(d.lent[i].to) && d.hour < l.end {
			d.lent[j].over = true
		}
	}
}

func (d *floor) put(g Delegation) {
	i := slices.IndexFunc(d.loans, func(old Delegation) bool { return old.ID == g.ID })
	d.loans[i] = g
}

// Revive undoes the end of a delegation: by its lender, or by somebody else, who may not.
func (d *floor) Revive(t *rapid.T) {
	var over []int
	for i, l := range d.lent {
		if l.over && d.hour < l.end {
			over = append(over, i)
		}
	}
	if len(over) == 0 {
		t.Skip("nothing to revive")
	}
	i := rapid.SampledFrom(over).Draw(t, "which")
	who := d.someone(t, d.lent[i].from, "root", d.lent[i].to)
	was := d.loans[i]
	is := was
	is.Revoked, is.Later = time.Time{}, ""
	err := is.TakenBack(was, "U-"+who, d.now())
	if want := who == d.lent[i].from; (err == nil) != want {
		t.Fatalf("%s revives %+v: %v", who, d.lent[i], err)
	}
	if err != nil {
		d.problem(t, err)
		return
	}
	d.happened("revived")
	d.loans = slices.Clone(d.loans)
	d.loans[i], d.lent[i].over = is, false
}

// Limit sets the company's limit of managers, as a start with another configuration does.
func (d *floor) Limit(t *rapid.T) {
	seldom(t)
	d.limit = rapid.SampledFrom([]int{2000, 2000, 1500}).Draw(t, "limit")
	d.rules.Manager = Percent(d.limit)
}

// Tend looks at waiting requests again, as the clock's job does.
func (d *floor) Tend(t *rapid.T) {
	for i, r := range d.requests {
		was, turn := d.deal, d.papers[i].turn
		after, deal, e, ok := r.Tend(was, d.roster(), d.today())
		waits := d.alive(d.papers[i])
		advanced := waits && len(d.papers[i].steps[turn].votes) > 0 && d.advance(&d.papers[i])
		if !waits && ok || advanced && !ok || (e != nil) != (after.Status == Approved && r.Status == Waiting) {
			t.Fatalf("%s: tended %v, want %v: %+v", r.ID, ok, advanced, after)
		}
		if !ok {
			continue
		}
		d.happened("tended")
		if advanced {
			d.happened("nobody holds it up any more")
		}
		d.requests[i], d.deal = after, deal
		d.follow(t, i, turn, was)
	}
}

// Nag reminds and escalates, as the clock's job does, every hour of the day.
func (d *floor) Nag(t *rapid.T) {
	business := func(_ string, from time.Time, span time.Duration) time.Time { return from.Add(span) }
	for i, r := range d.requests {
		after, whom := r.Remind(d.rules, d.deal, d.roster(), business)
		if whom != nil {
			d.happened("reminded")
		}
		for _, seat := range whom {
			if !d.alive(d.papers[i]) || d.right(d.papers[i], seat.By[2:]) == "" || d.now().Sub(seat.Since) < 4*time.Hour {
				t.Fatalf("%s is reminded of %s too early, or for nothing", seat.By, r.ID)
			}
		}
		after, whom = after.Escalate(d.rules, d.deal, d.roster(), business)
		for _, seat := range whom {
			if !d.alive(d.papers[i]) || !seat.Up || d.away[seat.By[2:]] {
				t.Fatalf("%s is asked as the next level of %s", seat.By, r.ID)
			}
		}
		if whom != nil {
			d.happened("escalated")
		}
		d.requests[i] = after
		d.sit(t, i)
	}
}

func (d *floor) Give(t *rapid.T) {
	seldom(t)
	who := rapid.SampledFrom(append([]string{"mia", "dan", "mia", "dan"}, cast[:5]...)).Draw(t, "who")
	deal, _, err := d.deal.Handover(d.person(who), d.act())
	if want := who != d.owner && d.works(who); (err == nil) != want {
		t.Fatalf("give to %s: %v", who, err)
	}
	if err == nil {
		d.changes = append(d.changes, d.present())
		d.gave = append(slices.Clip(d.gave), d.owner)
		d.deal, d.owner = deal, who
	}
}

func (d *floor) Close(t *rapid.T) {
	var err error
	if d.open {
		seldom(t)
	}
	d.changes = append(d.changes, d.present())
	if d.open {
		d.deal, _, err = d.deal.Win(Templates()[0], Facts{}, "they signed", d.act())
	} else {
		d.deal, _, err = d.deal.Reopen(Deal{}, "", d.act())
	}
	if err != nil {
		t.Fatal(err)
	}
	d.open = !d.open
}
