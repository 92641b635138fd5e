package commands_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// acme gives Ana a customer and a deal, D-1.
func acme(t *testing.T) *commandstest.World {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(ana, "account new Acme Corporation"), "A-1", "Acme Corporation")
	w.Want(w.Say(ana, `deal new Acme Corporation "Data platform" 120k close 2026-12-20`), "D-1", "Data platform", "¥120,000")
	return w
}

func TestOneLineLogsACallAndEchoesWhatWasUnderstood(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "log call Acme Corporation 20m Talked pricing, they want 10% off. next: send quote Fri"),
		"D-1 · Acme Corporation · Data platform", "call", "20 min", "Talked pricing, they want 10% off.", "send quote", "Fri 27 Nov")
	d := w.Deal("D-1")
	if d.Next != (sales.NextStep{What: "send quote", Due: "2026-11-27"}) || d.Contacted.IsZero() {
		t.Errorf("the deal's clocks: %+v", d)
	}
	room := w.Room("D-1", "N-1")
	w.Shows(room, "Ana", "Talked pricing")
}

func TestALineInChineseIsUnderstoodAndAnsweredInChinese(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(lilei, "新建客户 华星科技")
	w.Say(lilei, "新建商机 华星科技 数据平台 12万")
	w.Want(w.Say(lilei, "log 拜访 华星科技 1小时 客户想要九折。下一步: 下周三报价"),
		"已记录", "华星科技", "拜访", "1小时", "客户想要九折", "报价", "12月2日")
}

func TestALogWithoutANameOffersTheLikeliestDealsAndKeepsTheLine(t *testing.T) {
	w := acme(t)
	reply := w.Want(w.Say(ana, "log call 20m"), "Who was it with?")
	w.Want(w.Click(ana, reply.Message, "D-1"), "D-1", "20 min")
	w.Want(w.Click(ana, reply.Message, "D-1"), "no longer open")
}

func TestADraftIsOnlyItsWriters(t *testing.T) {
	w := acme(t)
	reply := w.Say(ana, "log call 20m")
	w.Want(w.Click(bob, reply.Message, "D-1"), "no longer open")
}

func TestInADealsRoomNoNameIsNeeded(t *testing.T) {
	w := acme(t)
	w.Want(w.In(ana, "D-1", "log call they signed off the budget"), "D-1", "they signed off the budget")
}

func TestAnEditOfTheMessageChangesTheRecord(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Mention)
	req.Where.TS = "77.1"
	w.Typed(req, "log call Acme Corporation 20m first words")
	edit := w.Request(ana, chat.Edit)
	edit.About = chat.Said{Channel: "CEAST", TS: "77.1", User: ana}
	w.Want(w.Typed(edit, "log visit Acme Corporation 45m better words"), "Changed", "visit", "45 min", "better words")
	w.Shows(w.Room("D-1", "N-1"), "better words")
	gone := w.Request(ana, chat.Delete)
	gone.Name, gone.About = "delete", edit.About
	reply := w.Want(w.Do(gone), "stays logged")
	w.Want(w.Click(ana, reply.Message, "Remove"), "Removed")
	if !w.Room("D-1", "N-1").Deleted {
		t.Error("the room still shows the removed contact")
	}
}

func TestAMessageIsLoggedOnce(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Shortcut)
	req.Name = "log this"
	req.About = chat.Said{Channel: "CEAST", TS: "88.1", User: ana, Text: "They want 10% off", At: w.Now}
	w.Want(w.Submit(ana, w.Do(req).Modal, map[string]string{"about": "D-1"}), "They want 10% off")
	req.ID = "again"
	w.Want(w.Do(req), "already logged")
}

func TestTheFormLogsWithoutTyping(t *testing.T) {
	w := acme(t)
	card := w.Card("D-1")
	form := w.Click(ana, &card.Message, "Log").Modal
	w.Want(w.Submit(ana, form, map[string]string{"kind": "visit", "note": "saw the plant", "minutes": "1h30"}), "visit", "1 h 30 min",
		"saw the plant")
	form = w.Say(ana, "log").Modal
	reply := w.Submit(ana, form, map[string]string{"about": "D-1", "minutes": "soon"})
	if reply.Errors["minutes"] == "" {
		t.Errorf("want the field's error, got %+v", reply)
	}
}

