package cards

import (
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func DigestKey(team string, on calendar.Date) string { return "digest/" + team + "/" + string(on) }

// digest holds what the message is rendered from.
type digest struct {
	Maker
	lang.Printer
	sales.Digest
	r     store.Reader
	team  sales.Team
	zone  *time.Location
	since calendar.Span // the days whose work is reported
	run   store.Run     // of the digest; the zero Run before it
	slow  []sales.Slow
	goals []chat.Safe // of the team, under their head; none on a day that is over
	name  map[string]string
}

// DigestOf returns a team's stand-up of a day as of now: the message for the channel and the one
// for its thread.
func (m Maker) DigestOf(r store.Reader, p lang.Printer, team sales.Team, on calendar.Date, now time.Time) (head, thread chat.Message,
	err error) {
	d := digest{Maker: m, Printer: p, r: r, team: team, zone: m.ZoneOf(sales.Person{}, team, ""), name: map[string]string{}}
	if d.run, _, err = store.Runs.Get(r, store.RunID(DigestJob, on, team.ID)); err != nil {
		return head, thread, err
	}
	if err := d.read(on, now); err != nil {
		return head, thread, err
	}
	title := p.Say("digest.title", "Team", team.Name, "Date", p.Day(string(on)))
	numbers, rest := d.numbers(), d.rest()
	blockers, err := d.blockers()
	if err != nil {
		return head, thread, err
	}
	var people chat.Safe
	if d.short() {
		people = d.people()
	}
	head = chat.Message{
		Text: chat.Join("\n", title, numbers, blockers, people, rest),
		Blocks: slices.Concat(
			[]chat.Block{{Header: lang.Unmark(title)}},
			notEmpty(chat.Block{Context: d.notes()}, chat.Para(numbers), chat.Para(blockers), chat.Para(people), chat.Block{Context: rest}),
			[]chat.Block{{Buttons: append([]chat.Button{{Label: p.Plain("standup.fill_mine"), Action: "standup", Value: string(on)}},
				d.watched()...)}},
		),
	}
	thread, err = d.thread()
	return head, thread, err
}

// The limits of the message in the channel, so that it can be read in ten seconds on a phone. The
// thread has everything.
const (
	maxHead = 5 // people, and blockers
	maxLate = 3 // who came after it was out
)

// short reports whether the team is small enough for one line per person in the channel.
func (d *digest) short() bool { return len(d.People) <= maxHead }

// notEmpty leaves out empty blocks.
func notEmpty(blocks ...chat.Block) []chat.Block {
	return slices.DeleteFunc(blocks, func(b chat.Block) bool { return b.Context == "" && (b.Section == nil || b.Section.Text == "") })
}

// read reads one team's day.
func (d *digest) read(on calendar.Date, now time.Time) error {
	from, err := d.Since(d.r, d.team, on)
	if err != nil {
		return err
	}
	d.since = calendar.Span{From: from, To: on.AddDays(-1)}
	past := on < calendar.DateOf(now.In(d.zone))
	in := sales.DigestInput{On: on, Now: now, Work: d.Company.Worktime(d.team, d.zone)}
	people, err := members(d.r, d.team.ID)
	if err != nil {
		return err
	}
	for _, p := range people {
		d.name[p.ID] = p.Name
		if TakesPart(p) {
			in.People = append(in.People, p)
		}
	}
	for s, err := range store.StandupsOf(d.r, d.team.ID, on) {
		if err != nil {
			return err
		}
		in.Answers = append(in.Answers, s)
	}
	if in.Counts, err = countsOf(d.r, d.team.ID, d.since); err != nil {
		return err
	}
	if in.Others, err = others(d.r, in.People, in.Counts, in.Answers); err != nil {
		return err
	}
	for _, p := range in.Others {
		d.name[p.ID] = p.Name
	}
	if in.Events, err = d.digestEvents(d.r, d.team, on, d.since); err != nil {
		return err
	}
	if d.slow, err = slowOf(d.r, d.team.ID, d.since); err != nil || past {
		d.Digest = sales.NewDigest(in) // what waits and is overdue now says nothing about a day that is over
		return err
	}
	goals, _, err := d.goalsOf(d.r, d.Printer, ofTeam(d.team.ID), on, now, daily)
	if err != nil {
		return err
	}
	if len(goals) > 0 {
		d.goals = []chat.Safe{chat.Join("\n", append([]chat.Safe{chat.Bold(d.Say("goal.list"))}, goals...)...)}
	}
	if in.Waiting, err = waitingOf(d.r, d.team.ID); err != nil {
		return err
	}
	if in.Open, err = openOf(d.r, d.team.ID); err != nil {
		return err
	}
	if in.Quiet, err = d.Quiet(d.r, in.Open...); err != nil {
		return err
	}
	d.Digest = sales.NewDigest(in)
	return nil
}

// slowOf returns what slows a team down, in the order of IDs, which are hashes of the text: the
// order reveals neither author nor time. The days end before today, so that readers cannot guess
// who has just been typing.
func slowOf(r store.Reader, team string, days calendar.Span) ([]sales.Slow, error) {
	var list []sales.Slow
	for day := days.From; day <= days.To; day = day.AddDays(1) {
		for s, err := range store.SlowsOn(r, day, team) {
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b sales.Slow) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// notes returns which days the digest covers, whether it is late, and who answered after it was
// posted.
func (d *digest) notes() chat.Safe {
	notes := []chat.Safe{d.Say("digest.since", "Date", d.Day(string(d.since.From)))}
	if d.run.State == store.RunLate {
		notes = append(notes, d.Say("digest.late", "Clock", d.Clock(d.run.Due.In(d.zone))))
	}
	var late []chat.Safe
	for _, p := range d.People {
		if p.Answer == nil || d.run.At.IsZero() {
			continue
		}
		at := p.Answer.At
		if p.Answer.Edited.After(at) {
			at = p.Answer.Edited
		}
		if at.After(d.run.At) {
			clock := d.Clock(at.In(d.zone))
			if calendar.DateOf(at.In(d.zone)) != d.On {
				clock = d.Moment(at.In(d.zone))
			}
			late = append(late, d.Say("digest.updated_by", "Who", d.name[p.Person], "Clock", clock))
		}
	}
	if more := len(late) - maxLate; more > 0 {
		late = append(late[:maxLate], d.Say("digest.others", "Count", more))
	}
	if len(late) > 0 {
		notes = append(notes, d.Say("digest.updated", "Who", d.List(late, false)))
	}
	return chat.Join(" · ", notes...)
}

// numbers returns what happened, then what needs attention.
func (d *digest) numbers() chat.Safe {
	answered, all := 0, map[string]int64{}
	for _, p := range d.People {
		if p.Answer != nil {
			answered++
		}
		for metric, n := range p.Metrics {
			all[metric] += n
		}
	}
	happened := []chat.Safe{d.Say("digest.answered", "N", answered, "Of", answered+len(d.Absent))}
	if n := all[sales.Contacts]; n > 0 {
		happened = append(happened, d.Say("digest.contacts", "Count", n))
	}
	won := d.Say("digest.won", "Count", len(d.Won), "Amount", Totals(d.Printer, d.WonTotal))
	for _, n := range []struct {
		of   int
		text chat.Safe
	}{
		{len(d.Won), won},
		{len(d.Lost), d.Say("digest.lost", "Count", len(d.Lost))},
		{len(d.Moved), d.Say("digest.moved", "Count", len(d.Moved))},
		{len(d.Created), d.Say("digest.created", "Count", len(d.Created))},
	} {
		if n.of > 0 {
			happened = append(happened, n.text)
		}
	}
	var watch []chat.Safe
	for _, n := range []struct {
		of   int
		text chat.Safe
	}{
		{len(d.Waiting), d.Say("digest.waiting", "Count", len(d.Waiting))},
		{d.Overdue.Of, d.Say("digest.overdue", "Count", d.Overdue.Of)},
		{d.Stale.Of, d.Say("digest.quiet", "Count", d.Stale.Of, "Days", d.QuietDays())},
		{d.NoNext.Of, d.Say("digest.no_next", "Count", d.NoNext.Of)},
	} {
		if n.of > 0 {
			watch = append(watch, n.text)
		}
	}
	return chat.Join("\n", chat.Join(" · ", happened...), chat.Join(" · ", watch...))
}

// blockers returns who is stuck, on what, and who was asked to help.
func (d *digest) blockers() (chat.Safe, error) {
	var list []chat.Safe
	for _, p := range d.People {
		if p.Answer == nil || p.Answer.Blockers == "" {
			continue
		}
		what := oneLine(p.Answer.Blockers, 60)
		help, err := d.helpers(d.r, d.Printer, *p.Answer, what)
		if err != nil {
			return "", err
		}
		list = append(list, chat.Join(" · ", d.Say("digest.blocked", "Who", d.name[p.Person], "What", what), help))
	}
	if more := len(list) - maxHead; more > 0 {
		list = append(list[:maxHead], d.Say("digest.blocked_more", "Count", more))
	}
	return chat.Join("\n", list...), nil
}

// people returns one short line per person: what they did and what they plan.
func (d *digest) people() chat.Safe {
	var list []chat.Safe
	for _, p := range d.People {
		did := contacts(d.Printer, p.Metrics)
		line := chat.Join(" · ", chat.Bold(chat.EscapeLine(d.name[p.Person])), did)
		if p.Answer != nil {
			if p.Answer.Plan != "" {
				for i, item := range items(p.Answer.Plan) {
					sep := " → "
					if i > 0 {
						sep = "\n　→ "
					}
					line = chat.Join(sep, line, item)
				}
			} else if did == "" {
				line = chat.Join(" · ", line, chat.Escape(oneLine(p.Answer.Done, 70)))
			}
		}
		list = append(list, line)
	}
	return chat.Join("\n", list...)
}

// maxPlanItems is how many items of a plan the digest shows; all are in its thread.
const maxPlanItems = 4

// items are the lines of a text, each cut to a short one.
func items(text string) (list []chat.Safe) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, chat.Escape(oneLine(line, 70)))
		}
	}
	if len(list) > maxPlanItems {
		list = append(list[:maxPlanItems], "…")
	}
	return list
}

