package commands_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dealdesk/chat"
)

// noForm are the commands that open no form when nothing is typed behind them, and why: there is nothing
// to fill in.
var noForm = map[string]string{
	"find": "says how to search", "deal": "shows a deal", "deal list": "shows a list", "deal history": "shows a deal", "approvals": "shows a list",
	"standup show": "shows a day", "review": "shows a week", "pipeline": "shows numbers", "account": "shows a customer",
	"account list": "shows a list", "account history": "shows a customer", "contact list": "shows a list", "team": "shows a team",
	"overdue": "shows a list", "help": "shows the commands", "undo": "takes back the last act",
	"approve": "picks a request", "recall": "picks a request", "delegate stop": "ends what there is",
	"delegate": "shows who decides; its button opens the form",
	"reject":   "picks a request; then its form asks for the reason", "change": "picks a request; then its form asks what to change",
	"standup skip": "acts at once", "standup snooze": "picks a time",
	"goal": "shows the goals", "goal list": "shows a list", "goal tree": "shows a tree", "standup leave cancel": "picks the leave",
	"forecast": "shows numbers, with a button for each deal", "forecast submit": "acts at once", "why forecast": "shows what numbers rest on", "win rate": "shows numbers",
	"alerts": "shows the limits", "alerts set": "says how to type it", "alerts to": "says how to type it", "alerts preview": "shows what would have been said",
	"kpi": "shows numbers", "kpi explain": "shows what numbers mean", "funnel": "shows numbers", "kpi best": "shows numbers", "cost list": "shows a list",
	"whatif": "says how to ask",
}

func inputsOf(m *chat.Modal) (all []chat.Input) {
	for _, b := range m.Blocks {
		if b.Input != nil {
			all = append(all, *b.Input)
		}
	}
	return all
}

// Whoever types a command alone gets its form. Sent as it is, it works or says beside a field what is missing.
func TestEveryCommandHasAFormOrNothingToFillIn(t *testing.T) {
	for _, language := range []string{"en", "zh"} {
		w := acme(t)
		for _, who := range []string{ana, mei, adm} {
			w.Say(who, "settings language "+language)
		}
		seen := map[string]bool{}
		for _, r := range w.Router.Routes() {
			if !r.Help {
				continue
			}
			who := ana
			switch {
			case strings.HasPrefix(r.Name, "team "):
				who = adm
			case r.Name == "account tier", r.Name == "cost", strings.HasPrefix(r.Name, "goal "):
				who = mei
			}
			req := w.Request(who, chat.Slash)
			req.Name = r.Name
			form := w.Do(req).Modal
			if reason, none := noForm[r.Name]; none || form == nil {
				if seen[r.Name] = true; !none || form != nil {
					t.Errorf("%q opens the form %+v, but: %q", r.Name, form, reason)
				}
				continue
			}
			if n := utf8.RuneCountInString(form.Title); n == 0 || n > 24 || form.Action != r.Name {
				t.Errorf("%q is titled %q and asks for %q", r.Name, form.Title, form.Action)
			}
			var ids []string
			for _, in := range inputsOf(form) {
				if ids = append(ids, in.ID); in.Kind == chat.Select && in.Suggest == "" && len(in.Options) == 0 {
					t.Errorf("%q: there is nothing to choose for %s", r.Name, in.ID)
				}
			}
			reply := w.Submit(who, form, nil)
			if reply.Message == nil && len(reply.Errors) == 0 {
				t.Errorf("%q, sent as it opened, is answered with %+v", r.Name, reply)
			}
			for field, words := range reply.Errors {
				if !slices.Contains(ids, field) {
					t.Errorf("%q has no field %q to say beside: %s", r.Name, field, words)
				}
			}
		}
		for name := range maps.Keys(noForm) {
			if !seen[name] {
				t.Errorf("there is no command %q", name)
			}
		}
	}
}

// What a form of a command alone asks for is enough to run it.
func TestAFormWithoutARecordIsEnough(t *testing.T) {
	for line, c := range map[string]struct {
		fields map[string]string
		want   string
	}{
		"deal next":      {map[string]string{"deal": "D-1", "next": "call the CFO", "due": "2026-12-01"}, "call the CFO"},
		"deal amount":    {map[string]string{"deal": "D-1", "amount": "150k"}, "150,000"},
		"deal date":      {map[string]string{"deal": "D-1", "close": "2027-01-15"}, "15 Jan 2027"},
		"deal note":      {map[string]string{"deal": "D-1", "note": "they asked for references"}, "references"},
		"deal give":      {map[string]string{"deal": "D-1", "owner": bob}, "Bob"},
		"deal set":       {map[string]string{"deal": "D-1", "need": "speed"}, "speed"},
		"deal lost":      {map[string]string{"deal": "D-1", "reason": "price", "competitor": "Initech"}, "Initech"},
		"deal won":       {map[string]string{"deal": "D-1", "reason": "they signed"}, "Won"},
		"deal advance":   {map[string]string{"deal": "D-1", "reason": "they are in a hurry"}, "hurry"},
		"deal stage":     {map[string]string{"deal": "D-1", "stage": "discovery", "reason": "they are in a hurry"}, "hurry"},
		"deal new":       {map[string]string{"account": "A-1", "name": "Training"}, "Training"},
		"discount":       {map[string]string{"deal": "D-1", "discount": "15%", "reason": "a rival cut the price"}, "15"},
		"account rename": {map[string]string{"account": "A-1", "name": "Acme Group"}, "Acme Group"},
		"account owner":  {map[string]string{"account": "A-1", "owner": bob}, "Bob"},
		"account set":    {map[string]string{"account": "A-1", "industry": "medical devices", "employees": "250"}, "medical devices"},
		"contact add":    {map[string]string{"account": "A-1", "name": "Mary Wood"}, "Mary Wood"},
		"standup leave":  {map[string]string{"start": "2026-11-26", "end": "2026-11-27"}, "27 Nov"},
	} {
		w := acme(t)
		reply := w.Submit(ana, w.Say(ana, line).Modal, c.fields)
		if len(reply.Errors) > 0 {
			t.Errorf("%q: %v", line, reply.Errors)
			continue
		}
		w.Want(reply, c.want)
	}
}

