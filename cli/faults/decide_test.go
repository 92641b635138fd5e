//go:build linux && faults

package faults

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/dice"
	"dealdesk/sales"
	"dealdesk/store"
)

// asks has the rep open a deal and ask for a discount on it, and returns where the manager decides.
func (w *world) asks(n int) (request string, card fakeslack.Ref) {
	w.Helper()
	w.says(0, "/deal", fmt.Sprintf("new Acme \"Deal%dX\" 10k", n))
	w.says(0, "/discount", fmt.Sprintf("D-%d 15%% because", n))
	request = fmt.Sprintf("R-%d", n)
	w.until("the manager is asked", func() bool {
		ok := false
		card, ok = w.button("DUBOSS", request+".")
		return ok
	})
	return request, card
}

// button finds the newest message in a channel with a button to approve that has a value like this.
func (w *world) button(in, value string) (at fakeslack.Ref, ok bool) {
	w.slack.Look(func(st *fakeslack.State) {
		for _, m := range st.Channels[in].Messages {
			text, err := json.Marshal(m.Blocks)
			if err == nil && strings.Contains(string(text), `"Approve"`) && strings.Contains(string(text), `"value":"`+value) {
				at, ok = fakeslack.Ref{Channel: in, TS: m.TS}, true
			}
		}
	})
	return at, ok
}

// requests returns all requests, and how often a discount was granted on each deal.
func (w *world) requests() (all map[string]sales.Approval, granted map[string]int) {
	w.Helper()
	all, granted = map[string]sales.Approval{}, map[string]int{}
	w.read(func(r store.Reader) error {
		for a, err := range store.Approvals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			all[a.ID] = a
		}
		for e, err := range store.Events.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if e.Kind == sales.Granted {
				granted[e.Deal]++
			}
		}
		return nil
	})
	return all, granted
}

// undecided says which request was not decided exactly once, "" for none.
func undecided(all map[string]sales.Approval, granted map[string]int) string {
	for id, a := range all {
		votes := 0
		for _, step := range a.Steps {
			votes += len(step.Votes)
		}
		want := 0
		if a.Status == sales.Approved {
			want = 1
		}
		if a.Status != sales.Approved && a.Status != sales.Rejected || votes != want || granted[a.Deal] != want {
			return fmt.Sprintf("%s is %s with %d votes and %d grants", id, a.Status, votes, granted[a.Deal])
		}
	}
	return ""
}

// P10: the manager clicks and types yes and no at once, over and over, while the bot is killed.
func TestARequestIsDecidedOnceWhateverIsClicked(t *testing.T) {
	w := newWorld(t, 1)
	w.start()
	w.says(0, "/sales", "account new Acme")
	requests, clicks, kills := dice.Times(6, 40), 0, 0
	for n := 1; n <= requests; n++ {
		request, card := w.asks(n)
		var all sync.WaitGroup
		for i := range 8 {
			clicks++
			all.Go(func() { // what the kill cuts off is an error, and comes again below
				boss := w.slack.As("UBOSS")
				switch i % 4 {
				case 0:
					_ = boss.Slash(t.Context(), channel(0), "/sales", "reject "+request+" too early")
				default:
					_ = boss.Click(t.Context(), card, "Approve")
				}
			})
		}
		if n%2 == 0 {
			w.kill(syscall.SIGKILL)
			kills++
			w.start()
		}
		all.Wait()
		clicks++
		w.until("a click arrives, or the card shows the outcome", func() bool {
			_, open := w.button("DUBOSS", request+".")
			return !open || w.slack.As("UBOSS").Click(t.Context(), card, "Approve") == nil
		})
	}
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.stop()
	all, granted := w.requests()
	if what := undecided(all, granted); what != "" || len(all) != requests {
		t.Errorf("%d of %d requests; %s", len(all), requests, what)
	}
	granted["D-1"]++ // the control
	if undecided(all, granted) == "" {
		t.Error("a second grant is not found")
	}
	count(t, "P10", fmt.Sprintf("%d requests, %d clicks and lines at once, %d kills, each decided once", requests, clicks, kills),
		"a second grant is found")
}

