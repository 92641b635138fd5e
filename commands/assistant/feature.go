// Package assistant has the commands that exist only with a language model: drafts to copy, and
// answers to questions. What it shows is for the asker alone, and it changes nothing.
package assistant

import (
	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/commands/call"
)

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{
		Verbs: []call.Verb{
			{Route: chat.Route{Name: "draft", Help: true}, Do: draft, Reads: true},
			{Route: chat.Route{Name: "comment", Help: true}, Do: comment, Reads: true},
			{Route: chat.Route{Name: "question", Help: true}, Do: question, Reads: true},
		},
	}
}

// Facts are of these classes.
var (
	names     = []ai.Class{ai.Names}
	notes     = []ai.Class{ai.Notes}
	numbers   = []ai.Class{ai.Numbers}
	mixed     = []ai.Class{ai.Names, ai.Notes, ai.Numbers}
	datedNote = []ai.Class{ai.Notes, ai.Numbers}
)

// asked returns what the model wrote, marked as its own, or why there is nothing.
func asked(c *call.Call, ask ai.Ask, key string) (chat.Reply, error) {
	if err := call.Consult(c, ask); err != nil {
		return chat.Reply{}, err
	}
	switch a := c.Advice; {
	case a == nil || a.Trouble != nil && a.Trouble.Kind == ai.Stopped:
		return c.Answer(c.Words.Say("assistant.none")), nil
	case a.Trouble == nil && a.Text != "":
		head, text := c.Words.Say(key), chat.Escape(a.Text)
		return chat.Say(chat.Join("\n", head, text), chat.Para(text), chat.Block{Context: head}), nil
	case a.Trouble == nil:
		return c.Answer(c.Words.Say("assistant.cannot_tell")), nil
	case a.Trouble.Kind == ai.Spent:
		return c.Answer(c.Words.Say("assistant.spent")), nil
	case a.Trouble.Kind == ai.Withheld:
		return c.Answer(c.Words.Say("assistant.withheld")), nil
	}
	return c.Answer(c.Words.Say("assistant.none")), nil
}

// today is the person's day, as the model reads it.
func today(c *call.Call) string { return c.Req.At.Format("Monday 2006-01-02") }

// language is the name of the person's language.
func language(c *call.Call) string { return c.Words.Plain("settings.name") }
