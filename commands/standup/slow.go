package standup

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// minPeople is how many people a team needs so that a remark does not give its author away.
const minPeople = 3

// slow stores an anonymous remark about what slows the team down; see chat.Route.Unsigned. Without
// text it opens a form.
func slow(c *call.Call) (chat.Reply, error) {
	text := strings.TrimSpace(c.Req.Args)
	if c.Req.Kind == chat.Submit {
		text = strings.TrimSpace(c.Req.Fields["text"])
	}
	if err := mayBeAnonymous(c); err != nil {
		return chat.Reply{}, err
	}
	if c.Tx == nil {
		return call.Form(c, "standup slow", "", "", "", chat.Input{ID: "text", Kind: chat.Area, Label: c.Words.Plain("standup.slow_what"),
			Hint: c.Words.Plain("standup.slow_hint"), Max: sales.SlowMax}), nil
	}
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return chat.Reply{}, sales.No("standup.slow_empty").At("text")
	case n > sales.SlowMax:
		return chat.Reply{}, sales.No("text.too_long", "Max", sales.SlowMax, "Length", n).At("text")
	}
	// The day is that of the team's zone: the person's own could reveal who is far away.
	s := sales.Slow{Team: c.Team.ID, On: calendar.DateOf(c.Req.At.In(c.Desk.Cards.ZoneOf(sales.Person{}, c.Team, ""))), Text: text}
	sum := sha256.Sum256([]byte(s.Team + "|" + string(s.On) + "|" + s.Text))
	s.ID = hex.EncodeToString(sum[:12])
	said := c.Words.Say("standup.slow_kept")
	return chat.Say(said, chat.Para(said)), store.Slows.Put(c.Tx, s)
}

// mayBeAnonymous refuses remarks if the company has turned them off, if they are typed as a message,
// which shows its author in Slack, and if the team is too small to hide the author.
func mayBeAnonymous(c *call.Call) error {
	switch {
	case c.Req.Kind.Typed() && c.Req.Kind != chat.Slash:
		return sales.No("standup.slow_message")
	case !c.Desk.Cards.Company.Standup.Anonymous:
		return sales.No("standup.slow_off")
	case c.Me.Team == "":
		return sales.No("standup.no_team")
	}
	n := 0
	for p, err := range store.TeamMembers(c.Read, c.Me.Team) {
		if err != nil {
			return err
		}
		if cards.TakesPart(p) {
			n++
		}
	}
	if n < minPeople {
		return sales.No("standup.slow_few", "Count", n)
	}
	return nil
}
