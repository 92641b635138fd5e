package commands_test

import (
	"maps"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
)

// goalDeeds are what the commands of goals and forecasts write.
var goalDeeds = map[string]deed{
	"goal new":          typed(mei, "goal new East new customers 50 by 31 March"),
	"goal split":        typed(mei, "goal split G-1 by month", "goal new East new customers 50 q1"),
	"goal target":       typed(mei, "goal target G-1 60", "goal new East new customers 50 q1"),
	"goal stretch":      typed(mei, "goal stretch G-1 60", "goal new East new customers 50 q1"),
	"goal challenge":    typed(mei, "goal challenge G-1 80", "goal new East new customers 50 q1"),
	"goal due":          typed(mei, "goal due G-1 30 June", "goal new East new customers 50 q1"),
	"goal checkpoint":   typed(mei, "goal checkpoint G-1 80% by 28 February", "goal new East new customers 50 q1"),
	"goal parent":       typed(mei, "goal parent G-2 none", "goal new East new customers 50 q1", "goal new Ana new customers 20 q1"),
	"goal value":        typed(mei, "goal value G-1 12.5%", "goal new East market share 15% this year"),
	"goal accept":       typedBy(mei, "goal new Ana new customers 20 q1", ana, "goal accept G-1"),
	"goal propose":      typedBy(mei, "goal new Ana new customers 20 q1", ana, "goal propose G-1 15 two leave"),
	"goal drop":         typed(mei, "goal drop G-1", "goal new East new customers 50 q1"),
	"forecast":          typed(ana, "forecast D-1 commit"),
	"forecast say":      clicked(ana, "forecast say", "D-1/best/UANA|east|2026-10-01|2026-12-31"),
	"forecast submit":   typed(ana, "forecast submit", "forecast D-1 commit"),
	"forecast override": typedBy(ana, "forecast submit", mei, "forecast override Ana 50k they slip every year"),
	"cost":              typed(mei, "cost 2026-10 referral 12k"),
	"account score":     typed(ana, `account score A-1 4 "quick help"`),
	"goal share": {mei, false, func(w *commandstest.World) *chat.Message {
		w.Say(mei, "goal new East new customers 50 q1")
		w.Say(mei, "goal split G-1 by hand: Ana 30, Bob 10")
		return nil
	}, func(w *commandstest.World, _ *chat.Message) chat.Reply { return w.Say(mei, "goal share G-1") }},
	"goal sure": {mei, false, func(w *commandstest.World) *chat.Message {
		now := w.Now
		for months := 4; months > 0; months-- {
			for range 3 {
				w.Now = now.AddDate(0, -months, 0)
				w.Say(ana, "log call D-1 20m talked")
			}
		}
		w.Now = now
		return w.Say(mei, "goal new Ana 500 calls this month").Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(mei, m, "Set anyway") }},
	"forecast sure": {mei, false, func(w *commandstest.World) *chat.Message {
		for _, line := range []string{"deal amount D-1 100k", "deal date D-1 2026-12-20", "forecast D-1 commit", "forecast submit"} {
			w.Say(ana, line)
		}
		return w.Say(mei, "forecast override Ana 1k they slip every year").Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(mei, m, "Set anyway") }},
	"goal said": {ana, false, func(w *commandstest.World) *chat.Message {
		w.Say(mei, "goal new Ana new customers 20 q1")
		return nil
	}, plainly(ana, "goal said", "I accept the goal").do},
	"goal take": {mei, false, otherNumber, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(mei, chat.Click)
		req.Name, req.Value = "goal take", "G-1"
		return w.Do(req)
	}},
	"goal keep": {mei, false, otherNumber, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(mei, chat.Click)
		req.Name, req.Value = "goal keep", "G-1"
		return w.Do(req)
	}},
	"goal copy": {mei, false, func(w *commandstest.World) *chat.Message {
		w.Say(mei, "goal new East new customers 50 this quarter")
		return w.Say(mei, "goal copy this quarter +10%").Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(mei, m, "Set this goal") }},
}

// also is a table with the entries of another.
func also(more, all map[string]deed) map[string]deed {
	maps.Copy(all, more)
	return all
}

// otherNumber has Ana propose another number for her goal.
func otherNumber(w *commandstest.World) *chat.Message {
	w.Say(mei, "goal new Ana new customers 20 q1")
	w.Say(ana, "goal propose G-1 15 two leave")
	return nil
}
