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

// digest is what the words are made of.
type digest struct {
	Maker
	lang.Printer
	sales.Digest
	r     store.Reader
	team  sales.Team
	zone  *time.Location
	since calendar.Span // what was done in these days is told
	run   store.Run     // of the digest; the zero Run before it
	slow  []sales.Slow
	name  map[string]string
}

// DigestOf makes a team's stand-up of a day as it stands now: what goes into the channel
// and what into its thread.
func (m Maker) DigestOf(r store.Reader, p lang.Printer, team sales.Team, on calendar.Date, now time.Time) (head, thread chat.Message, err error) {
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
			[]chat.Block{{Buttons: append([]chat.Button{{Label: p.Plain("standup.fill_mine"), Action: "standup", Value: string(on)}}, d.watched()...)}},
		),
	}
	thread, err = d.thread()
	return head, thread, err
}

// What the message to skim shows at most, so that it is read in ten seconds on a phone;
// all of it is in the thread.
const (
	inHead   = 5 // people, and blockers
	lateShow = 3 // who came after it was out
)

// short reports whether there are so few people that the message to skim has a line for
// each.
func (d *digest) short() bool { return len(d.People) <= inHead }

// notEmpty leaves out blocks that would say nothing.
func notEmpty(blocks ...chat.Block) []chat.Block {
	return slices.DeleteFunc(blocks, func(b chat.Block) bool { return b.Context == "" && (b.Section == nil || b.Section.Text == "") })
}

// read gathers one team's day.
func (d *digest) read(on calendar.Date, now time.Time) error {
	from, err := d.Since(d.r, d.team, on)
	if err != nil {
		return err
	}
	d.since = calendar.Span{From: from, To: on.AddDays(-1)}
	past := on < calendar.DateOf(now.In(d.zone))
	in := sales.DigestInput{On: on, Quiet: d.Company.Alerts.Quiet, Now: now, Zone: d.zone}
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
	for s, err := range store.Standups.List(d.r, store.Query{Prefix: sales.StandupID(d.team.ID, on, "")}) {
		if err != nil {
			return err
		}
		in.Answers = append(in.Answers, s)
	}
	if in.Counts, err = countsOf(d.r, d.team.ID, in.People, d.since); err != nil {
		return err
	}
	if in.Events, err = eventsOf(d.r, d.team.ID, d.since); err != nil {
		return err
	}
	if d.slow, err = slowOf(d.r, d.team.ID, d.since); err != nil || past {
		d.Digest = sales.NewDigest(in) // what waits and is overdue now says nothing of a day that is over
		return err
	}
	if in.Waiting, err = waitingOf(d.r, d.team.ID); err != nil {
		return err
	}
	if in.Open, err = openOf(d.r, d.team.ID); err != nil {
		return err
	}
	d.Digest = sales.NewDigest(in)
	return nil
}

// slowOf a team: what slows it down, by the hash of the words: an order that tells of
// nobody and of no moment. Today's is not among it: who reads it cannot think of
// who was just typing.
func slowOf(r store.Reader, team string, days calendar.Span) ([]sales.Slow, error) {
	var list []sales.Slow
	for day := days.From; day <= days.To; day = day.AddDays(1) {
		for s, err := range store.Slows.List(r, store.Query{Index: "day", Key: string(day) + " " + team}) {
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b sales.Slow) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// notes say which days are told, that the digest comes late, and who answered after it
// was out.
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
	if more := len(late) - lateShow; more > 0 {
		late = append(late[:lateShow], d.Say("digest.others", "Count", more))
	}
	if len(late) > 0 {
		notes = append(notes, d.Say("digest.updated", "Who", d.List(late, false)))
	}
	return chat.Join(" · ", notes...)
}

// numbers come first: what happened, then what to look at.
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
		{d.Stale.Of, d.Say("digest.quiet", "Count", d.Stale.Of, "Days", d.Company.Alerts.Quiet)},
		{d.NoNext.Of, d.Say("digest.no_next", "Count", d.NoNext.Of)},
	} {
		if n.of > 0 {
			watch = append(watch, n.text)
		}
	}
	return chat.Join("\n", chat.Join(" · ", happened...), chat.Join(" · ", watch...))
}

// blockers come next: who is stuck, on what, and who was asked to help.
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
	if more := len(list) - inHead; more > 0 {
		list = append(list[:inHead], d.Say("digest.blocked_more", "Count", more))
	}
	return chat.Join("\n", list...), nil
}

// people is one short line each: what they did, what they plan.
func (d *digest) people() chat.Safe {
	var list []chat.Safe
	for _, p := range d.People {
		did := contacts(d.Printer, p.Metrics)
		line := chat.Join(" · ", chat.Bold(chat.Escape(d.name[p.Person])), did)
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

// planItems is how many items of a plan the digest shows; all are in its thread.
const planItems = 4

// items are the lines of a text, each cut to a short one.
func items(text string) (list []chat.Safe) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, chat.Escape(oneLine(line, 70)))
		}
	}
	if len(list) > planItems {
		list = append(list[:planItems], "…")
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
			names = append(names, chat.Escape(d.name[id]))
		}
		if len(names) > 0 {
			list = append(list, d.Say(group.key, "Who", d.List(names, false)))
		}
	}
	return chat.Join("\n", list...)
}

// happened opens the records behind what was done, below the lines about them.
func (d *digest) happened() []chat.Button {
	return rowButtons(d.Printer, DigestRows, d.team.ID, d.On, []rowCount{
		{RowsWon, len(d.Won)}, {RowsLost, len(d.Lost)}, {RowsMoved, len(d.Moved)}, {RowsNew, len(d.Created)},
	})
}

// watched opens the records behind what asks for something.
func (d *digest) watched() []chat.Button {
	return rowButtons(d.Printer, DigestRows, d.team.ID, d.On, []rowCount{
		{RowsWaiting, len(d.Waiting)}, {RowsOverdue, d.Overdue.Of}, {RowsQuiet, d.Stale.Of}, {RowsNoNext, d.NoNext.Of},
	})
}

// deals are the steps of the days told, those that are news.
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
		if list = append(list, "• "+line); len(list) == 20 {
			break
		}
	}
	return chat.Join("\n", list...), nil
}

// thread is everybody's answer in full, what slows them, and the deals that moved. It is
// empty where there is none of it.
func (d *digest) thread() (chat.Message, error) {
	var parts []chat.Safe
	for _, p := range d.People {
		part := chat.Bold(chat.Escape(d.name[p.Person]))
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
