package activity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// news proposes a note on the one customer that a line names, or on the deal of the room, where nothing else came
// of the line: news of a customer are worth keeping, and only their author can say whether there was a contact.
// The answer is Unknown if the line says too little.
func news(c *call.Call) (chat.Reply, error) {
	unknown := chat.Reply{Unknown: true}
	find, err := call.Spots(c)
	if err != nil {
		return unknown, err
	}
	here, inRoom, err := c.DealHere()
	if err != nil {
		return unknown, err
	}
	line := c.Req.Args
	spots := find(line)
	if len(spots) == 0 && !inRoom || !aboutOne(spots) || !tells(line, spots) ||
		phrase.Asks(line) || phrase.Foreign(line) || phrase.Quoted(line) {
		return unknown, nil
	}
	s := phrase.Said{}.AsNote(line)
	if len(spots) > 0 {
		s.Spot = spots[0]
	}
	a, err := aimSaid(c, saidActivity(c, s), s, here)
	if err != nil {
		return unknown, err
	}
	if err := checkActivity(c, a); err != nil {
		return unknown, err
	}
	return askKind(c, a)
}

// untrue asks about a line that tells of a contact that was none, or was none of the author's.
func untrue(c *call.Call) (chat.Reply, error) {
	find, err := call.Spots(c)
	if err != nil || c.Req.Value != "" || c.Req.Kind == chat.Edit || !phrase.Untrue(c.Req.Args, find(c.Req.Args)) {
		return chat.Reply{Unknown: true}, err
	}
	return news(c)
}

// askKind asks whether what was told is a note or which contact it was. It waits as a draft.
func askKind(c *call.Call, a sales.Activity) (chat.Reply, error) {
	account, deal, err := logsOn(c, a)
	if err != nil {
		return chat.Reply{}, err
	}
	text, err := logEcho(c, a, deal, account, "log.news", "")
	if err != nil {
		return chat.Reply{}, err
	}
	draft, err := keepRead(c, a)
	if err != nil {
		return chat.Reply{}, err
	}
	buttons := []chat.Button{{Label: c.Words.Plain("log.as_note"), Action: "log keep", Value: draft}}
	buttons = append(buttons, kindButtons(c, draft)...)
	buttons = append(buttons, chat.Button{Label: c.Words.Plain("button.discard"), Action: "discard", Value: draft})
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: buttons}), nil
}

// kindButtons keep a draft as a contact of the kind that each names.
func kindButtons(c *call.Call, draft string) (all []chat.Button) {
	for _, kind := range []sales.ActivityKind{sales.Call, sales.Meeting, sales.Visit} {
		all = append(all, chat.Button{Label: c.Words.Plain("kind." + string(kind)), Action: "log keep", Value: draft + "/" + string(kind)})
	}
	return all
}

// aboutOne reports whether names are all of the same customer.
func aboutOne(spots []phrase.Spot) bool {
	for _, s := range spots {
		if s.ID == "" || s.ID != spots[0].ID {
			return false
		}
	}
	return true
}

// A line tells something if it has three words besides a name, or four Chinese characters.
const (
	leastTold = 12
	perWord   = leastTold / 3
	perHan    = leastTold / 4
)

// tells reports whether a line says more than a name and perhaps a mistyped command.
func tells(line string, spots []phrase.Spot) bool {
	rest := line
	for i := len(spots) - 1; i >= 0; i-- {
		rest = rest[:spots[i].Start] + " " + rest[spots[i].End:]
	}
	told := 0
	for word := range strings.FieldsSeq(rest) {
		characters := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Han, r) {
				return r
			}
			return -1
		}, word)
		if characters == "" {
			told += perWord
		}
		told += perHan * utf8.RuneCountInString(characters)
	}
	return told >= leastTold
}
