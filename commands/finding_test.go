package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// bookOfFinds has a note of each team, with the same word in it.
func bookOfFinds(t testing.TB) *commandstest.World {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, `deal new Acme "Data platform" 100k close 2027-01-20`)
	w.Say(ana, "log call D-1 20m The BUDGET is fixed <https://x.y> *now*")
	w.Say(ana, "deal set D-1 need a budget for ten seats")
	w.Say(ana, "discount D-1 15% rival has a bigger budget")
	w.Say(lilei, "account new 华星科技")
	w.Say(lilei, `deal new 华星科技 "数据平台" 40万 成交 2027-01-20`)
	w.Say(lilei, "log call D-2 20m 客户说预算下周定, budget west")
	return w
}

// seek asks in the bot's direct message, or in a channel.
func seek(w *commandstest.World, who, channel, text string) chat.Reply {
	req := w.Request(who, chat.Slash)
	req.Name, req.Args, req.Where.Channel = "find", text, channel
	return w.Do(req)
}

func TestASearchFindsWhatTheAskerMaySee(t *testing.T) {
	w := bookOfFinds(t)
	for _, ask := range []struct {
		who, channel, text string
		has, not           []string
	}{
		{ana, "D1", "budget", []string{"3 hits", "Deals (1)", "Notes (1)", "Discount requests (1)", "> The *BUDGET* is fixed &lt;https://x.y&gt; *now*", "bigger *budget*"},
			[]string{"west", "华星"}},
		{ana, "D1", "ＢＵＤＧＥＴ fixed", []string{"1 hit", "*BUDGET*"}, nil},
		{ana, "D1", "west", []string{"Nothing found"}, []string{"华星"}},
		{lilei, "D1", "预算", []string{"客户说 *预算* 下周定", "D-2"}, []string{"Acme"}},
		{lilei, "D1", "huaxing", []string{"A-2 · 华星科技"}, []string{"Acme"}},
		{lilei, "D1", "budget", []string{"west"}, []string{"Acme", "fixed"}},
		{dan, "D1", "budget", []string{"4 hits", "fixed", "west"}, nil},
		{dan, "CEAST", "budget", []string{"3 hits", "fixed"}, []string{"west"}},
		{ana, "CWEST", "budget", []string{"Nothing found"}, []string{"fixed", "west"}},
		{dan, "CELSE", "budget", []string{"Nothing found"}, []string{"fixed", "west"}},
	} {
		reply := w.Want(seek(w, ask.who, ask.channel, ask.text), ask.has...)
		for _, not := range ask.not {
			if strings.Contains(string(reply.Message.Text), not) {
				t.Errorf("%s asks %q in %s and reads %q:\n%s", ask.who, ask.text, ask.channel, not, reply.Message.Text)
			}
		}
	}
}

func TestASearchInAChannelShowsTheRestToTheAskerAlone(t *testing.T) {
	w := bookOfFinds(t)
	here := seek(w, dan, "CEAST", "budget")
	w.Want(w.Click(dan, here.Message, "Show everything"), "4 hits", "west")
	w.Want(w.Click(lilei, here.Message, "Show everything"), "已经失效")
}

func TestASearchHasPages(t *testing.T) {
	w := bookOfFinds(t)
	for i := range 10 {
		w.Say(ana, fmt.Sprintf("log call D-1 20m talk number %d", i))
	}
	first := seek(w, ana, "D1", "talk")
	w.Want(first, "10 hits", "number 9", "number 2")
	w.Want(w.Click(ana, first.Message, "Show more (2)"), "number 1", "number 0")
}

// BenchmarkFind looks through 100,000 notes for a word that few have.
func BenchmarkFind(b *testing.B) {
	w := bookOfFinds(b)
	for part := range 10 {
		once := store.Change{Once: fmt.Sprint("notes", part), Actor: ana, At: w.Now, What: "import"}
		_, err := w.Store.Update(b.Context(), once, func(tx *store.Tx) error {
			for i := range 10_000 {
				a := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Call, Deal: "D-1", Team: "east", By: ana, On: "2026-11-24",
					At: w.Now.Add(time.Duration(i)), Note: "talked about the price and the contract, 客户想要九折，下周再谈，需要和财务确认一下付款方式"}
				if err := store.Activities.Put(tx, a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for _, text := range []string{"budget", "预算"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				seek(w, lilei, "D1", text)
			}
		})
	}
}
