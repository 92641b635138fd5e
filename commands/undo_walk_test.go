package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dealdesk/chat"
	"dealdesk/commands"
	"dealdesk/commands/call"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
)

// deed is one thing that a command writes. before sets the scene and hands over what do
// needs of it.
type deed struct {
	who    string
	notes  bool // what was told directly stays, with the note that it was taken back
	before func(w *commandstest.World) *chat.Message
	do     func(w *commandstest.World, m *chat.Message) chat.Reply
}

func typed(who, line string, before ...string) deed {
	return deed{who, false, func(w *commandstest.World) *chat.Message {
		for _, line := range before {
			w.Say(who, line)
		}
		return nil
	}, func(w *commandstest.World, _ *chat.Message) chat.Reply { return w.Say(who, line) }}
}

// clicked presses a button that no message of the scene has to show.
func clicked(who, action, value string, before ...string) deed {
	d := typed(who, "", before...)
	d.do = func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(who, chat.Click)
		req.Name, req.Value = action, value
		return w.Do(req)
	}
	return d
}

// plainly is a line in plain words, and asked a button of what that proposes.
func plainly(who, name, line string) deed {
	return deed{who, false, func(*commandstest.World) *chat.Message { return nil },
		func(w *commandstest.World, _ *chat.Message) chat.Reply {
			req := w.Request(who, chat.Direct)
			req.Name, req.Args, req.Where = name, line, chat.Where{Channel: "DANA", TS: "77.1", Direct: true}
			return w.Do(req)
		}}
}

// after does a deed in a direct message, behind a line there.
func after(line string, d deed) deed {
	name, rest, _ := strings.Cut(line, " ")
	if name == "deal" {
		name, rest = "deal next", strings.TrimPrefix(line, "deal next ")
	}
	d.before = func(w *commandstest.World) *chat.Message { return plainly(d.who, name, rest).do(w, nil).Message }
	return d
}

func asked(do func(w *commandstest.World, m *chat.Message) chat.Reply) deed {
	d := plainly(ana, "say", "tried to reach Acme, no answer")
	return deed{ana, false, func(w *commandstest.World) *chat.Message { return d.do(w, nil).Message }, do}
}

