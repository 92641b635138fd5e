package commands_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
)

// week has Ana win two deals and lose one, and leaves one of Bob's open.
func week(w *commandstest.World) {
	w.Say(ana, "account new Acme")
	for i := range 3 {
		w.Say(ana, fmt.Sprintf(`deal new Acme "Deal %d" 100k`, i+1))
	}
	w.Say(ana, "log visit D-1 saw the plant")
	w.Say(ana, "deal won D-1 they signed")
	w.Say(ana, "deal won D-2 they signed")
	w.Say(ana, "deal lost D-3 price Rival")
	w.Say(bob, "account new Beta")
	w.Say(bob, `deal new Beta "Open one" 50k`)
}

func TestAReviewShowsTheWeekAndItsNumbersOpenTheirRecords(t *testing.T) {
	w := commandstest.NewWorld(t)
	week(w)
	reply := w.Want(w.Say(bob, "review"), "Weekly review · East", "Won 2 · ¥200,000", "Lost 1 · ¥100,000",
		"Lost because of: Price 1", "Customer contacts 1", "Ana: 1 · 1 visit · won ¥200,000", "1 open deal · ¥50,000 · weighted ¥5,000")
	won := w.Want(w.Click(bob, reply.Message, "Won (2)"), "Won (2) · East", "D-1 · Acme · Deal 1: won, ¥100,000",
		"D-2 · Acme · Deal 2: won, ¥100,000")
	w.Want(w.Click(bob, won.Message, "Show"), "D-1")
	w.Want(w.Click(bob, reply.Message, "Lost (1)"), "D-3 · Acme · Deal 3: lost, Price (Rival)")
	w.Want(w.Click(bob, reply.Message, "New (4)"), "D-4 · Beta · Open one: new, ¥50,000")
	w.Want(w.Click(bob, reply.Message, "Open deals (1)"), "now", "D-4 · Beta · Open one · ¥50,000")
}

// On a Tuesday nothing is compared with a whole week, and a line that says nothing is not there.
func TestAReviewSaysOnlyWhatItKnows(t *testing.T) {
	w := commandstest.NewWorld(t)
	quiet := func(who, line string, unwanted ...string) {
		t.Helper()
		text := string(w.Say(who, line).Message.Text)
		for _, word := range unwanted {
			if strings.Contains(text, word) {
				t.Errorf("%s reads %q in\n%s", who, word, text)
			}
		}
	}
	quiet(bob, "review", "before", "Win rate", "Cycle", "New deals", "fell by", "Wait for")
	week(w)
	quiet(bob, "review", "before", "Win rate", "Cycle", "fell by", "history")
	reply := w.Want(w.Say(bob, "review"), "¥200,000*\n", "New deals 4 · moved forward 0 · back 0", "Customer contacts 1\n", "Ana: 1 · 1 visit")
	shown, err := json.Marshal(reply.Message.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(shown), "Ana: "); n != 1 {
		t.Errorf("Ana's numbers are shown %d times", n)
	}
	w.Now = w.Now.AddDate(0, 0, 4) // Saturday
	w.Want(w.Say(bob, "review"), "Won 2 · ¥200,000* (week before: 0)", "New deals 4 (week before: 0)", "Ana: 1 (week before: 0)")
	quiet(bob, "review", "Win rate", "Cycle", "history")
	w.Now = w.Now.AddDate(0, 0, 3) // Tuesday
	quiet(bob, "review", "before", "fell by", "New deals")
	quiet(lilei, "复盘", "上周", "赢单率", "下滑")
	w.Now = w.Now.AddDate(0, 0, 5) // Sunday
	w.Want(w.Say(bob, "review"), "Won 0* (week before: 2 · ¥200,000)", "New deals 0 (week before: 4)", "Ana: 0 (week before: 1)")
}

func TestAReviewReadsItsWeekAndTeamInAnyOrder(t *testing.T) {
	w := commandstest.NewWorld(t)
	week(w)
	w.Say(lilei, "account new 华星")
	w.Want(w.Say(bob, "review week"), "Mon 23 Nov to Sun 29 Nov", "Won 2")
	w.Want(w.Say(bob, "review 2026-11-18"), "Mon 16 Nov to Sun 22 Nov", "Won 0")
	w.Want(w.Say(bob, "review 2017-W23"), "Mon 5 Jun 2017 to Sun 11 Jun 2017")
	w.Want(w.Say(dan, "review 2026-11-25 east"), "East · Mon 23 Nov", "Won 2")
	w.Want(w.Say(dan, "review east 2026-11-25"), "East · Mon 23 Nov", "Won 2")
	w.Want(w.Say(lilei, "复盘 本周"), "周复盘 · West · 11月23日 周一至11月29日 周日", "没有联系客户的记录")
	which := w.Want(w.Say(dan, "review 2026-11-18"), "Which team")
	w.Want(w.Click(dan, which.Message, "West"), "West · Mon 16 Nov")
}