// rest lists who said nothing, by name and without a ping.
func (d *digest) rest() chat.Safe {
	var list []chat.Safe
	for _, group := range []struct {
		key string
		ids []string
	}{{"digest.absent", d.Absent}, {"digest.skipped", d.Skipped}, {"digest.away", d.Away}} {
		var names []chat.Safe
		for _, id := range group.ids {
			names = append(names, chat.EscapeLine(d.name[id]))
		}
		if len(names) > 0 {
			list = append(list, d.Say(group.key, "Who", d.List(names, false)))
		}
	}
	return chat.Join("\n", list...)
}

// happened returns the buttons that open the records of what was done.
func (d *digest) happened() []chat.Button {
	return rowButtons(d.Printer, DigestRows, d.team.ID, d.On, []rowCount{
		{RowsWon, len(d.Won)}, {RowsLost, len(d.Lost)}, {RowsMoved, len(d.Moved)}, {RowsNew, len(d.Created)},
	})
}

// watched returns the buttons that open the records that need attention.
func (d *digest) watched() []chat.Button {
	return rowButtons(d.Printer, DigestRows, d.team.ID, d.On, []rowCount{
		{RowsWaiting, len(d.Waiting)}, {RowsOverdue, d.Overdue.Of}, {RowsQuiet, d.Stale.Of}, {RowsNoNext, d.NoNext.Of},
	})
}

