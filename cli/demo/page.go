package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
	"dealdesk/cli/demo/company"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/store"
)

// playground is what the demo adds to the page of the local Slack: a clock that moves the whole
// desk, suggestions for the composer, and a tour of six steps, the last of them
// optional.
type playground struct {
	*local
	seat  seat
	words playgroundWords
	turns chan turn // for the screen, the only one to move the clock
	began time.Time // earlier entries do not complete a step
	empty bool
}

// turn asks the screen to move the clock.
type turn struct {
	to   time.Time
	done chan error
}

// playgroundWords are the page's texts about the sample company in one language.
type playgroundWords struct {
	page, language  string // codes of the page's own texts and of lang
	next            [2]string
	log, move, wish string // what the steps type
	track           string // what the last one asks
	first           string // typed first if there is no history
	steps           [6]string
	roles           []fakeslack.Persona
}

var pageEN = playgroundWords{
	page: "en", language: "en", next: [2]string{"Next stand-up", "Next review"},
	log:   "/log call Acme 20m Talked pricing, they want 15% off. next: send quote Fri",
	move:  "/deal advance Acme",
	wish:  "/discount Acme 15% rival cut the price",
	track: "are we on track?",
	first: `/deal new Acme "Data platform" 120k close 2026-12-20`,
	steps: [6]string{"Log a call, in one line, as Ana", "Move the deal on to its next stage", "Ask for 15% off",
		"Approve it as Mei, the manager", "Jump to tomorrow's stand-up", "Ask whether your goals are on track"},
	roles: []fakeslack.Persona{{User: "UANA", Label: "rep, East"}, {User: "UMEI", Label: "manager, East"},
		{User: "UDAN", Label: "director and admin"},
		{User: "UBOB", Label: "rep, East"}, {User: "ULILEI", Label: "rep, 华南"}, {User: "UWEI", Label: "manager, 华南"},
		{User: "UGWEN", Label: "guest"}, {User: "ULAURA", Label: "from another company"}},
}

var pageZH = playgroundWords{
	page: "zh", language: "zh-Hans", next: [2]string{"下一次站会", "下一次复盘"},
	log:   "/log 电话 华星科技 20分钟 聊了价格，客户想要八五折。下一步: 周五发报价",
	move:  "/deal 推进 华星科技",
	wish:  "/discount 华星科技 15% 同行降价",
	track: "目标完成得怎么样了",
	first: `/deal 新建 华星科技 "数据平台" 86万 2026-12-20成交`,
	steps: [6]string{"以李雷的身份，用一行字记一通电话", "把商机推进到下一阶段", "申请 15% 的折扣（八五折）", "换成经理魏华，批准它", "跳到明天的站会",
		"问一句：目标完成得怎么样了"},
	roles: []fakeslack.Persona{{User: "ULILEI", Label: "华南组 销售代表"}, {User: "UWEI", Label: "华南组 销售经理"}, {User: "UDAN", Label: "销售总监、管理员"},
		{User: "UHAN", Label: "华南组 销售代表"}, {User: "UANA", Label: "East 组 销售代表"}, {User: "UMEI", Label: "East 组 销售经理"},
		{User: "UGWEN", Label: "访客"}, {User: "ULAURA", Label: "外部公司"}},
}

func newPlayground(language string, empty bool) *playground {
	p := &playground{seat: seatOf(language), words: pageEN, turns: make(chan turn), began: company.Begins, empty: empty}
	if language == "zh" {
		p.words = pageZH
	}
	return p
}

