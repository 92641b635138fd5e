package activity

import (
	"cmp"
	"errors"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// The shortcuts on a message: it is read like a typed line, and the form shows what was understood. The
// activity has the day of the message, and a message is never logged twice.

const rivalThis = "rival this"

// logThis opens the form of a contact that a message tells of.
func logThis(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		return logSubmitted(c)
	}
	if c.Req.Kind == chat.Click { // a message that waited for this
		c.Req.About.Text, c.Req.About.User, c.Req.About.At = c.Req.Args, c.Me.ID, c.Req.At
	}
	said, here, err := newMessage(c)
	if err != nil {
		return chat.Reply{}, err
	}
	a, about, err := readMessage(c, said, here)
	if err != nil {
		return chat.Reply{}, err
	}
	form, err := activityForm(c, a, "log this", here.ID, about)
	if err != nil {
		return chat.Reply{}, err
	}
	form.Value += "@" + call.SourceOf(said.Channel, said.TS)
	return chat.Reply{Modal: form}, nil
}

// newMessage is the message of a shortcut that nobody has logged yet, with the deal of its thread.
func newMessage(c *call.Call) (said chat.Said, here sales.Deal, err error) {
	if said, err = call.TheMessage(c); err != nil {
		return said, here, err
	}
	if err = notLogged(c, call.SourceOf(said.Channel, said.TS)); err == nil {
		here, _, err = c.DealHere()
	}
	return said, here, err
}

// notLogged refuses a message that was logged.
func notLogged(c *call.Call, source string) error {
	_, logged, err := store.ActivityFrom(c.Read, source)
	if err == nil && logged {
		err = sales.No("log.already")
	}
	return err
}

// readMessage reads a message like a line to log. What is no such line is the note as it stands. about is
// the record that it names, for the form to begin with.
func readMessage(c *call.Call, said chat.Said, here sales.Deal) (a sales.Activity, about string, err error) {
	at := said.At.In(c.Zone)
	whole := sales.Activity{Kind: sales.Chat, On: calendar.DateOf(at), Note: noteOf(said)}
	if strings.TrimSpace(whole.Note) != "" {
		req := c.Req
		c.Req.Args, c.Req.Value = said.Text, ""
		a, _, err = readActivity(c, at)
		c.Req = req
	}
	var which *call.Choice
	if _, no := sales.AsProblem(err); err != nil && !no && !errors.As(err, &which) {
		return a, "", err
	}
	about = cmp.Or(here.ID, a.Deal, a.Account)
	if a.Kind == "" || a.Kind == sales.Note || a.Note == "" {
		a = whole
	}
	a.Note, err = withAuthor(c, said, a.Note)
	if about == "" && err == nil {
		about, err = call.RecordIn(c, said.Text)
	}
	return a, about, err
}

// withAuthor names the author of a message that somebody else wrote.
func withAuthor(c *call.Call, said chat.Said, note string) (string, error) {
	p, known, err := store.People.Get(c.Read, said.User)
	if err != nil || !known || said.User == c.Me.ID {
		return note, err
	}
	return noteOf(chat.Said{Text: c.Words.Plain("log.said_by", "Who", p.Name, "Text", note)}), nil
}

func logSubmitted(c *call.Call) (chat.Reply, error) {
	about, source, _ := strings.Cut(c.Req.Value, "@")
	if err := notLogged(c, source); err != nil {
		return chat.Reply{}, err
	}
	a, err := filledActivity(c)
	if err != nil {
		return chat.Reply{}, err
	}
	a.Source = source
	if a, err = aimChosen(c, a, about); err != nil {
		return chat.Reply{}, err
	}
	return keepActivity(c, a)
}

// noteRival opens the form of a note about a competitor that a message tells of.
func noteRival(c *call.Call) (chat.Reply, error) {
	if c.Req.Kind == chat.Submit {
		return rivalSubmitted(c)
	}
	said, here, err := newMessage(c)
	if err != nil {
		return chat.Reply{}, err
	}
	note, err := withAuthor(c, said, noteOf(said))
	if err != nil {
		return chat.Reply{}, err
	}
	about := here.ID
	if about == "" {
		if about, err = call.RecordIn(c, said.Text); err != nil {
			return chat.Reply{}, err
		}
	}
	whom, line, fields, err := aboutField(c, here.ID, about)
	if err != nil {
		return chat.Reply{}, err
	}
	source := string(calendar.DateOf(said.At.In(c.Zone))) + "@" + call.SourceOf(said.Channel, said.TS)
	return call.Form(c, rivalThis, here.ID+"@"+source, whom, line, append(fields,
		chat.Input{ID: "competitor", Kind: chat.Line, Max: sales.NameMax},
		chat.Input{ID: "note", Kind: chat.Area, Initial: note, Max: sales.NoteMax})...), nil
}

func rivalSubmitted(c *call.Call) (chat.Reply, error) {
	about, rest, _ := strings.Cut(c.Req.Value, "@")
	day, source, _ := strings.Cut(rest, "@")
	if err := notLogged(c, source); err != nil {
		return chat.Reply{}, err
	}
	note := c.Words.Plain("log.rival_note", "Rival", strings.TrimSpace(c.Req.Fields["competitor"]), "Text", c.Req.Fields["note"])
	a, err := aimChosen(c, sales.Activity{Kind: sales.Note, By: c.Me.ID, On: calendar.Date(day), At: c.Req.At.UTC(), Note: note,
		Source: source}, about)
	if err != nil {
		return chat.Reply{}, err
	}
	return keepActivity(c, a)
}

// enclosed answers a message without words: a clip, a file or a forwarded message. A forwarded one waits for
// its button, because somebody else's words are no command.
func enclosed(c *call.Call) (chat.Reply, error) {
	text := strings.TrimSpace(c.Req.About.Text)
	if text == "" {
		said := c.Words.Say("log.no_words")
		return chat.Say(said, chat.Para(said)), nil
	}
	draft, err := c.KeepDraft(chat.Draft{Route: "log this", Args: text})
	if err != nil {
		return chat.Reply{}, err
	}
	said := c.Words.Say("log.forwarded")
	return chat.Say(said, chat.Para(said), chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("shortcut.log this"), Action: "pick", Value: draft + "/"}}}), nil
}