// undoable is every command that writes what can be taken back, with one use of it. A new
// command belongs here, or into final with the reason why not.
var undoable = also(goalDeeds, map[string]deed{
	"log": typed(ana, "log call D-1 20m talked pricing. next: send the quote Fri"),

	"deal new":        typed(ana, `deal new Acme "Training" 20k next: call them Fri`),
	"deal advance":    typed(ana, "deal advance D-1 they are in a hurry"),
	"deal stage":      typed(ana, "deal stage D-1 discovery they are in a hurry"),
	"deal back":       typed(ana, "deal back D-1 budget was withdrawn", "deal advance D-1 they are in a hurry"),
	"deal won":        typed(ana, "deal won D-1 they signed", "discount D-1 15% rival"),
	"deal lost":       typed(ana, "deal lost D-1 price Initech", "deal next D-1 call them Fri"),
	"deal amount":     typed(ana, "deal amount D-1 150k", "discount D-1 5%"),
	"deal date":       typed(ana, "deal date D-1 2027-01-20"),
	"deal next":       typed(ana, "deal next D-1 demo with the CFO Fri 3pm"),
	"deal set":        typed(ana, "deal set D-1 need faster onboarding"),
	"deal next later": after("deal next D-1 send the quote Fri", plainly(ana, "deal next later", "D-1 7")),
	"log correct":     after("log call Acme 20m talked prices", plainly(ana, "log correct", "no, it was 45 minutes")),
	"deal next sure":  noPromise("deal next D-1 pay them 20k back Fri"),
	"deal set sure":   noPromise("deal set D-1 budget they get 10k back"),
	"deal give":       typed(mei, "deal give D-1 Bob"),
	"deal give away": {mei, false, func(w *commandstest.World) *chat.Message {
		return w.Say(mei, "deal give D-1 李雷").Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(mei, m, "Yes") }},
	"deal note":      typed(bob, "deal note D-1 they asked for references"),
	"deal reopen":    typed(ana, "deal reopen D-1 they came back", "deal won D-1 they signed"),
	"deal snooze":    clicked(ana, "deal snooze", "D-1"),
	"deal quiet":     clicked(ana, "deal quiet", "D-1"),
	"deal step done": clicked(ana, "deal step done", "D-1|"+sales.NextStep{What: "call them", Due: "2026-11-27"}.Mark(), "deal next D-1 call them Fri"),
	"alerts set":     typed(adm, "alerts set drop 20%"),
	"alerts to":      typed(adm, "alerts to drop Mei"),

	"discount": typed(ana, "discount D-1 15% rival"),
	"discount sure": {ana, false, func(w *commandstest.World) *chat.Message {
		return w.Say(ana, "discount D-1 15% for 2 years").Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply {
		return w.Click(ana, m, "It is only the reason")
	}},

	"delegate":      typedBy(ana, "discount D-1 15% rival", mei, "delegate Dan until Fri"),
	"delegate stop": typed(mei, "delegate stop", "delegate Bob 11/24-11/28"),

	"recall": typed(ana, "recall R-1", "discount D-1 15% rival"),

	"account new":    typed(ana, "account new Initech"),
	"account rename": typed(ana, "account rename A-1 Acme Group", "deal note D-1 hello"),
	"account tier":   typed(mei, "account tier A-1 A"),
	"account set":    typed(ana, `account set A-1 industry "medical devices"`),
	"account owner":  typed(ana, "account owner A-1 Bob"),

	"contact add":    typed(ana, `contact add A-1 "Mary Wood" decider CFO`),
	"contact edit":   typed(ana, "contact edit A-1 Mary +44 20 7946 0958", `contact add A-1 "Mary Wood" decider CFO`),
	"contact remove": typed(ana, "contact remove A-1 Mary", `contact add A-1 "Mary Wood" decider CFO`),

	"deal advance theirs": clicked(mei, "deal advance theirs", "D-1", "deal next D-1 call them Fri"),

	"deal keep": {ana, false, func(w *commandstest.World) *chat.Message {
		return w.Say(ana, `deal new Acme "Data platform" 20k`).Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Open another deal") }},

	"log keep": {ana, false, func(w *commandstest.World) *chat.Message {
		return w.Say(ana, "log demo D-1 no demo yet, they cancelled").Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Keep as a note") }},

	"say":      plainly(ana, "say", "yesterday met Acme, today send the quote, no blockers"),
	"log said": plainly(ana, "log said", "call Acme 20 min, talked about the price"),
	"log draft": asked(func(w *commandstest.World, m *chat.Message) chat.Reply {
		return w.Submit(ana, w.Click(ana, m, "Edit").Modal, map[string]string{"note": "changed", "kind": "visit"})
	}),

	"say answer": toldTheCard("yes"),

	"contact keep": {ana, false, func(w *commandstest.World) *chat.Message {
		w.Say(ana, `contact add A-1 "Mary Wood" decider CFO`)
		return w.Say(ana, `contact add A-1 "Mary Wood" mary@acme.com`).Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Update Mary Wood") }},

	"standup":              typed(ana, "standup done: met Acme plan: send the quote blockers: none"),
	"standup confirm":      clicked(ana, "standup confirm", "2026-11-24", "log call D-1 20m talked"),
	"standup skip":         typed(ana, "standup skip"),
	"standup leave":        typed(ana, "standup leave 11/26-11/28"),
	"standup leave cancel": typed(ana, "standup leave cancel 11/27", "standup leave 11/26-11/28"),
	"standup help": {bob, false, func(w *commandstest.World) *chat.Message {
		w.Want(w.Say(ana, "standup plan: send the quote blockers: legal is slow, @bob knows"), "asked for help: Bob")
		return nil
	}, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(bob, chat.Click)
		req.Name, req.Value = "standup help", sales.StandupID("east", "2026-11-24", ana)
		return w.Do(req)
	}},

	"team new":      staffed("team new South #north <@UFAY>"),
	"team rename":   staffed(`team rename East "East China"`),
	"team add":      staffed("team add West <@UANA>"),
	"team remove":   staffed("team remove <@UBOB>"),
	"team manager":  staffed("team manager East <@UBOB>"),
	"team director": staffed("team director East none"),
	"team channel":  staffed("team channel East #north"),
	"team zone":     staffed("team zone East Berlin"),
	"team language": staffed("team language East 中文"),
	"team currency": staffed("team currency East GBP"),
	"team hours":    staffed("team hours East 9:00-12:00, 13:30-18:00"),
	"team function": staffed("team function <@UBOB> finance"),
	"team leave":    staffed("team leave <@UBOB> 12/24-12/31"),
	"team limit":    staffed("team limit <@UBOB> 12%"),
	"team retry":    governedBy(adm, "team retry", "east"),

	"settings": typed(ana, "settings zone Asia/Tokyo"),

	"review post": clicked(mei, "review post", "east|2026-11-23"),

	"account create": {ana, false, func(w *commandstest.World) *chat.Message {
		return w.Say(ana, "log call Initech 5m hello").Message
	},
		func(w *commandstest.World, m *chat.Message) chat.Reply {
			return w.Click(ana, m, "Initech")
		}},

	"pick": {ana, false, func(w *commandstest.World) *chat.Message {
		return w.Say(ana, "deal next send the quote Fri").Message
	},
		func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "D-1") }},

	"log edit": {ana, false, func(w *commandstest.World) *chat.Message {
		return w.Say(ana, "log call D-1 5m hello").Message
	},
		func(w *commandstest.World, m *chat.Message) chat.Reply {
			return w.Submit(ana, w.Click(ana, m, "Edit").Modal, map[string]string{"note": "changed", "kind": "visit"})
		}},
	"log remove": {ana, false, func(w *commandstest.World) *chat.Message {
		req := w.Request(ana, chat.Mention)
		req.Where.TS = "77.1"
		w.Typed(req, "log call Acme 20m first words")
		gone := w.Request(ana, chat.Delete)
		gone.Name, gone.About = "delete", chat.Said{Channel: "CEAST", TS: "77.1", User: ana}
		return w.Do(gone).Message
	}, func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Remove") }},
	"log this": {ana, false, func(*commandstest.World) *chat.Message { return nil }, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(ana, chat.Shortcut)
		req.Name, req.About = "log this", chat.Said{Channel: "CEAST", TS: "88.1", User: ana, Text: "They want 10% off", At: w.Now}
		return w.Submit(ana, w.Do(req).Modal, map[string]string{"about": "D-1"})
	}},

	"rival this": {ana, false, func(*commandstest.World) *chat.Message { return nil }, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(ana, chat.Shortcut)
		req.Name, req.About = "rival this", chat.Said{Channel: "CEAST", TS: "88.2", User: ana, Text: "Initech is cheaper at Acme", At: w.Now}
		return w.Submit(ana, w.Do(req).Modal, map[string]string{"competitor": "Initech"})
	}},
	"reaction": {ana, false, func(*commandstest.World) *chat.Message { return nil }, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(ana, chat.Reaction)
		req.Name, req.Args = "reaction", "phone"
		req.About = chat.Said{Channel: "CEAST", Thread: w.Thread["D-1"], TS: "89.1", User: ana, Text: "They called", At: w.Now}
		return w.Do(req)
	}},
})

// final is every command whose effect stays, and what whoever wants it undone is told.
var final = map[string]struct {
	deed
	told string
}{
	"approve":      {typedBy(ana, "discount D-1 15% rival", mei, "approve R-1"), "made once and stays"},
	"reject":       {typedBy(ana, "discount D-1 15% rival", mei, "reject R-1 too early"), "made once and stays"},
	"change":       {typedBy(ana, "discount D-1 15% rival", mei, "change R-1 make it 10%"), "made once and stays"},
	"undo":         {typed(ana, "undo", "deal amount D-1 150k"), "An undo is final"},
	"team confirm": {governedBy(eve, "team confirm", "B-1"), "another admin"},
	"team decline": {governedBy(eve, "team decline", "B-1"), "another admin"},
	"team recall":  {governedBy(adm, "team recall", "B-1"), "decided"},
	// It changes nothing; what was sought waits for the button of the next page.
	"find":      {typed(dan, "find D"), "changed nothing on file"},
	"kpi share": {clicked(mei, "kpi share", "|2026-09-01|2026-11-24|east||"), "changed nothing on file"},
	// It changes nothing; the proposal is gone.
	"discard": {asked(func(w *commandstest.World, m *chat.Message) chat.Reply { return w.Click(ana, m, "Discard") }),
		"changed nothing on file"},
	// It asks again at another time, and is answered or put off once more.
	"standup snooze": {clicked(ana, "standup snooze", "2026-11-24|15"), "changed nothing on file"},
	// It only says hello, once.
	"joined": {deed{ana, false, func(*commandstest.World) *chat.Message { return nil },
		func(w *commandstest.World, _ *chat.Message) chat.Reply {
			req := w.Request(ana, chat.Joined)
			req.Name, req.Where = "joined", chat.Where{Channel: "CEAST"}
			return w.Do(req)
		}}, "changed nothing on file"},
	// These only ask.
	"log news":  {plainly(ana, "log news", "Acme is ready to buy, only legal is slow"), "changed nothing on file"},
	"log amend": {toldTheCard("it was a visit"), "changed nothing on file"},
	"log correct which": {after("log call Acme 20m talked prices", plainly(ana, "log correct which", "no, it was 45 minutes")),
		"changed nothing on file"},
	// A yes shows the button that decides, and other words ask what is meant.
	"assent":        {overheard("assent", "ok"), "changed nothing on file"},
	"remark":        {overheard("remark", "approve if they sign"), "changed nothing on file"},
	"approval said": {behind(ana, "discount D-1 15% rival", plainly(mei, "approval said", "R-1 looks good")), "changed nothing on file"},
	// It asks what to do with somebody else's words.
	"enclosed": {deed{ana, false, func(*commandstest.World) *chat.Message { return nil },
		func(w *commandstest.World, _ *chat.Message) chat.Reply {
			req := w.Request(ana, chat.Enclosed)
			req.Name, req.About = "enclosed", chat.Said{Channel: "DANA", TS: "88.3", User: ana, Text: "log call Acme 5m", At: w.Now}
			return w.Do(req)
		}}, "changed nothing on file"},
	// Nobody knows whose it is, and its answer says so.
	"standup slow": {typed(ana, "standup slow too many tools"), "neither changed nor undone"},
}

func typedBy(first, before, second, line string) deed {
	return behind(first, before, typed(second, line))
}

// behind does a deed after somebody typed a line.
func behind(first, before string, d deed) deed {
	d.before = func(w *commandstest.World) *chat.Message { w.Say(first, before); return nil }
	return d
}

// staffed is a change of who sells where, by an admin.
func staffed(line string) deed {
	return deed{adm, true, governing, func(w *commandstest.World, _ *chat.Message) chat.Reply { return admin(w, adm, line) }}
}

// governing adds a second admin and a proposal of the first, and closes a channel.
func governing(w *commandstest.World) *chat.Message {
	w.Desk.Cards.Company.Admins = []string{adm, eve}
	enrol(w, commandstest.TestStaff(sales.Person{ID: eve, Name: "Eve", Role: sales.Admin}))
	if err := w.Desk.KeepRefused(w.Context(), "CEAST", "is_archived", w.Now); err != nil {
		w.Fatal(err)
	}
	admin(w, adm, "team director East none")
	admin(w, adm, "team director East <@UDAN>")
	return w.Want(admin(w, adm, "team manager West <@UADM>"), "Not done yet").Message
}

// governedBy is a click of an admin after that.
func governedBy(who, action, value string) deed {
	return deed{who, true, governing, clicked(who, action, value).do}
}

// noPromise is a text that reads as if it gave something away, kept as it is.
func noPromise(line string) deed {
	return deed{ana, false, func(w *commandstest.World) *chat.Message { return w.Say(ana, line).Message },
		func(w *commandstest.World, m *chat.Message) chat.Reply {
			return w.Click(ana, m, "No promise: keep it as it is")
		}}
}

func allVerbs() (all []call.Verb) {
	for _, f := range commands.Features() {
		all = append(all, f.Verbs...)
	}
	return all
}

func TestEveryCommandThatWritesCanBeUndoneOrSaysWhyNot(t *testing.T) {
	for _, v := range allVerbs() {
		if v.Reads {
			continue
		}
		d, can := undoable[v.Name]
		f, cannot := final[v.Name]
		if can == cannot {
			t.Errorf("%q belongs in one of the tables above", v.Name)
			continue
		}
		if cannot {
			t.Run(v.Name, func(t *testing.T) { f.stays(t, v.Name, f.told) })
			continue
		}
		for _, way := range []string{"by button", "by command"} {
			t.Run(v.Name+" "+way, func(t *testing.T) { d.comesBack(t, way == "by button") })
		}
	}
	for name := range undoable {
		if !slices.ContainsFunc(allVerbs(), func(v call.Verb) bool { return v.Name == name && !v.Reads }) {
			t.Errorf("%q is no command that writes", name)
		}
	}
}

// comesBack does it, undoes it, and finds everything as it was: the records, what stands
// in every channel and what everybody was told directly, but for the notices of the undo.
func (d deed) comesBack(t *testing.T, byButton bool) {
	w := acme(t)
	m := d.before(w)
	w.Now = w.Now.Add(time.Minute)
	records, shown := recordLines(w), showing(w)
	reply := d.do(w, m)
	if slices.Equal(recordLines(w), records) {
		t.Fatalf("it changed nothing: %+v", reply)
	}
	if byButton {
		w.Want(w.Click(d.who, reply.Message, "Undo"), "Undone")
	} else {
		w.Want(w.Say(d.who, "undo"), "Undone")
	}
	if diff := cmp.Diff(records, recordLines(w)); diff != "" {
		t.Errorf("the records are not as before:\n%s", diff)
	}
	now := slices.DeleteFunc(showing(w), func(line string) bool { // notices of the undo stay
		return d.notes && strings.Contains(line, "took this back") || strings.Contains(line, "/undone/")
	})
	if diff := cmp.Diff(shown, now); diff != "" {
		t.Errorf("the chat is not as before:\n%s", diff)
	}
	again := w.Request(d.who, chat.Click)
	again.Name, again.Value = "undo", entry(w, "undo")
	w.Want(w.Do(again), "An undo is final")
}

// stays does it, and hears why it cannot be undone.
func (d deed) stays(t *testing.T, what, told string) {
	w := acme(t)
	reply := d.do(w, d.before(w))
	if m := reply.Message; m != nil {
		if _, offered := commandstest.Button(m, "Undo"); offered {
			t.Error("an undo is offered that will be refused")
		}
		if strings.Contains(string(m.Text), told) {
			return
		}
	}
	records := recordLines(w)
	req := w.Request(d.who, chat.Click)
	req.Name, req.Value = "undo", entry(w, what)
	w.Want(w.Do(req), told)
	if diff := cmp.Diff(records, recordLines(w)); diff != "" {
		t.Errorf("the refusal changed something:\n%s", diff)
	}
}