// deals returns the steps of deals on the days of the digest.
func (d *digest) deals() (chat.Safe, error) {
	var list []chat.Safe
	for _, e := range slices.Concat(d.Won, d.Lost, d.Moved) {
		line, err := d.teamLine(d.r, d.Printer, e)
		if err != nil {
			return "", err
		}
		if line == "" {
			continue
		}
		line = chat.Join("\n", line, passedOver(d.Printer, d.Overrides, e.Deal))
		if list = append(list, "• "+line); len(list) == 20 {
			break
		}
	}
	return chat.Join("\n", list...), nil
}

// thread returns everybody's answer in full, what slows them down, and the deals that moved. It is
// empty if there is nothing of that.
func (d *digest) thread() (chat.Message, error) {
	parts := d.goals
	for _, p := range d.People {
		part := chat.Bold(chat.EscapeLine(d.name[p.Person]))
		if did := contacts(d.Printer, p.Metrics); !d.short() && did != "" {
			part = chat.Join(" · ", part, did)
		} else if p.Answer == nil {
			continue
		}
		if p.Answer != nil {
			said, err := d.answer(d.r, d.Printer, *p.Answer)
			if err != nil {
				return chat.Message{}, err
			}
			part = chat.Join("\n", part, said)
		}
		parts = append(parts, part)
	}
	if len(d.slow) > 0 {
		slow := chat.Bold(d.Say("digest.slow"))
		for _, s := range d.slow {
			slow = chat.Join("\n", slow, "• "+chat.Escape(oneLine(s.Text, sales.SlowMax)))
		}
		parts = append(parts, slow)
	}
	deals, err := d.deals()
	if err != nil {
		return chat.Message{}, err
	}
	if deals != "" {
		parts = append(parts, chat.Bold(d.Say("digest.deals"))+"\n"+deals)
	}
	var blocks []chat.Block
	for _, part := range parts {
		blocks = append(blocks, chat.Para(part))
	}
	if buttons := d.happened(); len(buttons) > 0 && len(parts) > 0 {
		blocks = append(blocks, chat.Block{Buttons: buttons})
	}
	return chat.Message{Text: chat.Join("\n\n", parts...), Blocks: blocks}, nil
}
