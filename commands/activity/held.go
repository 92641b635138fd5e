package activity

import (
	"encoding/json"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// A contact whose note says that it did not take place. It must not count as one, nor meet a criterion,
// until its author says that it did.

// notHeld reports whether the note on a contact says that it did not take place. The customer's name
// may stand behind that: "demo cancelled Acme".
func notHeld(c *call.Call, a sales.Activity) (bool, error) {
	if phrase.NotHeld(a.Kind, a.Note) {
		return true, nil
	}
	account, _, err := store.Accounts.Get(c.Read, a.Account)
	words := strings.Fields(a.Note)
	if len(words) < 2 || err != nil {
		return false, err
	}
	last := words[len(words)-1]
	if strings.HasPrefix(sales.FoldFull(account.Name), sales.FoldFull(last)) {
		return phrase.NotHeld(a.Kind, strings.TrimSuffix(strings.TrimSpace(a.Note), last)), nil
	}
	return false, nil
}

// ownStep leaves a next step that names another customer in the note: "call Acme 20m, next call Bell tomorrow" says
// nothing of what comes next at Acme.
func ownStep(c *call.Call, a sales.Activity) (sales.Activity, error) {
	if a.Next.What == "" {
		return a, nil
	}
	others, err := call.OtherCustomers(c, a.Next.What, a.Account, a.Deal)
	if err != nil || len(others) == 0 {
		return a, err
	}
	a.Note = phrase.JoinNote(a.Note, c.Words.Plain("log.other_step", "Next", cards.Next(c.Words, a.Next)))
	a.Next = sales.NextStep{}
	return a, nil
}

// askHeld asks whether a contact took place or is only a note. It waits as a draft.
func askHeld(c *call.Call, a sales.Activity) (chat.Reply, error) {
	draft, err := keepRead(c, a)
	if err != nil {
		return chat.Reply{}, err
	}
	kind := c.Words.Plain("kind." + string(a.Kind))
	text := c.Words.Say("log.not_held", "Note", chat.Cut(chat.EscapeLine(a.Note), 300), "Kind", kind)
	return c.Answer(text, chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("log.as_note"), Action: "log keep", Value: draft + "/" + string(sales.Note), Style: chat.Primary},
		{Label: c.Words.Plain("log.as_kind", "Kind", kind), Action: "log keep", Value: draft},
	}}), nil
}

// keepRead keeps a contact as a draft for a button that stores it.
func keepRead(c *call.Call, a sales.Activity) (draft string, err error) {
	read, err := json.Marshal(a)
	if err != nil {
		return "", err
	}
	return c.KeepDraft(chat.Draft{Route: "log keep", Args: string(read)})
}

// keepAsked keeps a contact that was proposed or asked about: as what it was read as, or as the kind or the length
// that the button names.
func keepAsked(c *call.Call) (chat.Reply, error) {
	id, kind, named := strings.Cut(c.Req.Value, "/")
	_, a, err := proposed(c, id)
	if err != nil {
		return chat.Reply{}, err
	}
	if _, err := c.TakeDraft(id); err != nil {
		return chat.Reply{}, err
	}
	if minutes, err := strconv.Atoi(kind); err == nil {
		a.Minutes = minutes
	} else if named {
		a.Kind = sales.ActivityKind(kind)
	}
	reply, err := keepDrafted(c, a)
	reply.Replace = true
	return reply, err
}

// keepDrafted stores a contact, or changes it if it was logged before it was asked about.
func keepDrafted(c *call.Call, a sales.Activity) (chat.Reply, error) {
	if a.ID != "" {
		was, err := ownActivity(c, a.ID)
		if err == nil && was.Edited.After(a.Edited) {
			err = sales.No("pick.gone")
		}
		if err != nil {
			return chat.Reply{}, err
		}
		return replaceActivity(c, was, a)
	}
	if _, logged, err := store.ActivityFrom(c.Read, a.Source); err != nil {
		return chat.Reply{}, err
	} else if logged && a.Source != "" {
		return chat.Reply{}, sales.No("log.already")
	}
	return addActivity(c, a)
}
