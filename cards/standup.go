package cards

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// The jobs of a team's rhythm, as store.Runs names them.
const (
	PromptJob = "standup-prompt"
	RemindJob = "standup-remind"
	DigestJob = "standup-digest"
	ReviewJob = "weekly-review"
)

// TakesPart reports whether p is asked for stand-ups: whoever sells in a team and is in
// the chat. People who only came in with an import are not there to answer.
func TakesPart(p sales.Person) bool {
	sells := p.Role == sales.Rep || p.Role == sales.Manager
	return sells && p.Team != "" && InChat(p)
}

// Said is a message of one paragraph.
func Said(text chat.Safe, more ...chat.Block) chat.Message {
	return chat.Message{Text: text, Blocks: append([]chat.Block{chat.Para(text)}, more...)}
}

// Since is the first day a stand-up of team on a day tells about: that of the digest
// before, so that nothing falls between two. Without one it is the working day before.
func (m Maker) Since(r store.Reader, team sales.Team, on sales.Date) (sales.Date, error) {
	for back := 1; back <= 14; back++ {
		run, ok, err := store.Runs.Get(r, store.RunID(DigestJob, on.AddDays(-back), team.ID))
		if err != nil {
			return "", err
		}
		if ok && (run.State == store.RunDone || run.State == store.RunLate) {
			return run.Day, nil
		}
	}
	if day, ok := m.Worktime(sales.Person{}, team).AddWorkdays(on, -1); ok {
		return day, nil
	}
	return on.AddDays(-1), nil
}

// lines is how many lines a prefilled field has at most.
const lines = 12

// Prefill is a stand-up as far as the records tell it: what was logged and moved since
// the last one, and the next steps due (U16). It is text for a form, in the person's
// language. The whole team will read it: what the team may not see is left out (P13).
func (m Maker) Prefill(r store.Reader, who sales.Person, on sales.Date) (sales.Standup, error) {
	p := m.PrinterOf(who, on.In(time.UTC))
	s := sales.Standup{Team: who.Team, Person: who.ID, On: on}
	team, _, err := store.Teams.Get(r, who.Team)
	if err != nil {
		return s, err
	}
	from, err := m.Since(r, team, on)
	if err != nil {
		return s, err
	}
	last, _, err := store.Standups.Get(r, sales.StandupID(who.Team, from, who.ID))
	if err != nil {
		return s, err
	}
	var done []string
	for day := from; day <= on; day = day.AddDays(1) {
		for a, err := range store.Activities.List(r, store.Query{Index: "day", Key: string(day) + " " + who.ID}) {
			if err != nil {
				return s, err
			}
			if !a.At.After(last.At) {
				continue // told already
			}
			line, err := logged(r, p, who.Team, a)
			if err != nil {
				return s, err
			}
			if line != "" {
				done = append(done, line)
			}
		}
		for e, err := range store.Events.List(r, store.Query{Index: "day", Key: string(day) + " " + who.Team}) {
			if err != nil {
				return s, err
			}
			if e.Owner != who.ID || !e.At.After(last.At) {
				continue
			}
			line, err := m.moved(r, p, e)
			if err != nil {
				return s, err
			}
			if line != "" {
				done = append(done, line)
			}
		}
	}
	s.Done = strings.Join(done[:min(len(done), lines)], "\n")
	if more := len(done) - lines; more > 0 {
		s.Done += "\n" + p.Plain("standup.and_more", "Count", more)
	}
	s.Plan, err = planned(r, who, on)
	return s, err
}

// logged is one contact in a line: "Call Acme: talked pricing"; "" if it is not the team's
// to read.
func logged(r store.Reader, p lang.Printer, team string, a sales.Activity) (string, error) {
	account, _, err := store.Accounts.Get(r, a.Account)
	if err != nil {
		return "", err
	}
	about, err := store.Whose(r, cmp.Or(a.Deal, a.Account))
	if err != nil || !sales.Visible(sales.Member(team), about...) {
		return "", err
	}
	head := strings.TrimSpace(p.Plain("kind."+string(a.Kind)) + " " + account.Name)
	if a.Note == "" {
		return head, nil
	}
	return p.Plain("standup.logged", "What", head, "Note", oneLine(a.Note, 80)), nil
}

// moved is one step of a deal in a line; "" for steps that are no news, and for deals of
// another team.
func (m Maker) moved(r store.Reader, p lang.Printer, e sales.Event) (string, error) {
	switch e.Kind {
	case sales.Created, sales.Advanced, sales.WentBack, sales.ClosedWon, sales.ClosedLost:
	default:
		return "", nil
	}
	line, err := m.teamLine(r, p, e)
	return lang.Unmark(line), err
}

// planned are the next steps due on the day or before it, the oldest first.
func planned(r store.Reader, who sales.Person, on sales.Date) (string, error) {
	var due []sales.Deal
	for d, err := range store.Deals.List(r, store.Query{Index: "owner", Key: who.ID + " " + string(sales.Open)}) {
		if err != nil {
			return "", err
		}
		if d.Team == who.Team && d.Next.Due != "" && d.Next.Due <= on {
			due = append(due, d)
		}
	}
	slices.SortStableFunc(due, func(a, b sales.Deal) int {
		return cmp.Or(cmp.Compare(a.Next.Due, b.Next.Due), cmp.Compare(a.Next.Clock, b.Next.Clock))
	})
	var plan []string
	for _, d := range due[:min(len(due), lines)] {
		account, _, err := store.Accounts.Get(r, d.Account)
		if err != nil {
			return "", err
		}
		plan = append(plan, strings.TrimSpace(d.Next.Clock+" "+d.ID+" "+cmp.Or(account.Name, d.Name)+" · "+oneLine(d.Next.What, 80)))
	}
	return strings.Join(plan, "\n"), nil
}