// globex gives Ana two customers that one name fits.
func globex(t *testing.T) *commandstest.World {
	w := commandstest.NewWorld(t)
	customers(w, ana, "east", "Globex East", "Globex West")
	return w
}

func TestALineWaitsInFullForTheCustomerThatWasMeant(t *testing.T) {
	w := globex(t)
	reply := w.Want(w.Say(ana, "log call Globex 20m talked pricing. next: send quote Fri"), "Which customer do you mean by “Globex”?")
	said := w.Want(w.Click(ana, reply.Message, "A-2"), "A-2 Globex West", "20 min", "talked pricing", "send quote", "Fri 27 Nov")
	if strings.Contains(string(said.Message.Text), "Globex 20m") {
		t.Errorf("the name stays in the note: %s", said.Message.Text)
	}
	reply = w.Want(w.Say(ana, `deal new Globex "Big one" 50k`), "Which customer")
	w.Want(w.Click(ana, reply.Message, "A-2"), "D-1 · Globex West · Big one", "¥50,000")
	reply = w.Want(w.Say(ana, "deal amount Globex 60k"), "Which customer")
	w.Want(w.Click(ana, reply.Message, "A-2"), "¥50,000 → ¥60,000")
}

func TestAWordThatIsNoNameStaysInTheNoteOfThePickedDeal(t *testing.T) {
	w := acme(t)
	reply := w.Want(w.Say(ana, "log call they asked for more time"), "Who was it with?")
	w.Want(w.Click(ana, reply.Message, "D-1"), "they asked for more time")
}

func TestALinePickedForIsStillOfItsMessage(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Mention)
	req.Where.TS = "77.1"
	reply := w.Typed(req, "log call 20m first words")
	click := w.Request(ana, chat.Click)
	b, _ := commandstest.Button(reply.Message, "D-1")
	click.Name, click.Value, click.Where.TS = b.Action, b.Value, "77.2" // of the bot's message
	w.Want(w.Do(click), "D-1", "first words")
	edit := w.Request(ana, chat.Edit)
	edit.About = chat.Said{Channel: "CEAST", TS: "77.1", User: ana}
	w.Want(w.Typed(edit, "log call D-1 25m better words"), "Changed", "25 min", "better words")
	// Edited into a line that has to be asked about, it is still the same record.
	customers(w, ana, "east", "Globex East", "Globex West")
	again := w.Request(ana, chat.Edit)
	again.About = edit.About
	reply = w.Want(w.Typed(again, "log call Globex 30m other words"), "Which customer")
	w.Want(w.Click(ana, reply.Message, "A-3"), "Changed", "Globex West", "30 min", "other words")
	if n := len(activities(w)); n != 1 {
		t.Errorf("one message was logged %d times", n)
	}
}

func TestAMendedLineIsReadAsOfWhenItWasTyped(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Mention)
	req.Where.TS = "77.1"
	w.Want(w.Typed(req, "log call Acme Corporation 20m tlked. next: call back tomorrow"), "Tue 24 Nov", "Wed 25 Nov")
	w.Now = w.Now.AddDate(0, 0, 3)
	edit := w.Request(ana, chat.Edit)
	edit.About = chat.Said{Channel: "CEAST", TS: "77.1", User: ana}
	w.Want(w.Typed(edit, "log call Acme Corporation 20m talked. next: call back tomorrow"), "Changed", "Tue 24 Nov", "Wed 25 Nov")
	// One that was no line of ours then is read as of its own time too.
	late := w.Request(ana, chat.Edit)
	late.About = chat.Said{Channel: "CEAST", TS: "78.1", User: ana, At: w.Now.AddDate(0, 0, -2)}
	w.Want(w.Typed(late, "log call Acme Corporation 5m. next: send quote tomorrow"), "Logged", "Wed 25 Nov", "Thu 26 Nov")
}

func TestALogKeepsTheLimitsOfANextStepAndOfANote(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(ana, "log call D-1 20m ok. next: "+strings.Repeat("x", 2400)+" 2099-12-20"), "too long")
	w.Want(w.Say(ana, "log call D-1 20m ok. next: call 2099-12-20"), "20 Dec 2099")
	w.Want(w.Say(ana, "log call D-1 20m "+strings.Repeat("very ", 700)+"long"), "too long")
	if d := w.Deal("D-1"); !d.Next.Missing() || len(activities(w)) > 0 {
		t.Errorf("kept all the same: %+v", d.Next)
	}
}