// Where the record is chosen in the form, the form cannot show what it has: what is left empty stays.
func TestWhatIsLeftEmptyStays(t *testing.T) {
	w := acme(t)
	w.Say(ana, "deal set D-1 budget approved")
	w.Submit(ana, w.Say(ana, "deal set").Modal, map[string]string{"deal": "D-1", "need": "speed"})
	if d := w.Deal("D-1"); d.Text("need") != "speed" || d.Text("budget") != "approved" || d.Name == "" {
		t.Errorf("the deal is now %+v", d)
	}
	w.Say(ana, `contact add Acme "Mary Wood" CFO`)
	w.Want(w.Submit(ana, w.Say(ana, "contact edit").Modal, map[string]string{"contact": "K-1", "phone": "+44 20 7946 0958"}),
		"Mary Wood", "CFO", "7946")
	if reply := w.Submit(ana, w.Say(ana, "deal set").Modal, map[string]string{"deal": "D-1"}); reply.Errors["need"] == "" {
		t.Errorf("an empty form is answered with %+v", reply)
	}
}

// The menus find as one types.
func TestMenusFindAsOneTypes(t *testing.T) {
	w := acme(t)
	w.Say(ana, `account new 华星科技`)
	w.Say(ana, `deal new 华星科技 "数据平台" 12万`)
	w.Say(ana, `contact add 华星科技 王芳 财务总监`)
	w.Say(lilei, `account new "Hidden Lights"`)
	w.Say(lilei, `deal new "Hidden Lights" "Secret" 10k`)
	w.Say(ana, "deal lost D-1 price")
	for _, c := range []struct{ menu, form, typed, first, without string }{
		{"suggest deal", "deal next", "", "D-2", "D-1"},
		{"suggest deal", "deal next", "huaxing", "D-2", ""},
		{"suggest deal", "deal next", "hxkj", "D-2", ""},
		{"suggest deal", "deal next", "sjpt", "D-2", ""},
		{"suggest deal", "deal next", "数据", "D-2", ""},
		{"suggest deal", "deal next", "d2", "D-2", ""},
		{"suggest deal", "deal next", "secret", "", "D-3"},
		{"suggest deal", "deal next", "D-3", "", "D-3"},
		{"suggest deal", "deal next", "acme", "", "D-1"},
		{"suggest deal", "deal note", "Acem", "D-1", ""},
		{"suggest deal", "deal reopen", "", "D-1", "D-2"},
		{"suggest account", "deal new", "", "A-1", "A-3"},
		{"suggest account", "deal new", "huaxin", "A-2", "A-3"},
		{"suggest account", "deal new", "a1", "A-1", ""},
		{"suggest account", "deal new", "A-3", "", "A-3"},
		{"suggest account", "deal new", "Acme Corp", "A-1", ""},
		{"suggest person", "deal give", "", ana, ""},
		{"suggest person", "deal give", "mei", mei, bob},
		{"suggest person", "deal give", "lilei", lilei, ana},
		{"suggest person", "deal give", "weihua", "UWEI", ana},
		{"suggest contact", "contact edit", "wangfang", "K-1", ""},
		{"suggest contact", "contact edit", "华星", "K-1", ""},
		{"suggest contact", "contact edit", "", "K-1", ""},
		{"suggest", "log", "数据平台", "D-2", ""},
	} {
		req := w.Request(ana, chat.Options)
		req.Name, req.Form, req.Args = c.menu, c.form, c.typed
		var ids []string
		for _, o := range w.Do(req).Options {
			ids = append(ids, o.Value)
		}
		if len(ids) > 100 || c.first != "" && !slices.Contains(ids[:min(len(ids), 1)], c.first) ||
			c.without != "" && slices.Contains(ids, c.without) {
			t.Errorf("%s of %q for %q offers %v, want %s first and not %s", c.menu, c.form, c.typed, ids, c.first, c.without)
		}
	}
}
