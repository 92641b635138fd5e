package commands_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
)

// hostile is what people type by mistake, and what they type on purpose.
var hostile = []string{
	"", " ", "asdf qwer", "D-1", "D-99", "A-1", "A-99", "R-1", "R-99", "N-1", "D-999999999999999999999",
	"UBOB", "<@UBOB>", "<@UNOBODY>", "@channel", "<!channel>", "<!everyone|x>", "&lt;!here&gt;",
	"🎉🎉🎉", "👩‍💻", "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1＋1",
	"\u202eevil\u202c", "a\u200bb", "\x00\x01\x02", "\xff\xfe", "D-1\u00a015%", "“unclosed", `"unclosed`, "'", "*_~`*_~`", "```",
	"120k 130k", "¥", "15% 16% 17%", "next: ", "下一步：", "99999999999999999999", "-5", "1e9", "下周八", "2026-02-30",
	strings.Repeat("长", 10000), strings.Repeat("a ", 5000), strings.Repeat("D-1 ", 2000), strings.Repeat("(", 10000),
}

// broken is what must never reach a person: a missing word, a placeholder, a broadcast.
var broken = regexp.MustCompile(`\[[a-z_]+(\.[a-z_]+)+\]|<no value>|\{\{|%!|<!|<@UNOBODY`)

func TestNoInputBreaksACommand(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every command through every hostile line")
	}
	for _, person := range []string{mei, lilei, adm} {
		t.Run(person, func(t *testing.T) {
			t.Parallel()
			w := acme(t)
			w.Say(bob, "discount UBOB 3%")
			w.Say(ana, "discount D-1 15% rival")
			for _, route := range w.Router.Routes() {
				for _, typed := range hostile {
					kinds := []chat.Kind{chat.Slash}
					if !route.Help {
						kinds = []chat.Kind{chat.Click, chat.Submit}
					}
					for _, kind := range kinds {
						req := w.Request(person, kind)
						req.Name, req.Args = route.Name, typed
						if kind != chat.Slash {
							req.Args, req.Value, req.Fields = "", typed, map[string]string{"note": typed, "kind": typed, "on": typed, "minutes": typed}
						}
						check(t, person, req, w.Do(req))
					}
				}
			}
		})
	}
}

// check holds an answer to what every answer promises.
func check(t *testing.T, person string, req chat.Request, reply chat.Reply) {
	t.Helper()
	var said []string
	if reply.Message != nil {
		said = append(said, string(reply.Message.Text))
	}
	for _, text := range reply.Errors {
		said = append(said, strings.ReplaceAll(text, "<", "(")) // plain text: no mark means anything there
	}
	silent := reply.Unknown || reply.Modal != nil || reply.Home != nil || reply.Options != nil ||
		slices.Contains([]string{"profile", "reaction", "delete", "joined"}, req.Name)
	if len(said) == 0 && !silent {
		t.Errorf("%s %q: no answer", req.Name, head(req.Args+req.Value))
	}
	for _, text := range said {
		if strings.TrimSpace(text) == "" || broken.MatchString(text) || !utf8.ValidString(text) {
			t.Errorf("%s %q answers %q", req.Name, head(req.Args+req.Value), head(text))
		}
	}
}

func head(s string) string { return string([]rune(s)[:min(len([]rune(s)), 80)]) }

func TestStrangersAndGuestsGetOneNeutralRefusal(t *testing.T) {
	w := acme(t)
	for name, who := range map[string]func(*chat.Who){
		"guest":       func(w *chat.Who) { w.Guest = true },
		"outside":     func(w *chat.Who) { w.Outside = true },
		"deactivated": func(w *chat.Who) { w.Gone = true },
	} {
		req := w.Request(ana, chat.Slash)
		who(&req.Who)
		req.Name, req.Args = "deal", "D-1"
		reply := w.Want(w.Do(req), "Only members of this sales team")
		if strings.Contains(string(reply.Message.Text), "Acme") {
			t.Errorf("%s sees %q", name, reply.Message.Text)
		}
	}
	w.Want(w.Say("UNOBODY", "deal D-1"), "not on a sales team")
}

func TestADeactivatedPersonLosesTheirRightsAtOnce(t *testing.T) {
	w := acme(t)
	gone := w.Request(ana, chat.Profile)
	gone.Name, gone.Who.Gone = "profile", true
	w.Do(gone)
	w.Want(w.Say(ana, "deal D-1"), "Only members")
	back := w.Request(ana, chat.Profile)
	back.Name = "profile"
	w.Do(back)
	w.Want(w.Say(ana, "deal D-1"), "D-1")
}

func TestARepeatGetsTheFirstAnswer(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Slash)
	first := w.Typed(req, "log call D-1 10m once")
	again := w.Typed(req, "log call D-1 10m once")
	if string(first.Message.Text) != string(again.Message.Text) {
		t.Errorf("%q, then %q", first.Message.Text, again.Message.Text)
	}
	w.Want(w.Say(ana, "account A-1"), "once")
	if n := strings.Count(string(w.Say(ana, "deal history D-1").Message.Text), "once"); n != 1 {
		t.Errorf("logged %d times", n)
	}
}

func TestWhatLooksEmptyIsEmpty(t *testing.T) {
	w := acme(t)
	if w.Say(ana, "account new \u202e").Modal == nil {
		t.Error("an invisible name made a customer")
	}
	if w.Say(ana, "deal note D-1 \u200b\u200d").Modal == nil {
		t.Error("an invisible note was kept")
	}
}

func TestTheHomeTabRefusesInTheTab(t *testing.T) {
	w := commandstest.NewWorld(t)
	req := w.Request("UNOBODY", chat.Home)
	req.Name = "home"
	if reply := w.Do(req); reply.Home == nil || reply.Message != nil {
		t.Errorf("%+v", reply)
	}
}