// page returns the page for a workspace that is not running yet.
func (p *playground) page(l *local, routes []chat.Route) *fakeslack.Page {
	p.local = l
	w := p.words
	return &fakeslack.Page{
		Lang: w.page, Clock: p, People: w.roles, Hints: hints(routes, l.words.Printer(w.language), l.words),
		Shortcuts: shortcuts(routes, l.words.Printer(w.language)),
		Steps: []fakeslack.Step{
			{ID: "log", Text: w.steps[0], Go: p.types(w.log), Done: p.did("log", "log form")},
			{ID: "move", Text: w.steps[1], Go: p.types(w.move), Done: p.did("deal advance", "deal override")},
			{ID: "discount", Text: w.steps[2], Go: p.types(w.wish), Done: p.did("discount")},
			{ID: "approve", Text: w.steps[3], Go: p.toApprove, Done: p.did("approve")},
			{ID: "standup", Text: w.steps[4], Go: p.toStandup, Done: p.stoodUp},
			{ID: "goals", Text: w.steps[5], Go: p.toGoals, Done: p.sawGoals, Optional: true},
		},
	}
}

// types returns the step that types a line in the rep's channel. Without history, it first
// creates a deal.
func (p *playground) types(line string) func(context.Context) fakeslack.Place {
	return func(ctx context.Context) fakeslack.Place {
		to := fakeslack.Place{As: p.seat.rep, Channel: p.seat.channel, Text: line}
		if p.empty && !p.did("deal new")(ctx) {
			to.Text = p.words.first
		}
		return to
	}
}

// toApprove opens the thread of the latest request as the manager.
func (p *playground) toApprove(ctx context.Context) fakeslack.Place {
	to := fakeslack.Place{As: p.seat.boss, Channel: p.seat.channel}
	office, deal := p.working.Load(), ""
	_ = p.look(ctx, func(r store.Reader) error {
		var last time.Time
		for a, err := range store.WaitingApprovals(r) {
			if err == nil && a.Requester == p.seat.rep && a.Created.After(last) {
				deal, last = a.Deal, a.Created
			}
		}
		return nil
	})
	if deal != "" {
		if channel, ts, err := room(ctx, office.Store, deal); err == nil {
			to.Channel, to.Thread = channel, ts
		}
	}
	return to
}

// toStandup leads to the clock, and once the digest is there to its channel.
func (p *playground) toStandup(ctx context.Context) fakeslack.Place {
	_, ts := p.digest(ctx)
	return fakeslack.Place{As: p.seat.rep, Channel: p.seat.channel, Clock: ts == ""}
}

// toGoals asks the bot, in the rep's conversation with it.
func (p *playground) toGoals(context.Context) fakeslack.Place {
	return fakeslack.Place{As: p.seat.rep, Channel: p.slack.As(p.seat.rep).IM(), Text: p.words.track}
}

// sawGoals reports whether the bot has shown somebody a list of goals or a goal since the demo began. Nothing
// is recorded of it, so it is known by the buttons below.
func (p *playground) sawGoals(context.Context) (saw bool) {
	began := fmt.Sprintf("%d.000000", p.began.Unix())
	p.slack.Look(func(st *fakeslack.State) {
		for _, c := range st.Channels {
			for _, all := range [][]*fakeslack.Message{c.Messages, c.Ephemerals} {
				for _, m := range slices.Backward(all) {
					if saw || m.TS < began {
						break
					}
					saw = offers(m.Blocks, "goal list", "why")
				}
			}
		}
		for _, v := range st.Views {
			saw = saw || offers(v.Blocks, "why")
		}
	})
	return saw
}

// offers reports whether some blocks have a button for one of the routes.
func offers(blocks []fakeslack.Block, routes ...string) bool {
	for _, b := range blocks {
		elements, _ := b["elements"].([]any)
		for _, e := range append(slices.Clone(elements), b["accessory"]) {
			button, _ := e.(fakeslack.Block)
			id, _ := button["action_id"].(string)
			if route, _, _ := strings.Cut(id, "#"); slices.Contains(routes, route) {
				return true
			}
		}
	}
	return false
}

// did reports whether one of the commands has changed something since the demo began. It reads
// the journal, so typed lines, buttons and forms all count.
func (p *playground) did(what ...string) func(context.Context) bool {
	return func(ctx context.Context) (done bool) {
		_ = p.look(ctx, func(r store.Reader) error {
			for e, err := range store.Entries(r, store.EntryQuery{Since: p.began, Reverse: true}) {
				if err != nil {
					return err
				}
				for _, w := range what {
					done = done || e.What == w && e.Payload != store.Hash{}
				}
			}
			return nil
		})
		return done
	}
}

