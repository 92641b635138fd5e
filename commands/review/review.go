package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// showWeek shows a team's weekly review: of this week, or of the named day or week.
func showWeek(c *call.Call) (chat.Reply, error) {
	team, day, err := teamAndDay(c, "review.which_team", func(s string) (calendar.Date, error) {
		from, to, err := phrase.Span(call.Days(c, s), c.Req.At)
		if err == nil && from.DaysTo(to) > 6 {
			err = sales.No("review.only_weeks", "Text", s)
		}
		return from, err
	})
	if err != nil {
		return chat.Reply{}, longer(c, err)
	}
	week := calendar.Week(day)
	head, details, err := c.Desk.Cards.ReviewOf(c.Read, c.Words, team, week, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	message := chat.Message{Text: chat.Join("\n", head.Text, details.Text), Blocks: slices.Concat(head.Blocks, details.Blocks)}
	if maySpeakFor(c, team) {
		message.Blocks = append(message.Blocks, chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("review.post"), Action: "review post", Value: team.ID + "|" + string(week.From)},
		}})
	}
	return chat.Reply{Message: &message}, nil
}

// longer replaces the problem of an unknown team if what was named is a month, a quarter or a year.
func longer(c *call.Call, err error) error {
	problem, no := sales.AsProblem(err)
	if !no || problem.Code != "people.no_such_team" {
		return err
	}
	asked := strings.TrimSpace(c.Req.Args)
	for _, days := range []string{asked, "this " + asked} {
		if from, to, wrong := phrase.Span(call.Days(c, days), c.Req.At); wrong == nil && from.DaysTo(to) > 6 {
			return sales.No("review.only_weeks", "Text", asked)
		}
	}
	return err
}

// maySpeakFor reports whether the person leads the team and may post in its channel.
func maySpeakFor(c *call.Call, t sales.Team) bool {
	return t.Channel != "" && sales.May(c.Me, sales.Edit, sales.Record{Team: t})
}

// post posts a week's review in the team's channel.
func post(c *call.Call) (chat.Reply, error) {
	team, day, err := teamAndDay(c, "review.which_team", nil)
	if err != nil {
		return chat.Reply{}, err
	}
	if !maySpeakFor(c, team) {
		return chat.Reply{}, sales.No("people.not_allowed")
	}
	week := calendar.Week(day)
	if err := c.Desk.PostReview(c.Tx, team, week); err != nil {
		return chat.Reply{}, err
	}
	run := store.Run{Job: cards.ReviewPost, Day: week.From, Subject: team.ID, State: store.RunDone, Due: c.Req.At.UTC(), At: c.Req.At.UTC()}
	if err := store.Runs.Put(c.Tx, run); err != nil {
		return chat.Reply{}, err
	}
	return c.Done(c.Words.Say("review.posted", "Channel", chat.ChannelLink(team.Channel))), nil
}

