package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// office is a company with a store, a runner and a clock that only the test moves.
type office struct {
	t      testing.TB
	store  *store.Store
	desk   *desk.Desk
	runner *Runner
	now    time.Time
	acts   int
	sent   map[string]store.Post // what the chat shows
}

func plans() sales.Company {
	return sales.Company{
		Name: "Acme", Language: "en", Currency: "CNY", Zone: time.UTC, Pipelines: sales.Templates(),
		LostReasons: sales.LostReasons(), Authority: sales.DefaultAuthority(),
		Standup: sales.StandupPlan{Days: "1-5", Prompt: "09:00", Remind: "09:30", Digest: "10:00"},
		Review:  sales.ReviewPlan{Day: "5", At: "16:00"},
		Alerts:  sales.Alerts{Quiet: 3},
	}
}

// open starts at a time in UTC, "2026-11-18 06:00".
func open(t testing.TB, c sales.Company, at string) *office {
	t.Helper()
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, sent: map[string]store.Post{}}
	o.clock(at)
	if o.store, err = store.Open(t.Context(), b, store.Options{Now: o.now}); err != nil {
		t.Fatal(err)
	}
	o.desk = desk.New(o.store, words, c)
	t.Cleanup(func() {
		if err := o.store.Close(); err != nil {
			t.Error(err)
		}
	})
	o.restart()
	return o
}

// restart brings the bot up again, with nothing but the store.
func (o *office) restart() {
	o.t.Helper()
	var err error
	if o.runner, err = New(o.desk, func() time.Time { return o.now }, slog.New(slog.DiscardHandler)); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) clock(at string) {
	o.t.Helper()
	now, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		o.t.Fatal(err)
	}
	o.now = now
}

// tick moves the clock and does what is due.
func (o *office) tick(at string) {
	o.t.Helper()
	o.clock(at)
	if err := o.runner.Tick(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// do changes records as a command would.
func (o *office) do(fn func(*store.Tx) error) {
	o.t.Helper()
	o.acts++
	if _, err := o.store.Update(o.t.Context(), store.Change{Once: fmt.Sprint("test ", o.acts), Actor: "test", At: o.now, What: "test"},
		fn); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) team(t sales.Team) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error { return store.Teams.Put(tx, t) })
}

func (o *office) person(p sales.Person) {
	o.t.Helper()
	if p.Role == "" {
		p.Role = sales.Rep
	}
	o.do(func(tx *store.Tx) error { return store.People.Put(tx, p) })
}

func (o *office) answer(s sales.Standup) {
	o.t.Helper()
	s.ID, s.At = sales.StandupID(s.Team, s.On, s.Person), o.now
	o.do(func(tx *store.Tx) error {
		who, _, err := store.People.Get(tx, s.Person)
		if err == nil {
			err = store.Standups.Put(tx, s)
		}
		if err != nil {
			return err
		}
		return o.desk.RepostAnswered(tx, who, s.On)
	})
}

// posts returns the wanted posts by key. It sends what waits, as the bot does.
func (o *office) posts() map[string]store.Post {
	o.t.Helper()
	for {
		due, err := o.store.Due(o.t.Context(), o.now, 1000)
		if err != nil {
			o.t.Fatal(err)
		}
		if len(due) == 0 {
			return o.sent
		}
		var outcomes []store.Outcome
		for _, p := range due {
			if data, err := json.Marshal(p.Message); err != nil || commandstest.BareKey.Match(data) {
				o.t.Errorf("%s shows a key: %s %v", p.Key, data, err)
			}
			outcomes = append(outcomes, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Channel + p.User, TS: p.Key,
				At: o.now})
			if o.sent[p.Key] = p; p.Deleted {
				delete(o.sent, p.Key)
			}
		}
		if err := o.store.Settle(o.t.Context(), outcomes); err != nil {
			o.t.Fatal(err)
		}
	}
}