func TestAMessageLongerThanANoteIsLoggedAsFarAsItFits(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Reaction)
	req.Name, req.Args = "reaction", "memo"
	req.About = chat.Said{Channel: w.Card("D-1").Channel, Thread: w.Thread["D-1"], TS: "88.1", User: ana,
		Text: strings.Repeat("长", sales.NoteMax+1), At: w.Now}
	w.Want(w.Do(req), "D-1")
	if all := activities(w); len(all) != 1 || utf8.RuneCountInString(all[0].Note) != sales.NoteMax {
		t.Errorf("%d logged", len(all))
	}
}

func TestALineThatNobodyPicksForIsDroppedAfterAWeek(t *testing.T) {
	w := acme(t)
	first := w.Say(ana, "log call 20m")
	w.Say(ana, "deal new Globex 50k")
	w.Now = w.Now.Add((7*24 - 1) * time.Hour)
	w.Say(ana, "log call 21m")
	if n := drafts(w); n != 3 {
		t.Errorf("%d lines wait within a week", n)
	}
	w.Now = w.Now.Add(2 * time.Hour)
	w.Say(ana, "log call 22m")
	if n := drafts(w); n != 2 {
		t.Errorf("%d lines wait after a week", n)
	}
	w.Want(w.Click(ana, first.Message, "D-1"), "no longer open")
}

func TestALineWaitsOnlyWhereAButtonLeadsToIt(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "log call 20m")
	w.Say(ana, "deal amount 20k")
	w.Say(ana, "account")
	if n := drafts(w); n != 0 {
		t.Errorf("%d lines wait for nothing", n)
	}
}

func activities(w *commandstest.World) []sales.Activity { return kept(w, store.Activities) }

func drafts(w *commandstest.World) int { return len(kept(w, store.Drafts)) }

// kept reads a table.
func kept[T any](w *commandstest.World, table store.Table[T]) (records []T) {
	w.Helper()
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		for v, err := range table.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			records = append(records, v)
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return records
}

func TestACustomerWithSeveralDealsIsAskedAbout(t *testing.T) {
	w := acme(t)
	w.Say(ana, `deal new A-1 "Support" 30k`)
	reply := w.Want(w.Say(ana, "log call Acme Corporation 15m renewals. next: send quote Fri"), "Which deal of Acme Corporation", "renewals")
	w.Want(w.Click(ana, reply.Message, "D-2"), "D-2", "renewals", "send quote")
	if d := w.Deal("D-2"); d.Next.What != "send quote" {
		t.Errorf("%+v", d.Next)
	}
	reply = w.Say(ana, "log call A-1 5m hello")
	w.Want(w.Click(ana, reply.Message, "None of them"), "A-1 Acme Corporation", "hello")
}

func TestThePickedCustomerStandsForTheUnknownWord(t *testing.T) {
	w := acme(t)
	w.Say(ana, "account new Lumen Optics")
	w.Say(ana, `deal new A-2 "Pilot" 30k`)
	reply := w.Want(w.Say(ana, "log call Lumne 20m no decision yet"), "I don't know “Lumne”")
	w.Want(w.Click(ana, reply.Message, "D-2"), "D-2", "20 min", "> no decision yet")
	reply = w.Want(w.Say(ana, "log call Tom 20m no decision yet"), "I don't know “Tom”")
	w.Want(w.Click(ana, reply.Message, "D-2"), "D-2", "20 min", "> Tom: no decision yet")
	reply = w.Say(ana, "log call waited 20m outside")
	w.Want(w.Click(ana, reply.Message, "D-2"), "D-2", "> waited 20m outside")
}

func TestAfterTheCustomerTheDealIsAskedFor(t *testing.T) {
	w := globex(t)
	w.Say(ana, `deal new A-2 "Support" 30k`)
	w.Say(ana, `deal new A-2 "Pilot" 10k`)
	reply := w.Want(w.Say(ana, "log call Globex 15m renewals. next: send quote Fri"), "Globex")
	reply = w.Want(w.Click(ana, reply.Message, "A-2"), "Which deal of Globex West")
	w.Want(w.Click(ana, reply.Message, "D-2"), "D-2", "15 min", "> renewals", "send quote")
	if d := w.Deal("D-2"); d.Next.What != "send quote" {
		t.Errorf("%+v", d.Next)
	}
}