// stoodUp reports whether the visitor has seen the team's digest of a day after the demo
// began. That of the other team is at another hour.
func (p *playground) stoodUp(ctx context.Context) bool {
	channel, ts := p.digest(ctx)
	return ts != "" && p.slack.Read(channel, ts)
}

// digest is the first digest of the visitor's team since the demo began; ts is "" until it
// is posted.
func (p *playground) digest(ctx context.Context) (channel, ts string) {
	_ = p.look(ctx, func(r store.Reader) error {
		for row, err := range store.RunsOf(r, cards.DigestJob) {
			if err != nil {
				return err
			}
			if row.Subject != p.seat.team || row.State != store.RunDone && row.State != store.RunLate || ts != "" {
				continue
			}
			post, ok, err := store.PostByKey(r, cards.DigestKey(row.Subject, row.Day))
			if err != nil {
				return err
			}
			if ok {
				channel, ts = post.Sent, post.TS
			}
		}
		return nil
	})
	return channel, ts
}

// look reads the records. While the bot is stopped, it does nothing.
func (p *playground) look(ctx context.Context, fn func(store.Reader) error) error {
	o := p.working.Load()
	if o == nil {
		return nil
	}
	return o.Store.View(ctx, fn)
}

// Advance has the screen move the clock, so that the screen shows what happens, too.
func (p *playground) Advance(ctx context.Context, to time.Time) error {
	t := turn{to: to, done: make(chan error, 1)}
	select {
	case p.turns <- t:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-t.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Stops returns the next stand-up and the next review of the visitor's team.
func (p *playground) Stops(ctx context.Context) (stops []fakeslack.Stop) {
	_ = p.look(ctx, func(r store.Reader) error {
		for i, job := range []string{cards.DigestJob, cards.ReviewJob} {
			due, err := nextOf(r, job, p.seat.team)
			if err != nil {
				return err
			}
			if due.After(p.clock.Now()) {
				stops = append(stops, fakeslack.Stop{Label: p.words.next[i], At: due})
			}
		}
		return nil
	})
	return stops
}

// hints returns the lines of help, each split into the part to type as it is and an example.
func hints(routes []chat.Route, words lang.Printer, all *lang.Catalog) []fakeslack.Hint {
	var out []fakeslack.Hint
	for _, r := range routes {
		if !r.Help {
			continue
		}
		usage, what := words.Help(r.Name)
		out = append(out, fakeslack.Hint{Insert: verbIn(usage, append(all.Names(r.Name), r.Name)) + " ", Line: usage, Text: lang.Unmark(what)})
	}
	return out
}

// verbIn returns the front of a line up to the end of the longest name in it, with or without
// the first word of the name: "/deal advance" for "/deal advance D-7".
func verbIn(line string, names []string) string {
	command, _, _ := strings.Cut(line, " ")
	verb := command
	for _, name := range names {
		_, short, _ := strings.Cut(name, " ")
		for _, name := range []string{name, short} {
			front := command + " " + name
			if len(front) > len(verb) && strings.HasPrefix(strings.ToLower(line)+" ", strings.ToLower(front)+" ") {
				verb = line[:len(front)]
			}
		}
	}
	return verb
}

// shortcuts returns the entries of a message's menu.
func shortcuts(routes []chat.Route, words lang.Printer) []fakeslack.Hint {
	var out []fakeslack.Hint
	for _, r := range routes {
		if !r.Shortcut {
			continue
		}
		_, what := words.Help(r.Name)
		label := r.Name
		if key := "shortcut." + r.Name; words.Has(key) {
			label = words.Plain(key)
		}
		out = append(out, fakeslack.Hint{Insert: r.Name, Line: label, Text: lang.Unmark(what)})
	}
	return out
}