// keys of the posts with a prefix.
func (o *office) keys(prefix string) []string {
	o.t.Helper()
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(o.posts())) {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

func (o *office) wantKeys(prefix string, want ...string) {
	o.t.Helper()
	if got := o.keys(prefix); !slices.Equal(got, want) {
		o.t.Errorf("posts under %q: %q, want %q", prefix, got, want)
	}
}

// text is everything a post shows: its text and that of its blocks.
func (o *office) text(key string) string {
	o.t.Helper()
	p, ok := o.posts()[key]
	if !ok {
		o.t.Fatalf("no post %s; there are %q", key, o.keys(""))
	}
	return shown(p.Message)
}

func shown(m chat.Message) string {
	parts := []string{string(m.Text)}
	for _, b := range m.Blocks {
		parts = append(parts, b.Header, string(b.Context))
		if b.Section != nil {
			parts = append(parts, string(b.Section.Text))
		}
		for _, button := range b.Buttons {
			parts = append(parts, "["+button.Label+"]")
		}
	}
	return strings.Join(parts, "\n")
}

func (o *office) run(job string, day calendar.Date, subject string) store.Run {
	o.t.Helper()
	var row store.Run
	err := o.store.View(o.t.Context(), func(r store.Reader) (err error) {
		row, _, err = store.Runs.Get(r, store.RunID(job, day, subject))
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return row
}

func (o *office) wantRun(job string, day calendar.Date, subject string, state store.RunState, note string) {
	o.t.Helper()
	if got := o.run(job, day, subject); got.State != state || got.Note != note {
		o.t.Errorf("%s of %s on %s is %q (%s), want %q (%s)", job, subject, day, got.State, got.Note, state, note)
	}
}

// small is one team in Berlin: Bob leads, Ana and Chen sell.
func small(t testing.TB, at string) *office {
	o := open(t, plans(), at)
	o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1", Manager: "UBOB", Zone: "Europe/Berlin", Language: "en"})
	o.person(sales.Person{ID: "UBOB", Name: "Bob", Role: sales.Manager})
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea"})
	o.person(sales.Person{ID: "UCHEN", Name: "Chen", Team: "emea", Zone: "Asia/Shanghai"})
	return o
}

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
	o.wantKeys("standup") // nobody is asked for what the digest has just told
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

// sell has someone visit a customer, win one deal and leave another with a next step.
func (o *office) sell(who, team string, on calendar.Date) {
	o.t.Helper()
	at := on.In(time.UTC).Add(6 * time.Hour)
	act := sales.Act{By: who, At: at, On: on}
	line := o.desk.Cards.Company.Pipelines[0]
	o.do(func(tx *store.Tx) error {
		account := sales.Account{ID: tx.Next(sales.KindAccount), Name: "华星科技", Owner: who, Team: team, Created: at}
		if err := store.Accounts.Put(tx, account); err != nil {
			return err
		}
		visit := sales.Activity{ID: tx.Next(sales.KindActivity), Kind: sales.Visit, Account: account.ID, Team: team, By: who, On: on, At: at,
			Note: "谈了价格"}
		if err := store.Activities.Put(tx, visit); err != nil {
			return err
		}
		for i, name := range []string{"平台", "服务"} {
			d, e, err := sales.NewDeal(sales.Deal{ID: tx.Next(sales.KindDeal), Name: name, Account: account.ID, Owner: who, Team: team,
				Amount: sales.Money{Minor: 12_000_000, Currency: "CNY"}}, line, act)
			if err != nil {
				return err
			}
			e.ID = tx.Next(sales.KindEvent)
			if err := store.Events.Put(tx, e); err != nil {
				return err
			}
			if i == 0 {
				if d, e, err = d.Win(sales.Templates()[0], sales.Facts{}, "they signed", act); err != nil {
					return err
				}
				e.ID = tx.Next(sales.KindEvent)
				if err := store.Events.Put(tx, e); err != nil {
					return err
				}
			} else if d, err = d.Plan(sales.NextStep{What: "送合同", Due: on}, act); err != nil {
				return err
			}
			if err := store.Deals.Put(tx, d); err != nil {
				return err
			}
		}
		return nil
	})
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
	for _, want := range []string{"周复盘 · 华东 · 11月16日 周一至11月22日 周日", "*赢单2个 · ¥240,000* （上周1个 · ¥120,000）", "*输单0个* （上周0个）", "联系客户2次（上周1次）",
		"新商机4个（上周2个）", "[久未联系（2）]"} {
		if !strings.Contains(head, want) {
			t.Errorf("the review lacks %q:\n%s", want, head)
		}
	}
	for _, want := range []string{"李雷：2次（上周1次） · 拜访2次 · 赢单¥240,000", "在跟商机3个 · ¥360,000 · 加权¥36,000"} {
		if !strings.Contains(details, want) {
			t.Errorf("the details lack %q:\n%s", want, details)
		}
	}
	if first := o.text("review/east/2026-11-09"); !strings.Contains(first, "*赢单1个 · ¥120,000* （上周0个）") {
		t.Errorf("the first review:\n%s", first)
	}
}

// request has Ana ask for a discount on a deal of her own.
func (o *office) request(id string, until time.Time) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		d, _, err := sales.NewDeal(sales.Deal{ID: "D-1", Name: "Platform", Owner: "UANA", Team: "emea",
			Amount: sales.Money{Minor: 100_000, Currency: "CNY"}}, o.desk.Cards.Company.Pipelines[0],
			sales.Act{By: "UANA", At: o.now, On: "2026-11-18"})
		if err == nil {
			err = store.Deals.Put(tx, d)
		}
		if err != nil {
			return err
		}
		return store.Approvals.Put(tx,
			sales.Approval{ID: id, Deal: "D-1", Team: "emea", Requester: "UANA", Terms: 1, Amount: d.Amount, Discount: 1500,
				Steps:  []sales.Step{{Panel: sales.Panel{Who: sales.Who{"manager"}, Need: 1}, Asked: []sales.Seat{{By: "UBOB", Since: o.now}}}},
				Status: sales.Waiting, Created: o.now, Expires: until})
	})
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

func TestANewZoneMovesTheNextRunAndLosesNoDay(t *testing.T) {
	o := small(t, "2026-11-18 00:00")
	o.tick("2026-11-18 00:00")
	o.tick("2026-11-18 09:00")
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Zone: "America/New_York"})
	o.tick("2026-11-19 13:59")
	o.wantRun(cards.PromptJob, "2026-11-19", "UANA", store.RunDue, "")
	o.tick("2026-11-19 14:00")
	o.wantRun(cards.PromptJob, "2026-11-19", "UANA", store.RunDone, "")
	o.person(sales.Person{ID: "UANA", Name: "Ana", Team: "emea", Gone: true})
	o.tick("2026-11-20 18:00")
	o.wantRun(cards.PromptJob, "2026-11-20", "UANA", store.RunCancelled, "gone")
}

func TestRunTicksUntilItIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		words, err := lang.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		o := &office{t: t, now: time.Now(), sent: map[string]store.Post{}} // midnight, Saturday 2000-01-01
		if o.store, err = store.Open(t.Context(), b, store.Options{Now: o.now}); err != nil {
			t.Fatal(err)
		}
		defer o.store.Close()
		o.desk = desk.New(o.store, words, plans())
		o.team(sales.Team{ID: "emea", Name: "EMEA", Channel: "C1"})
		runner, err := New(o.desk, time.Now, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { runner.Run(ctx, nil); close(done) }()
		<-time.After(58*time.Hour - time.Second) // Monday 10:00 is at hand
		synctest.Wait()
		o.wantKeys("digest")
		next, err := runner.NextDue(ctx, cards.DigestJob)
		if want := time.Date(2000, 1, 3, 10, 0, 0, 0, time.UTC); err != nil || !next.Equal(want) {
			t.Errorf("the next digest is due %s (%v), want %s", next, err, want)
		}
		<-time.After(tickEvery + time.Second)
		synctest.Wait()
		o.wantKeys("digest", "digest/emea/2000-01-03")
		stop()
		<-done
	})
}

// A year of nights, downtimes and clocks set back: in the end every working day of every
// team has one settled run, posted on the day or reported as missed.
func TestDowntimeAndClockStepsNeitherDoubleNorDropADay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := plans()
		c.Standup = sales.StandupPlan{Days: "*", Digest: rapid.SampledFrom([]string{"09:00", "02:30", "00:00"}).Draw(rt, "digest")}
		c.Review.At = ""
		c.Calendar = rapid.SampledFrom([]calendar.Calendar{{}, china(t)}).Draw(rt, "calendar")
		work := calendar.Worktime{Calendar: c.Calendar}
		o := open(t, c, rapid.SampledFrom([]string{"2026-03-05 00:00", "2026-03-26 00:00", "2026-04-01 00:00", "2026-09-03 00:00",
			"2026-10-01 00:00", "2026-10-22 00:00", "2026-02-12 00:00"}).Draw(rt, "start"))
		start := o.now
		var teams []string
		for i, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(zones), 3, 3, rapid.ID).Draw(rt, "zones") {
			id := fmt.Sprintf("t%d", i)
			teams = append(teams, name)
			o.team(sales.Team{ID: id, Name: name, Channel: fmt.Sprintf("C%d", i), Zone: name})
		}
		if err := o.runner.Tick(t.Context()); err != nil {
			rt.Fatal(err)
		}
		latest := o.now
		for range 25 {
			step := rapid.OneOf(rapid.IntRange(1, 180), rapid.IntRange(200, 3000), rapid.IntRange(-1500, -1)).Draw(rt, "minutes")
			o.now = o.now.Add(time.Duration(step) * time.Minute)
			if o.now.After(latest) {
				latest = o.now
			}
			if rapid.Bool().Draw(rt, "restart") {
				o.restart()
			}
			if err := o.runner.Tick(t.Context()); err != nil {
				rt.Fatal(err)
			}
		}
		posts := o.posts()
		for i, name := range teams {
			loc, id := zone(t, name), fmt.Sprintf("t%d", i)
			for day, at := o.runner.jobs[0].plan.after(calendar.DateOf(start.In(loc)).AddDays(-1), work, loc); !at.After(latest); day,
				at = o.runner.jobs[0].plan.after(day, work, loc) {
				if at.Before(start) {
					continue
				}
				row := o.run(cards.DigestJob, day, id)
				_, posted := posts["digest/"+id+"/"+string(day)]
				if want := row.State == store.RunDone || row.State == store.RunLate; !row.Due.Equal(at) || row.State == store.RunDue || posted != want {
					rt.Errorf("%s %s: due %s, want %s; %s, posted %v", name, day, row.Due, at, row.State, posted)
				}
				delete(posts, "digest/"+id+"/"+string(day))
			}
		}
		for key := range posts {
			rt.Errorf("an extra post %s", key)
		}
	})
}
