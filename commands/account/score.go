package account

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// scored is a score with what the customer said: "4 quick help, slow invoices", "4/5", 4分 响应快.
var scored = regexp.MustCompile(`^\s*([\d.,]+)\s*(?:/\s*(\d+)|out of (\d+)|of (\d+)|分|星|points?\b|stars?\b)?(?:[\s,，:：;；]+|$)([\s\S]*)`)

// giveScore notes how content a customer is, from 1 to 5, with the day and who was told.
func giveScore(c *call.Call) (chat.Reply, error) {
	a, rest, err := accountArg(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if err := c.MayWith(sales.Log, a); err != nil {
		return chat.Reply{}, err
	}
	typed, note := rest, ""
	if c.Req.Kind == chat.Submit {
		typed, note = c.Req.Fields["score"], strings.TrimSpace(c.Req.Fields["note"])
	} else if rest == "" {
		return call.AccountForm(c, "account score", a, scoreInputs(c, a)...), nil
	}
	m := scored.FindStringSubmatch(sales.Simplified(typed))
	wrong := sales.No("log.score", "Given", typed, "Max", sales.ScoreMax).At("score")
	if m == nil || cmp.Or(m[2], m[3], m[4], strconv.Itoa(sales.ScoreMax)) != strconv.Itoa(sales.ScoreMax) {
		return chat.Reply{}, wrong // another scale: 8/10 is no 4
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n < 1 || n > sales.ScoreMax {
		return chat.Reply{}, wrong
	}
	v := sales.Activity{ID: c.Tx.Next(sales.KindActivity), Kind: sales.Score, Score: n, Account: a.ID, Team: a.Team, By: c.Me.ID,
		On: c.Today, At: c.Req.At.UTC(), Note: cmp.Or(note, phrase.Unquoted(strings.TrimSpace(m[5])))}
	if d, here, err := c.DealHere(); err != nil || here && d.Account == a.ID {
		if err != nil {
			return chat.Reply{}, err
		}
		v.Deal, v.Team = d.ID, d.Team // its product is known
		say := func(p lang.Printer) (chat.Message, error) { return cards.Activity(c.Read, p, v) }
		if err := c.Desk.PostInRoom(c.Tx, d, v.ID, say); err != nil {
			return chat.Reply{}, err
		}
	}
	if err := v.Check(c.Today); err != nil {
		return chat.Reply{}, err
	}
	if err := store.Activities.Put(c.Tx, v); err != nil {
		return chat.Reply{}, err
	}
	text := chat.Join("\n", c.Words.Say("account.scored", "ID", a.ID, "Name", a.Name, "Score", n, "Max", sales.ScoreMax),
		cards.ActivityRest(c.Words, v))
	if n <= lowScore {
		text = chat.Join("\n", text, c.Words.Say("account.scored_low", "ID", a.ID))
	}
	return c.Done(text), nil
}

// lowScore is a score after which a complaint may be worth logging.
const lowScore = 2

func scoreInputs(c *call.Call, _ sales.Account) []chat.Input {
	score := chat.Input{ID: "score", Kind: chat.Select}
	for n := sales.ScoreMax; n > 0; n-- {
		score.Options = append(score.Options, chat.Option{Label: c.Words.Plain("account.score_" + strconv.Itoa(n)), Value: strconv.Itoa(n)})
	}
	return []chat.Input{score, {ID: "note", Kind: chat.Area, Optional: true, Max: sales.NoteMax}}
}