// oneLine cuts text to n characters without line breaks.
func oneLine(text string, n int) string {
	rs := []rune(strings.Join(strings.Fields(text), " "))
	if len(rs) > n {
		return strings.TrimSpace(string(rs[:n-1])) + "…"
	}
	return string(rs)
}

func promptKey(on sales.Date, person string) string { return "standup/" + string(on) + "/" + person }
func remindKey(on sales.Date, person string) string { return promptKey(on, person) + "/remind" }

// Prompt asks someone for their stand-up, with what the records know filled in (U16).
// zone is theirs: the question ends with their day.
func (m Maker) Prompt(tx *store.Tx, who sales.Person, on sales.Date, zone *time.Location) error {
	s, err := m.Prefill(tx, who, on)
	if err != nil {
		return err
	}
	p := m.PrinterOf(who, tx.Change().At)
	head := p.Say("standup.prompt", "Date", p.Day(string(on)))
	body := answer(p, s)
	if body == "" {
		body = p.Say("standup.nothing_logged")
	}
	also, err := m.nudges(tx, who, on, zone)
	if err != nil {
		return err
	}
	return tx.Post(store.Post{
		Key: promptKey(on, who.ID), User: who.ID, Kind: "standup", Expires: on.AddDays(1).In(zone),
		Message: chat.Message{Text: chat.Join("\n", head, body, also.text), Blocks: append([]chat.Block{
			chat.Para(chat.Bold(head)), chat.Para(body), {Buttons: askButtons(p, s)},
		}, also.blocks...)},
	})
}

// Remind asks once more, briefly. It comes only to who has not answered (U28).
func (m Maker) Remind(tx *store.Tx, who sales.Person, on sales.Date, zone *time.Location, digest string) error {
	s, err := m.Prefill(tx, who, on)
	if err != nil {
		return err
	}
	p := m.PrinterOf(who, tx.Change().At)
	return tx.Post(store.Post{
		Key: remindKey(on, who.ID), User: who.ID, Kind: "standup", Expires: on.AddDays(1).In(zone),
		Message: Said(p.Say("standup.remind", "Clock", digest), chat.Block{Buttons: askButtons(p, s)}),
	})
}

// askButtons carry the day and nothing else: what is confirmed is read again.
func askButtons(p lang.Printer, s sales.Standup) []chat.Button {
	buttons := []chat.Button{
		{Label: p.Plain("standup.fill"), Action: "standup", Value: string(s.On)},
		{Label: p.Plain("standup.skip"), Action: "standup skip", Value: string(s.On)},
	}
	if s.Done == "" && s.Plan == "" {
		buttons[0].Style = chat.Primary
		return buttons
	}
	as := chat.Button{Label: p.Plain("standup.as_logged"), Action: "standup confirm", Value: string(s.On), Style: chat.Primary}
	return append([]chat.Button{as}, buttons...)
}

// Answered shows an answer that is new, changed or taken back wherever it is awaited:
// the question loses its buttons or gets them again, the reminder goes, and a digest that
// is out already is put again (U10, U15).
func (m Maker) Answered(tx *store.Tx, who sales.Person, on sales.Date) error {
	team, _, err := store.Teams.Get(tx, who.Team)
	if err != nil {
		return err
	}
	if err := m.question(tx, who, team, on); err != nil {
		return err
	}
	if err := tx.Unpost(remindKey(on, who.ID)); err != nil {
		return err
	}
	_, out, err := store.PostByKey(tx, digestKey(team.ID, on))
	if err != nil || !out {
		return err
	}
	return m.Digest(tx, team, on)
}

// question shows somebody's question of a day, if it was asked, as it is now: with its
// buttons, or with the answer.
func (m Maker) question(tx *store.Tx, who sales.Person, team sales.Team, on sales.Date) error {
	asked, prompted, err := store.PostByKey(tx, promptKey(on, who.ID))
	if err != nil || !prompted {
		return err
	}
	zone := m.ZoneOf(who, team, "")
	s, answered, err := store.Standups.Get(tx, sales.StandupID(team.ID, on, who.ID))
	if err != nil || !answered {
		return cmp.Or(err, m.Prompt(tx, who, on, zone))
	}
	also, err := m.nudges(tx, who, on, zone)
	if err != nil {
		return err
	}
	p := m.PrinterOf(who, tx.Change().At)
	asked.Expires = time.Time{}
	asked.Message = Said(m.Answer(p, s), chat.Block{Buttons: []chat.Button{{Label: p.Plain("common.edit"), Action: "standup", Value: string(on)}}})
	asked.Message.Text = chat.Join("\n", asked.Message.Text, also.text)
	asked.Message.Blocks = append(asked.Message.Blocks, also.blocks...)
	return tx.Post(asked)
}

// Answer is a stand-up as its writer sees it.
func (m Maker) Answer(p lang.Printer, s sales.Standup) chat.Safe {
	if s.Skipped {
		return p.Say("standup.skipped", "Date", p.Day(string(s.On)))
	}
	return chat.Join("\n", p.Say("standup.yours", "Date", p.Day(string(s.On))), answer(p, s))
}

// answer is the three parts, those that are there.
func answer(p lang.Printer, s sales.Standup) chat.Safe {
	var parts []chat.Safe
	for _, part := range []struct{ key, text string }{{"standup.done", s.Done}, {"standup.plan", s.Plan}, {"standup.blockers", s.Blockers}} {
		if part.text != "" {
			parts = append(parts, chat.Bold(p.Say(part.key))+"\n"+chat.Escape(part.text))
		}
	}
	return chat.Join("\n", parts...)
}
