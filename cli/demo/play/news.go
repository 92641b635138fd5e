package play

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dealdesk/bot/fakeslack"
)

// sight is something that people can see: a message, a form or a home tab.
type sight struct {
	channel, ts string   // of a message
	thread      string   // ts of the message it answers
	place       string   // its name in the transcript
	viewers     []string // everyone who can see it
	only        string   // the only person who sees it; "" if several do
	author      string
	order       string // sorts by time
	text        string
	blocks      []fakeslack.Block // of a message
	change      change
}

type change int

const (
	appeared change = iota
	updated
	gone
)

func (s sight) key() string { return s.channel + "|" + s.ts + "|" + s.place + "|" + s.only }

// sights returns everything that anybody can see now.
func (p *Player) sights() (all []sight) {
	p.Slack.Look(func(st *fakeslack.State) {
		for _, c := range st.Channels {
			place := "#" + c.Name
			if c.IM != "" {
				place = p.words.direct
			}
			for _, m := range slices.Concat(c.Messages, c.Ephemerals) {
				s := sight{channel: c.ID, ts: m.TS, place: place, viewers: c.Members, only: m.To, author: m.User, order: m.TS, text: st.Plain(*m),
					blocks: m.Blocks}
				if m.ThreadTS != "" && m.ThreadTS != m.TS {
					s.thread = m.ThreadTS
					for _, root := range c.Messages {
						if root.TS == m.ThreadTS {
							s.place += p.words.thread + title(st.Plain(*root))
						}
					}
				}
				if c.IM != "" {
					s.only = c.IM
				}
				if s.only != "" {
					s.viewers = []string{s.only}
				}
				all = append(all, s)
			}
		}
		for user, stack := range st.Stacks {
			for _, id := range stack {
				all = append(all, sight{ts: id, place: p.words.form, viewers: []string{user}, only: user, order: "~",
					text: st.PlainView(*st.Views[id])})
			}
		}
		for user, id := range st.Homes {
			all = append(all, sight{ts: id, place: p.words.home, viewers: []string{user}, only: user, order: "~", text: st.PlainView(*st.Views[id])})
		}
	})
	slices.SortStableFunc(all, func(a, b sight) int { return strings.Compare(a.order+a.channel, b.order+b.channel) })
	return all
}

// title returns the first line of a message, shortened.
func title(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	text = plain(text)
	if r := []rune(text); len(r) > 40 {
		text = string(r[:39]) + "…"
	}
	return "“" + text + "”"
}

// newest returns the messages that a person can see, newest first.
func (p *Player) newest(user string) []sight {
	all := slices.DeleteFunc(p.sights(), func(s sight) bool { return s.channel == "" || !slices.Contains(s.viewers, user) })
	slices.Reverse(all)
	return all
}

// look remembers what can be seen before something happens. It first reports late effects of the
// last act.
func (p *Player) look() {
	if p.late {
		p.late = false
		p.report()
	}
	p.news, p.shown = nil, map[string]string{}
	for _, s := range p.sights() {
		p.shown[s.key()] = s.text
	}
}

// report collects what has appeared or changed since look and writes it to the transcript.
func (p *Player) report() {
	var fresh []sight
	is := map[string]string{}
	for _, s := range p.sights() {
		before, known := p.shown[s.key()]
		is[s.key()] = s.text
		switch {
		case !known:
		case before != s.text:
			s.change = updated
		default:
			continue
		}
		fresh = append(fresh, s)
	}
	p.shown = is
	slices.SortStableFunc(fresh, func(a, b sight) int { return p.distance(a) - p.distance(b) })
	p.news = append(p.news, fresh...)
	var others []string
	for _, s := range fresh {
		switch {
		case s.author != p.Slack.BotUser() && s.channel != "": // the transcript already shows them typing it
		case p.actor == "" && s.only != "" && s.only != p.watch:
			others = append(others, p.name(s.only))
		default:
			p.show(s)
		}
	}
	if len(others) > 0 {
		p.print(p.clock(), "→ %s: %s", p.words.direct, strings.Join(others, ", "))
	}
}

// clock returns the time for a line that no act caused, "" for other lines.
func (p *Player) clock() string {
	if p.actor != "" {
		return ""
	}
	return p.Clock.Now().In(p.Zone).Format("15:04")
}

// distance orders what is reported: the answer to the person who acted comes first.
func (p *Player) distance(s sight) int {
	switch s.only {
	case p.actor:
		return 0
	case "":
		return 1
	}
	return 2
}

// show writes one sight to the transcript.
func (p *Player) show(s sight) {
	where := s.place
	if s.only != "" {
		where = p.name(s.only) + " · " + where
		if s.channel != "" && !strings.HasPrefix(s.place, p.words.direct) {
			where += p.words.only
		}
	}
	if s.change == updated {
		where += p.words.updated
	}
	p.print(p.clock(), "→ %s", where)
	for _, l := range strings.Split(plain(s.text), "\n") {
		p.print("", "  %s", l)
	}
}

// say writes what a person does.
func (p *Player) say(who, what string) {
	now := p.Clock.Now().In(p.Zone)
	r := []rune(what)
	if len(r) > 300 {
		what = string(r[:300]) + fmt.Sprintf("… (%d)", len(r))
	}
	p.print(now.Format("15:04"), "%s: %s", who, strings.ReplaceAll(what, "\n", "\n       "))
}

// print writes a line of the transcript, after a line with the day if that has changed.
func (p *Player) print(clock, format string, args ...any) {
	now := p.Clock.Now().In(p.Zone)
	if day := strings.Replace(now.Format(p.words.date), "周", "周"+string([]rune("日一二三四五六")[now.Weekday()]), 1); day != p.day {
		p.day = day
		fmt.Fprintf(p.out, "\n── %s ──\n", day)
	}
	io.WriteString(p.out, strings.TrimRight(fmt.Sprintf("%-6s "+format, append([]any{clock}, args...)...), " ")+"\n")
}

// plain removes the markup for bold and code, and the characters that keep Slack from reading text
// as markup.
func plain(text string) string {
	return strings.NewReplacer("\u2060", "", "*", "", "`", "").Replace(text)
}