// showUndone takes back a review that was posted by hand, after an undo.
func showUndone(d *desk.Desk, tx *store.Tx, ch store.RecordChange) error {
	if ch.Old != nil {
		return nil
	}
	var run store.Run
	if err := json.Unmarshal(ch.New, &run); err != nil {
		return fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	team, ok, err := store.Teams.Get(tx, run.Subject)
	if err != nil || !ok || run.Job != cards.ReviewPost {
		return err
	}
	return d.UnpostReview(tx, team, calendar.Week(run.Day))
}

// showDay shows a team's stand-up of a day as it is now, with the full answers.
func showDay(c *call.Call) (chat.Reply, error) {
	team, day, err := teamAndDay(c, "standup.which_team", func(s string) (calendar.Date, error) {
		m, err := phrase.When(call.Days(c, s), c.Req.At, c.Work())
		if past, wrong := phrase.WhenPast(call.Days(c, s), c.Req.At, c.Work()); wrong == nil {
			m, err = past, nil // "Fri" is the last one
		}
		return m.Date, err
	})
	if err != nil {
		return chat.Reply{}, err
	}
	head, thread, err := c.Desk.Cards.DigestOf(c.Read, c.Words, team, day, c.Req.At)
	if err != nil {
		return chat.Reply{}, err
	}
	message := chat.Message{Text: chat.Join("\n\n", head.Text, thread.Text), Blocks: slices.Concat(head.Blocks, thread.Blocks)}
	return chat.Reply{Message: &message}, nil
}

// teamAndDay reads "[day] [team]" in either order, or a button's value "team|day". The defaults are
// today and the person's own team; a person with several is asked which. A team that they may not
// see is treated like one that does not exist (P13).
func teamAndDay(c *call.Call, which string, read func(string) (calendar.Date, error)) (sales.Team, calendar.Date, error) {
	day, named := c.Today, strings.TrimSpace(c.Req.Args)
	if c.Req.Value != "" {
		id, on, _ := strings.Cut(c.Req.Value, "|")
		if day = calendar.Date(on); !day.Valid() {
			return sales.Team{}, "", sales.No("review.stale")
		}
		named = id
	} else if read != nil {
		day, named = dayIn(c, named, read)
	}
	teams, err := c.TeamsNamed(named)
	if err != nil {
		return sales.Team{}, "", err
	}
	if i := slices.IndexFunc(teams, func(t sales.Team) bool { return t.ID == c.Me.Team }); i >= 0 && named == "" {
		return teams[i], day, nil
	}
	switch len(teams) {
	case 0:
		return sales.Team{}, "", sales.No("people.no_team")
	case 1:
		return teams[0], day, nil
	}
	ask := &call.Choice{Text: c.Words.Say(which)}
	for _, t := range teams {
		ask.Options = append(ask.Options, chat.Option{Label: t.Name, Value: t.ID + "|" + string(day)})
	}
	return sales.Team{}, "", ask
}

// maxDayWords bounds the words of a day: "the week of the 3rd of November 2026".
const maxDayWords = 9

// dayIn finds the longest day at the beginning or the end of the text. The rest names a team.
func dayIn(c *call.Call, text string, read func(string) (calendar.Date, error)) (calendar.Date, string) {
	words := phrase.Words(text)
	for n := min(len(words), maxDayWords); n > 0; n-- {
		if day, err := read(text[:words[n-1].End]); err == nil {
			return day, strings.TrimSpace(text[words[n-1].End:])
		}
		first := len(words) - n
		if day, err := read(text[words[first].Start:]); err == nil {
			return day, strings.TrimSpace(text[:words[first].Start])
		}
	}
	return c.Today, text
}

// weekRows and standupRows list the records behind a number.
func weekRows(c *call.Call) (chat.Reply, error) {
	return listRows(c, func(list *cards.List, on calendar.Date) error {
		list.Span = calendar.Week(on)
		return nil
	})
}

func dayRows(c *call.Call) (chat.Reply, error) {
	return listRows(c, func(list *cards.List, on calendar.Date) error {
		from, err := c.Desk.Cards.Since(c.Read, list.Team, on)
		list.Span, list.Digest = calendar.Span{From: from, To: on.AddDays(-1)}, on
		return err
	})
}

// listRows shows one page of a list. It contains only what the person may see, whatever the message
// with the button shows to others.
func listRows(c *call.Call, days func(list *cards.List, on calendar.Date) error) (chat.Reply, error) {
	id, on, number, skip, ok := cards.ParseRowsValue(c.Req.Value)
	if !ok || id == "" || !c.Words.Has("rows."+number) {
		return chat.Reply{}, sales.No("review.stale")
	}
	teams, err := c.TeamsNamed(id)
	if err != nil {
		return chat.Reply{}, err
	}
	list := cards.List{Number: number, Team: teams[0], Now: c.Req.At}
	if err = days(&list, on); err != nil {
		return chat.Reply{}, err
	}
	page, err := c.Desk.Cards.Rows(c.Read, c.Words, list, func(d sales.Deal) bool { return c.May(sales.See, d.Owner, d.Team) == nil }, skip)
	if err != nil {
		return chat.Reply{}, err
	}
	what := c.Words.Plain("rows."+number, "Count", page.Of)
	title := c.Words.Say("rows_page.title", "What", what, "Team", teams[0].Name, "From", c.Words.Day(string(list.Span.From)), "To",
		c.Words.Day(string(list.Span.To)))
	if list.OfNow() {
		title = c.Words.Say("rows_page.title_now", "What", what, "Team", teams[0].Name)
	}
	text, blocks := title, []chat.Block{chat.Para(chat.Bold(title))}
	if len(page.Rows) == 0 {
		none := c.Words.Say("rows_page.none")
		text, blocks = chat.Join("\n", text, none), append(blocks, chat.Para(none))
	}
	for _, row := range page.Rows {
		text = chat.Join("\n", text, row.Text)
		blocks = append(blocks, chat.Row(row.Text, chat.Button{Label: c.Words.Plain("common.show"), Action: "deal", Value: row.Deal}))
	}
	if more := page.Of - skip - len(page.Rows); more > 0 && len(page.Rows) > 0 {
		blocks = append(blocks, chat.Block{Buttons: []chat.Button{
			{Label: c.Words.Plain("rows_page.more", "Count", more), Action: c.Req.Name, Value: cards.RowsValue(id, on, number, skip+len(page.Rows))},
		}})
	}
	reply := chat.Say(text, blocks...)
	reply.Title = what
	reply.Replace = skip > 0
	return reply, nil
}