// A contact stays with the team of its day, whoever moves and whatever else happens.
func TestMovingARepRewritesNoWeekOfTheirOldTeam(t *testing.T) {
	w := governed(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, "deal new Acme Plant 100k")
	w.Say(ana, "log visit Acme 1h saw the plant")
	w.Say(bob, "log call D-1 5m hello")
	w.Now = w.Now.AddDate(0, 0, 1)
	head := func(line string) string { // the order of people may change
		text, _, _ := strings.Cut(string(w.Say(dan, line).Message.Text), "*Open now")
		lines := strings.Split(text, "\n")
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	week, day := head("review east"), string(w.Say(mei, "standup show").Message.Text)
	if !strings.Contains(week, "Customer contacts 2") || !strings.Contains(day, "2 contacts") {
		t.Fatalf("before she moves:\n%s\n%s", week, day)
	}
	w.Want(admin(w, adm, "team add West <@UANA>"), "Ana moved from East to West")
	if got := head("review east"); got != week {
		t.Errorf("her old team's week was\n%s\nand is\n%s", week, got)
	}
	if got := string(w.Say(mei, "standup show").Message.Text); !strings.Contains(got, "2 contacts") || !strings.Contains(got, "Ana") {
		t.Errorf("her old team's day is\n%s", got)
	}
	if got := head("review west"); strings.Contains(got, "Ana") {
		t.Errorf("her new team's week has her old contacts:\n%s", got)
	}
	w.Now = w.Now.AddDate(0, 0, 11)
	w.Want(w.Say(mei, "review"), "(week before: 2)", "Ana: 0 (week before: 1)")
}

func TestNobodySeesTheReviewOfATeamThatIsNotTheirs(t *testing.T) {
	w := commandstest.NewWorld(t)
	week(w)
	for _, line := range []string{"review east", "review east week"} {
		if reply := w.Say(lilei, line); strings.Contains(string(reply.Message.Text), "200,000") {
			t.Errorf("%q shows %s", line, reply.Message.Text)
		}
	}
	unknown := w.Say(lilei, "review nowhere").Message.Text
	if hidden := w.Say(lilei, "review east").Message.Text; strings.ReplaceAll(string(hidden), "east", "nowhere") != string(unknown) {
		t.Errorf("a hidden team %q reads other than an unknown one %q", hidden, unknown)
	}
	for _, value := range []string{cards.RowsValue("east", "2026-11-23", cards.RowsWon, 0), "", "west", "|2026-11-23|won|0",
		"west|2026-11-23|secret|0", "west|x|won|0", "west|2026-11-23|won|-1"} {
		click := w.Request(lilei, chat.Click)
		click.Name, click.Value = cards.ReviewRows, value
		if reply := w.Do(click); strings.Contains(string(reply.Message.Text), "D-") {
			t.Errorf("%q shows %s", value, reply.Message.Text)
		}
	}
}

func TestOnlyWhoLeadsATeamPostsItsReview(t *testing.T) {
	w := commandstest.NewWorld(t)
	week(w)
	if _, ok := commandstest.Button(w.Say(bob, "review").Message, "Post to the channel"); ok {
		t.Error("a rep is offered to post")
	}
	reply := w.Say(mei, "review")
	w.Want(w.Click(mei, reply.Message, "Post to the channel"), "Posted to <#CEAST>")
	w.Shows(w.Message("review/east/2026-11-23"), "Won 2 · ¥200,000")
	w.Shows(w.Message("review/east/2026-11-23/details"), "Ana: 1")
	again := w.Request(bob, chat.Click)
	again.Name, again.Value = "review post", "east|2026-11-23"
	w.Want(w.Do(again), "not")
}

func TestALongListIsPaged(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	for i := range 19 {
		w.Say(ana, fmt.Sprintf(`deal new Acme "Deal %d" %dk`, i+1, i+1))
	}
	page := w.Click(ana, w.Say(ana, "review").Message, "Open deals (19)")
	w.Want(page, "Deal 19 · ¥19,000", "Deal 12")
	page = w.Click(ana, page.Message, "11 more")
	w.Want(page, "Deal 11 ", "Deal 4 ")
	page = w.Click(ana, page.Message, "3 more")
	w.Want(page, "Deal 3 ", "Deal 1 ")
	if _, more := commandstest.Button(page.Message, "more"); more {
		t.Error("there is more behind the end")
	}
}

// A review counts steps, a digest the deals that took them: each opens what it counted.
func TestAReviewListsEveryStepAndADigestEachDealOnce(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, `deal new Acme "Data platform" 120k`)
	w.Say(ana, "deal advance D-1 they are in a hurry")
	w.Say(ana, "deal advance D-1 they are in a hurry")
	review := w.Want(w.Say(bob, "review"), "moved forward 2 · back 0")
	w.Want(w.Click(bob, review.Message, "Stage moves (2)"), "Stage moves (2) · East", "Lead → Discovery", "Discovery → Proposal")
	w.Now = w.Now.AddDate(0, 0, 1)
	thread := w.Message(digest(w, "east") + "/answers")
	w.Want(w.Click(bob, &thread.Message, "Moved (1)"), "Moved (1) · East", "Lead → Proposal")
}
