package jobs

import (
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func TestPromptsFollowThePersonsZoneAndTheDigestTheTeams(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:59")
	o.wantKeys("")
	o.tick("2026-11-18 01:00") // 09:00 in Shanghai
	o.wantKeys("", "standup/2026-11-18/UCHEN")
	o.tick("2026-11-18 08:00") // 09:00 in Berlin; Chen's reminder was due at 01:30
	o.wantKeys("standup", "standup/2026-11-18/UANA", "standup/2026-11-18/UCHEN", "standup/2026-11-18/UCHEN/remind")
	o.tick("2026-11-18 08:59")
	o.wantKeys("digest")
	o.tick("2026-11-18 09:00")
	o.wantKeys("digest", "digest/emea/2026-11-18")
	o.wantRun(cards.DigestJob, "2026-11-18", "emea", store.RunDone, "")
}

func TestASecondTickOrRunnerRepeatsNothing(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 09:00")
	before := maps.Clone(o.posts())
	o.tick("2026-11-18 09:00")
	o.restart()
	o.tick("2026-11-18 09:01")
	if diff := len(o.posts()) - len(before); diff != 0 {
		t.Errorf("%d more posts: %q", diff, o.keys(""))
	}
	for key, p := range o.posts() {
		if p.Rev != before[key].Rev {
			t.Errorf("%s was put again", key)
		}
	}
}

func TestAFailingRunStaysDueAndHoldsUpNobody(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	good := o.runner.jobs[0].do
	o.runner.jobs[0].do = func(x *run) (string, error) {
		if x.row.Subject == "UANA" {
			panic("what a customer wrote")
		}
		return good(x)
	}
	var log strings.Builder
	o.runner.log = slog.New(slog.NewTextHandler(&log, nil))
	o.clock("2026-11-18 08:00")
	err := o.runner.Tick(t.Context())
	if err == nil || !strings.Contains(err.Error(), "UANA") {
		t.Errorf("error %v, want one about UANA", err)
	}
	if told := fmt.Sprint(err, log.String()); strings.Contains(told, "customer") || !strings.Contains(told, "jobs_test.go:") {
		t.Errorf("want where it broke and not with which words (P16): %s", told)
	}
	o.wantKeys("standup/2026-11-18", "standup/2026-11-18/UCHEN", "standup/2026-11-18/UCHEN/remind")
	o.wantRun(cards.PromptJob, "2026-11-18", "UANA", store.RunDue, "")
	o.runner.jobs[0].do = good
	o.tick("2026-11-18 08:01")
	o.wantRun(cards.PromptJob, "2026-11-18", "UANA", store.RunDone, "")
}

func TestNoPanicStopsTheClock(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.request("R-1", o.now.Add(8*time.Hour))
	o.restart()
	o.runner.desk = &desk.Desk{Store: o.store} // knows no zones and no words: the plan, the runs and the end of the request all break
	o.clock("2026-11-18 08:00")
	err := o.runner.Tick(t.Context())
	for _, work := range []string{"plan", cards.PromptJob, "request R-1"} {
		if err == nil || !strings.Contains(err.Error(), work+": panic") && !strings.Contains(err.Error(), work+"|2026-11-18|UANA: panic") {
			t.Errorf("error %v, want one about %s", err, work)
		}
	}
	o.restart()
	o.tick("2026-11-18 08:01")
	o.wantKeys("tell", "tell/R-1")
	o.wantKeys("standup/2026-11-18/UANA", "standup/2026-11-18/UANA")
}

func TestAfterADowntimeTheSameDaysDigestComesLateAndSaysSo(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.restart()
	o.tick("2026-11-18 12:20")
	o.wantRun(cards.DigestJob, "2026-11-18", "emea", store.RunLate, "")
	if text := o.text("digest/emea/2026-11-18"); !strings.Contains(text, "posted late: the bot was not running at 10:00") {
		t.Errorf("the digest does not say that it is late:\n%s", text)
	}
	o.wantKeys("standup") // nobody is asked for what the digest has just reported
	o.wantRun(cards.PromptJob, "2026-11-18", "UANA", store.RunCancelled, "cutoff")
	o.wantRun(cards.RemindJob, "2026-11-18", "UCHEN", store.RunCancelled, "cutoff")
}

func TestALatePromptStillComesBeforeTheDigest(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 08:20")
	o.wantRun(cards.PromptJob, "2026-11-18", "UANA", store.RunLate, "")
	o.wantKeys("standup/2026-11-18/UANA", "standup/2026-11-18/UANA")
}

func TestMissedDaysAreRecordedAndTheManagerIsToldOnce(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00") // Wednesday
	o.restart()
	o.tick("2026-11-24 07:00") // Tuesday: Wed, Thu, Fri and Mon are gone
	for _, day := range []calendar.Date{"2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23"} {
		o.wantRun(cards.DigestJob, day, "emea", store.RunMissed, "down")
	}
	o.wantRun(cards.DigestJob, "2026-11-21", "emea", "", "") // a Saturday
	o.wantKeys("digest")
	o.wantKeys("missed", "missed/standup-digest|2026-11-23|emea", "missed/weekly-review|2026-11-20|emea")
	told := o.posts()["missed/standup-digest|2026-11-23|emea"]
	if told.User != "UBOB" {
		t.Errorf("told %q, want the manager", told.User)
	}
	if text := string(told.Message.Text); !strings.Contains(text, "4 stand-up digests of EMEA") || !strings.Contains(text, "Mon 23 Nov") {
		t.Errorf("told: %s", text)
	}
	o.tick("2026-11-24 09:00")
	o.wantKeys("digest", "digest/emea/2026-11-24")
}

func TestTheFirstLeadInTheChatIsToldAboutMissedRuns(t *testing.T) {
	c := plans()
	c.Admins = []string{"UADMIN"}
	o := open(t, c, "2026-11-18 00:00")
	o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1", Manager: "P-1", Director: "UDIRK"})
	o.person(sales.Person{ID: "P-1", Name: "Imported", Role: sales.Manager})
	o.person(sales.Person{ID: "UDIRK", Name: "Dirk", Role: sales.Director, Gone: true})
	o.person(sales.Person{ID: "UADMIN", Name: "Ada", Role: sales.Admin})
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-19 09:00")
	if told := o.posts()["missed/standup-digest|2026-11-18|emea"]; told.User != "UADMIN" {
		t.Errorf("told %q, want the admin", told.User)
	}
}

func TestTheCatchUpWindowIsASetting(t *testing.T) {
	c := plans()
	c.Standup.CatchUp = 2 * time.Hour
	o := open(t, c, "2026-11-18 00:00")
	o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1", Manager: "UBOB", Zone: "Europe/Berlin"})
	o.person(sales.Person{ID: "UBOB", Name: "Bob", Role: sales.Manager})
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 11:00") // two hours behind 10:00 in Berlin
	o.wantRun(cards.DigestJob, "2026-11-18", "emea", store.RunMissed, "down")
	o.tick("2026-11-19 10:59")
	o.wantRun(cards.DigestJob, "2026-11-19", "emea", store.RunLate, "")
}

func TestPeopleWhoAnsweredOrAreAwayAreNotAsked(t *testing.T) {
	o := small(t, "2026-11-17 20:00")
	o.person(sales.Person{ID: "UDAN", Name: "Dan", Team: "emea", Away: []calendar.Span{{From: "2026-11-18", To: "2026-11-20"}}})
	o.tick("2026-11-17 20:00")
	o.answer(sales.Standup{Team: "emea", Person: "UANA", On: "2026-11-18", Plan: "Visit Acme"}) // the evening before
	o.tick("2026-11-18 09:00")
	o.wantKeys("standup/2026-11-18/UANA")
	o.wantKeys("standup/2026-11-18/UDAN")
	o.wantRun(cards.PromptJob, "2026-11-18", "UANA", store.RunCancelled, "answered")
	o.wantRun(cards.PromptJob, "2026-11-18", "UDAN", store.RunCancelled, "away")
	text := o.text("digest/emea/2026-11-18")
	for _, want := range []string{"*1 of 2* answered", "*Ana* → Visit Acme", "No answer yet: Chen", "Away: Dan"} {
		if !strings.Contains(text, want) {
			t.Errorf("the digest lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "<@") {
		t.Errorf("the digest pings:\n%s", text)
	}
}

func TestALateAnswerUpdatesThePostedDigestAndSaysSo(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 08:00")
	o.tick("2026-11-18 09:00")
	before := o.posts()["digest/emea/2026-11-18"]
	o.clock("2026-11-18 10:12")
	o.answer(sales.Standup{Team: "emea", Person: "UANA", On: "2026-11-18", Done: "Called Acme", Blockers: "legal"})
	after := o.posts()["digest/emea/2026-11-18"]
	if after.ID != before.ID || after.Rev != before.Rev+1 {
		t.Errorf("the digest is %s revision %d, want %s revision %d", after.ID, after.Rev, before.ID, before.Rev+1)
	}
	text := shown(after.Message)
	for _, want := range []string{"updated after Ana (11:12)", "Ana is blocked: legal", "No answer yet: Chen"} {
		if !strings.Contains(text, want) {
			t.Errorf("the digest lacks %q:\n%s", want, text)
		}
	}
	if text := o.text("digest/emea/2026-11-18/answers"); !strings.Contains(text, "Called Acme") {
		t.Errorf("the thread lacks the answer:\n%s", text)
	}
	if text := o.text("standup/2026-11-18/UANA"); strings.Contains(text, "[Skip today]") || !strings.Contains(text, "Called Acme") {
		t.Errorf("the question still asks:\n%s", text)
	}
	o.wantKeys("standup/2026-11-18/UANA/remind") // it was there, and was removed
}

func TestAnAnswerTakenBackLeavesTheThreadOfTheDigest(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.answer(sales.Standup{Team: "emea", Person: "UANA", On: "2026-11-18", Done: "Called Acme"})
	o.tick("2026-11-18 09:00")
	o.wantKeys("digest", "digest/emea/2026-11-18", "digest/emea/2026-11-18/answers")
	o.do(func(tx *store.Tx) error {
		who, err := store.People.Find(tx, "UANA")
		if err == nil {
			err = store.Standups.Delete(tx, sales.StandupID("emea", "2026-11-18", "UANA"))
		}
		if err != nil {
			return err
		}
		return o.desk.RepostAnswered(tx, who, "2026-11-18")
	})
	o.wantKeys("digest", "digest/emea/2026-11-18")
}

func TestTheDigestCoversTheTimeSinceTheLastOneInTheTeamsLanguage(t *testing.T) {
	o := open(t, plans(), "2026-11-12 00:00")
	o.team(sales.Team{ID: "east", Name: "华东", Channel: "C2", Zone: "Asia/Shanghai", Language: "zh-Hans"})
	o.person(sales.Person{ID: "ULI", Name: "李雷", Team: "east", Language: "zh-Hans"})
	o.tick("2026-11-12 00:00")
	o.tick("2026-11-12 02:00")
	o.tick("2026-11-13 02:00") // Friday's digest
	o.sell("ULI", "east", "2026-11-13")
	o.tick("2026-11-16 01:00")
	if text := o.text("standup/2026-11-16/ULI"); !strings.Contains(text, "拜访 华星科技：谈了价格") || !strings.Contains(text, "赢单") ||
		!strings.Contains(text, "D-2 华星科技 · 送合同") {
		t.Errorf("the question is not filled in:\n%s", text)
	}
	o.tick("2026-11-16 02:00")
	text := o.text("digest/east/2026-11-16")
	for _, want := range []string{"11月13日 周五以来的工作", "*1人中0人* 已填", "联系客户1次", "*赢单1个* · ¥120,000", "1个下一步已逾期", "*李雷* · 拜访1次", "还没填：李雷",
		"[填写我的站会]", "[已逾期（1）]"} {
		if !strings.Contains(text, want) {
			t.Errorf("the digest lacks %q:\n%s", want, text)
		}
	}
	if text := o.text("digest/east/2026-11-16/answers"); !strings.Contains(text, "[赢单（1）]") {
		t.Errorf("the thread does not open the wins:\n%s", text)
	}
	o.tick("2026-11-17 02:00")
	if text := o.text("digest/east/2026-11-17"); strings.Contains(text, "赢单") || strings.Contains(text, "拜访") {
		t.Errorf("Tuesday's digest repeats Friday's news:\n%s", text)
	}
}

func TestTheWeeklyReviewComparesWithTheWeekBefore(t *testing.T) {
	o := open(t, plans(), "2026-11-09 00:00")
	o.team(sales.Team{ID: "east", Name: "华东", Channel: "C2", Zone: "Asia/Shanghai", Language: "zh-Hans"})
	o.person(sales.Person{ID: "ULI", Name: "李雷", Team: "east"})
	o.tick("2026-11-09 00:00")
	o.sell("ULI", "east", "2026-11-10")
	o.tick("2026-11-13 08:00") // Friday 16:00 in Shanghai
	o.sell("ULI", "east", "2026-11-17")
	o.sell("ULI", "east", "2026-11-18")
	o.tick("2026-11-20 07:59")
	o.wantKeys("review", "review/east/2026-11-09", "review/east/2026-11-09/details")
	o.tick("2026-11-20 08:00")
	head, details := o.text("review/east/2026-11-16"), o.text("review/east/2026-11-16/details")
	for _, want := range []string{"周复盘 · 华东 · 11月16日 周一至11月22日 周日", "*赢单2个 · ¥240,000* （前一周1个 · ¥120,000）", "*输单0个* （前一周0个）", "联系客户2次（前一周1次）",
		"新商机4个（前一周2个）", "[久未联系（2）]"} {
		if !strings.Contains(head, want) {
			t.Errorf("the review lacks %q:\n%s", want, head)
		}
	}
	for _, want := range []string{"李雷：2次（前一周1次） · 拜访2次 · 赢单¥240,000", "在跟商机3个 · ¥360,000 · 加权¥36,000"} {
		if !strings.Contains(details, want) {
			t.Errorf("the details lack %q:\n%s", want, details)
		}
	}
	if first := o.text("review/east/2026-11-09"); !strings.Contains(first, "*赢单1个 · ¥120,000* （前一周0个）") {
		t.Errorf("the first review:\n%s", first)
	}
}

func TestARequestThatNobodyDecidesExpiresAndItsRequesterIsTold(t *testing.T) {
	o := small(t, "2026-11-18 06:00")
	until := o.now.Add(72 * time.Hour)
	o.request("R-1", until)
	o.tick("2026-11-21 05:59")
	o.wantKeys("tell")
	o.tick("2026-11-21 06:00")
	o.wantKeys("tell", "tell/R-1")
	var a sales.Approval
	if err := o.store.View(t.Context(), func(r store.Reader) (err error) { a, err = store.Approvals.Find(r, "R-1"); return err }); err != nil {
		t.Fatal(err)
	}
	if a.Status != sales.Expired || !a.Decided.Equal(until) {
		t.Errorf("the request is %s at %s", a.Status, a.Decided)
	}
	if p := o.posts()["tell/R-1"]; p.User != "UANA" {
		t.Errorf("told %q", p.User)
	}
	if card := o.text(cards.RoomKey("D-1", "emea", "R-1")); strings.Contains(card, "[") {
		t.Errorf("the card still has buttons:\n%s", card)
	}
}