// P11: whoever asked tries to decide in every way there is, also as a delegate and with a second account.
func TestNobodyDecidesTheirOwnRequest(t *testing.T) {
	w := newWorld(t, 1)
	w.slack.AddUser(fakeslack.User{ID: "UTWIN", Name: "twin", Email: "rep@acme.example"})
	w.check(w.slack.Invite(channel(0), "UTWIN"))
	w.check(w.slack.UpdateUser(rep(0), func(u *fakeslack.User) { u.Email = "rep@acme.example" }))
	text, err := os.ReadFile(w.config)
	w.check(err)
	w.check(os.WriteFile(w.config, []byte(strings.Replace(string(text), `["UREP0"]`, `["UREP0", "UTWIN"]`, 1)), 0o600))
	w.start()
	w.says(0, "/sales", "account new Acme")
	tries, requests := 0, dice.Times(2, 20)
	var cards []fakeslack.Ref
	for n := 1; n <= requests; n++ {
		request, card := w.asks(n)
		cards = append(cards, card)
		var room fakeslack.Ref // everybody there sees its buttons
		w.until("the room has the request", func() (ok bool) { room, ok = w.button(channel(0), request+"."); return ok })
		for _, lent := range []string{"", rep(0), "UTWIN"} {
			if lent != "" {
				w.check(w.slack.As("UBOSS").Slash(t.Context(), channel(0), "/sales", "delegate <@"+lent+"> until tomorrow"))
			}
			for _, who := range []string{rep(0), "UTWIN"} {
				person := w.slack.As(who)
				tries += 3
				w.check(person.Slash(t.Context(), channel(0), "/sales", "approve "+request))
				_, err := person.Say("D"+who, "", "approve "+request)
				w.check(err)
				w.check(person.Click(t.Context(), room, "Approve"))
			}
		}
	}
	w.until("nothing waits", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.stop()
	all, granted := w.requests()
	for id, a := range all {
		if a.Status != sales.Waiting || granted[a.Deal] != 0 {
			t.Errorf("%s is %s by %s for %s", id, a.Status, a.By, a.For)
		}
	}
	w.start() // the control: the same button, pressed by whoever may
	w.until("the manager's click arrives", func() bool { return w.slack.As("UBOSS").Click(t.Context(), cards[0], "Approve") == nil })
	w.stop()
	if all, granted := w.requests(); all["R-1"].Status != sales.Approved || granted["D-1"] != 1 {
		t.Errorf("the manager's click left R-1 %s", all["R-1"].Status)
	}
	count(t, "P11", fmt.Sprintf("%d tries to decide %d own requests, also lent to and as a second account, none counts", tries, requests),
		"the manager's click on the same button decides")
}

// P12: neither an old button nor a line decides once the time is over or the terms are others.
func TestNoClickDecidesWhatIsOverOrChanged(t *testing.T) {
	k := newWeek(t, 1)
	k.start()
	k.says(0, "/sales", "account new Acme")
	requests := dice.Times(6, 40)
	var cards []fakeslack.Ref
	for n := 1; n <= requests; n++ {
		_, card := k.asks(n)
		cards = append(cards, card)
	}
	k.check(k.slack.As("UBOSS").Click(t.Context(), cards[0], "Approve")) // the control
	for n := 2; n <= requests/2; n++ {
		k.says(0, "/deal", fmt.Sprintf("amount D-%d 12k", n))
	}
	k.stop()
	k.calendar.moved.Add(int64(73 * time.Hour))
	k.ahead(0)
	k.start()
	for n := 2; n <= requests; n++ {
		boss := k.slack.As("UBOSS")
		_ = boss.Forge(t.Context(), cards[n-1], "Approve", fmt.Sprintf("R-%d.1.1", n)) // the card may have lost its buttons
		k.until("the line is answered", func() bool {
			return boss.Slash(t.Context(), channel(0), "/sales", fmt.Sprintf("approve R-%d", n)) == nil
		})
	}
	k.until("each is closed", func() bool { return k.metric("dealdesk_outbox_due") == "0" })
	k.stop()
	all, granted := k.requests()
	void, over := 0, 0
	for id, a := range all {
		switch {
		case id == "R-1" && a.Status == sales.Approved && granted[a.Deal] == 1:
		case a.Status == sales.Voided && granted[a.Deal] == 0:
			void++
		case granted[a.Deal] == 0 && (a.Status == sales.Expired || a.Status == sales.Waiting && a.Expires.Before(k.calendar.now())):
			over++
		default:
			t.Errorf("%s is %s with %d grants", id, a.Status, granted[a.Deal])
		}
	}
	if void != requests/2-1 || over != requests-requests/2 {
		t.Errorf("%d void, %d over", void, over)
	}
	count(t, "P12", fmt.Sprintf("%d requests with other terms, %d whose time was over, clicked and typed: none is decided", void, over),
		"a click in time, on the same terms, decides")
}
