package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// tab opens somebody's home tab and returns it with its text, without invisible characters.
func tab(t *testing.T, w *commandstest.World, who string) (*chat.Message, string) {
	t.Helper()
	req := w.Request(who, chat.Home)
	req.Name = "home"
	reply := w.Do(req)
	if reply.Home == nil {
		t.Fatalf("%s has no home tab: %+v", who, reply)
	}
	if n := len(reply.Home.Blocks); n > 100 {
		t.Errorf("the home tab of %s has %d blocks", who, n)
	}
	return reply.Home, strings.ReplaceAll(string(reply.Home.Text), "\u2060", "")
}

// bookOfHome is what the people of the table below see: Ana's four deals ask for four things, Li Lei's is
// nobody else's business, and a request of Ana's waits for Mei.
func bookOfHome(t *testing.T) *commandstest.World {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, `deal new Acme "Overdue platform" 100k close 2027-01-20 next: send the quote 2026-11-25`)
	w.Say(ana, `deal new Acme "Late platform" 200k close 2026-11-26 next: sign the contract 2026-12-20`)
	w.Say(ana, `deal new Acme "Silent platform" 300k close 2027-01-20 next: meet them 2026-12-21`)
	w.Say(lilei, `account new 华星`)
	w.Say(lilei, `deal new 华星 "西部平台" 400k close 2027-01-20 next: 发报价 2026-11-25`)
	w.Now = w.Now.AddDate(0, 0, 6) // Monday
	w.Say(ana, `deal new Acme "Today platform" 50k close 2027-01-20 next: call the CFO 2026-11-30 15:00`)
	w.Say(ana, "log call D-2 20m they want to sign")
	w.Say(ana, "discount D-1 15% rival cut the price")
	return w
}

func TestEveryoneSeesTheirOwnDayAtHome(t *testing.T) {
	w := bookOfHome(t)
	for _, see := range []struct {
		who      string
		has, not []string
	}{
		{ana, []string{"Next steps, overdue and today (2)", "still to do: send the quote", "today: call the CFO",
			"Past their expected close (1)", "Late platform*: ¥200,000", "Gone quiet (1)", "Silent platform*: 4 working days without contact",
			"*This week*: 1 call", "4 open deals · ¥650,000"},
			[]string{"西部", "Team East", "Waiting for your decision", "Three things", "Win rate"}},
		{bob, []string{"Three things to start with", "/log call Acme"}, []string{"Acme ·", "My numbers"}},
		{mei, []string{"Waiting for your decision (1)", "R-1: Ana asks for 15% off on D-1", "rival cut the price", "Team East",
			"Next steps overdue: Ana 1", "Past their expected close: Ana 1", "Gone quiet: Ana 2", "Lead: 4 · ¥650,000"},
			[]string{"西部", "华星", "Discovery", "Three things"}},
		{dan, []string{"My teams (2)", "*East* · 4 open deals · ¥650,000 · ⏳ 1 approval waiting · 1 next step overdue · 1 deal past its expected close", "*West* · 1 open deal · ¥400,000"},
			[]string{"Acme", "send the quote", "Waiting for your decision"}},
		{wei, []string{"West团队", "下一步已逾期：李雷 1个"}, []string{"Acme", "platform", "Ana"}},
		{adm, []string{"Three things to start with"}, []string{"Acme ·", "My teams", "West"}},
	} {
		_, text := tab(t, w, see.who)
		for _, has := range see.has {
			if !strings.Contains(text, has) {
				t.Errorf("%s wants %q in:\n%s", see.who, has, text)
			}
		}
		for _, not := range see.not {
			if strings.Contains(text, not) {
				t.Errorf("%s sees %q in:\n%s", see.who, not, text)
			}
		}
	}
}

func TestEveryLineAtHomeIsDoneByItsButton(t *testing.T) {
	w := bookOfHome(t)
	home, _ := tab(t, w, ana)
	w.Want(w.Click(ana, home, "Done"), "Done: send the quote")
	if left := w.Deal("D-1").Next; !left.Missing() {
		t.Errorf("the step that was done is still there: %+v", left)
	}
	again := w.Click(ana, home, "Done")
	w.Want(again, "next step of D-1 is another one by now")
	for label, field := range map[string]string{"New date": "due", "Lost": "reason"} {
		if form := w.Click(ana, home, label).Modal; form == nil || !slices.ContainsFunc(form.Blocks, func(b chat.Block) bool {
			return b.Input != nil && b.Input.ID == field
		}) {
			t.Errorf("%q opens %+v", label, form)
		}
	}
	w.Want(w.Click(ana, home, "Show"), "Today platform")
	_, text := tab(t, w, ana)
	if strings.Contains(text, "send the quote") {
		t.Errorf("what was done is still asked for:\n%s", text)
	}
	home, _ = tab(t, w, mei)
	w.Want(w.Click(mei, home, "Quiet"), "4 working days without contact")
	w.Want(w.Click(mei, home, "Past their date"), "Late platform")
	w.Want(w.Click(mei, home, "Approve"), "Approved")
	if _, text = tab(t, w, mei); strings.Contains(text, "Waiting for your decision") {
		t.Errorf("what was decided still waits:\n%s", text)
	}
	home, _ = tab(t, w, dan)
	w.Want(w.Click(dan, home, "Show"), "Weekly review · East")
}

func TestWinRateAtHomeNeedsEnoughHistory(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	for i := range sales.MinSample {
		_, text := tab(t, w, ana)
		if strings.Contains(text, "Win rate") {
			t.Errorf("a win rate over %d closed deals:\n%s", i, text)
		}
		w.Say(ana, fmt.Sprintf(`deal new Acme "Platform %d" 10k`, i))
		w.Say(ana, fmt.Sprintf("deal lost D-%d price", i+1))
	}
	if _, text := tab(t, w, ana); !strings.Contains(text, "*Win rate*, last 90 days: 0%, 0 of 5") {
		t.Errorf("no win rate over %d closed deals:\n%s", sales.MinSample, text)
	}
}

// BenchmarkHome makes the home tab of a rep with 500 open deals, of which many ask for something.
func BenchmarkHome(b *testing.B) {
	w := commandstest.NewWorld(b)
	_, err := w.Store.Update(b.Context(), store.Change{Once: "book", Actor: ana, At: w.Now, What: "import"}, func(tx *store.Tx) error {
		for i := range 500 {
			d := sales.Deal{ID: fmt.Sprintf("D-%d", i+1), Name: "Data platform", Team: "east", Owner: ana, Status: sales.Open, Pipeline: "standard",
				Stage: "lead", Amount: sales.Money{Minor: 100, Currency: "CNY"}, Created: w.Now.Add(-time.Duration(i) * time.Hour)}
			if err := store.Deals.Put(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	req := w.Request(ana, chat.Home)
	route, _ := w.Router.Named("home")
	b.ReportAllocs()
	for b.Loop() {
		if reply, err := route.Do(b.Context(), req); err != nil || reply.Home == nil {
			b.Fatal(reply, err)
		}
	}
}
