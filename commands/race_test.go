package commands_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
	"dealdesk/dice"
	"dealdesk/sales"
	"dealdesk/store"
)

// TestWhoeverActsAtOnceARequestHasOneOutcome lets everybody act on a request at the same
// moment, on a real store: two approvals are needed, one may come from a delegate whose
// delegation is being revoked, and all the while the request is rejected, taken back, and
// its deal has another price. The journal tells what happened (P10, P11).
func TestWhoeverActsAtOnceARequestHasOneOutcome(t *testing.T) {
	w := acme(t)
	w.Desk.Cards.Company.Authority.Policies = []sales.Policy{{Name: "Two",
		Steps: []sales.Panel{{Who: sales.Who{"manager", "director"}, Need: 2}}}}
	outcomes, deal := map[sales.ApprovalStatus]int{}, "D-1"
	for round := 1; round <= dice.Times(72, 1000); round++ {
		if round%10 == 0 { // a deal's room fills up
			deal = fmt.Sprint("D-", 1+round/10)
			w.Want(w.Say(ana, fmt.Sprintf(`deal new Acme Corporation "Order %d" 100k`, round)), deal)
		}
		lent := sales.Delegation{ID: fmt.Sprint("S-", round), From: mei, To: bob, Start: w.Now, End: w.Now.Add(time.Hour)}
		put(w, func(tx *store.Tx) error { return store.Delegations.Put(tx, lent) })
		id := fmt.Sprint("R-", round)
		w.Want(w.Say(ana, fmt.Sprintf("discount %s %d%% rival", deal, 4+round%2)), id)
		a := approval(w, id)

		acts := map[string]chat.Request{}
		add := func(name, who string, kind chat.Kind, set func(*chat.Request)) {
			req := w.Request(who, kind)
			req.Name, req.Value = name, cards.ApprovalValue(a)
			if set != nil {
				set(&req)
			}
			acts[name+" "+who] = req
		}
		add("approve", mei, chat.Click, nil)
		add("approve", dan, chat.Click, nil)
		add("approve", bob, chat.Click, nil)
		if round%3 == 0 {
			add("reject", dan, chat.Submit, func(r *chat.Request) { r.Fields = map[string]string{"reason": "too early"} })
		}
		if round%4 == 0 {
			add("recall", ana, chat.Click, nil)
		}
		if round%2 == 0 {
			add("deal amount", ana, chat.Slash, func(r *chat.Request) { r.Value, r.Args = "", fmt.Sprintf("%s %d", deal, 200_000+round) })
		}
		if round%4 == 0 { // one is first, so that each of them is at times
			names := slices.Sorted(maps.Keys(acts))
			first := acts[names[round/4%len(names)]]
			w.Do(first)
		}
		start := make(chan struct{})
		var all sync.WaitGroup
		for _, req := range acts {
			route, _ := w.Router.Named(req.Name)
			for range 2 { // and Slack delivers everything twice
				all.Go(func() {
					<-start
					if _, err := route.Do(t.Context(), req); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Go(func() {
			<-start
			_, err := w.Store.Update(t.Context(), store.Change{Once: "revoke " + lent.ID, Actor: mei, At: w.Now, What: "revoke"},
				func(tx *store.Tx) error {
					over := lent
					over.Revoked = w.Now
					return store.Delegations.Put(tx, over)
				})
			if err != nil {
				t.Error(err)
			}
		})
		close(start)
		all.Wait()
		w.Post()
		outcomes[outcome(w, id, lent.ID)]++
		if approval(w, id).Status == sales.Waiting {
			w.Say(ana, "recall "+id)
		}
	}
	for _, s := range []sales.ApprovalStatus{sales.Approved, sales.Rejected, sales.Recalled, sales.Voided} {
		if outcomes[s] == 0 {
			t.Errorf("nothing was ever %s: %v", s, outcomes)
		}
	}
	t.Logf("%v", outcomes)
}

// outcome reads from the journal how a request went, and checks that it went one way.
func outcome(w *commandstest.World, id, lent string) sales.ApprovalStatus {
	w.Helper()
	a := approval(w, id)
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		revoked := uint64(0)
		for touch, err := range store.History(r, store.Delegations.Name, lent) {
			if err != nil {
				return err
			}
			revoked = max(revoked, touch.Entry.Seq)
		}
		ends, votes := 0, 0
		for touch, err := range store.History(r, store.Approvals.Name, id) {
			if err != nil {
				return err
			}
			var was, is sales.Approval
			if touch.Change.Old != nil {
				if err := json.Unmarshal(touch.Change.Old, &was); err != nil {
					return err
				}
			}
			if err := json.Unmarshal(touch.Change.New, &is); err != nil {
				return err
			}
			if was.Status != "" && was.Status != sales.Waiting {
				w.Errorf("%s was %s and became %s", id, was.Status, is.Status)
			}
			if is.Status != sales.Waiting {
				ends++
			}
			if is.Votes() > was.Votes() {
				votes++
				last := is.Steps[0].Votes[is.Votes()-1]
				if is.Votes() != was.Votes()+1 || last.By != touch.Entry.Actor {
					w.Errorf("%s: %s added %+v", id, touch.Entry.Actor, is.Steps[0].Votes[was.Votes():])
				}
				if last.For != "" && touch.Entry.Seq > revoked {
					w.Errorf("%s: %s decided for %s after that was revoked", id, last.By, last.For)
				}
			}
		}
		granted := 0
		for e, err := range store.EventsOf(r, a.Deal) {
			if err != nil {
				return err
			}
			if e.Kind == sales.Granted && e.To == id {
				granted++
			}
		}
		if (a.Status == sales.Waiting) != (ends == 0) || ends > 1 || (granted == 1) != (a.Status == sales.Approved) || granted > 1 {
			w.Errorf("%s is %s: it ended %d times and was granted %d times", id, a.Status, ends, granted)
		}
		var whose []string
		for _, v := range a.Steps[0].Votes {
			right := v.By
			if v.For != "" {
				right = v.For
			}
			if slices.Contains(whose, right) {
				w.Errorf("%s: the right of %s was used twice", id, right)
			}
			whose = append(whose, right)
		}
		if votes != len(whose) || a.Status == sales.Approved && len(whose) != 2 {
			w.Errorf("%s is %s with the votes of %v, of which %d came one by one", id, a.Status, whose, votes)
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return a.Status
}
