package self

import (
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/sales"
)

// firstSteps are the commands that a new user needs. help without arguments shows only these.
var firstSteps = [...]string{"log", "deal new", "deal advance", "discount", "standup", "undo"}

// help shows the first steps, all commands, or one command in detail. It is generated from the
// routes.
func help(c *call.Call) (chat.Reply, error) {
	asked := sales.Simplified(strings.ToLower(strings.TrimSpace(c.Req.Args + c.Req.Value))) // the button of the short page says "all"
	mine, err := c.LikelyDeals()
	if err != nil {
		return chat.Reply{}, err
	}
	if asked == "" {
		return helpOn(c, mine, c.Words.Say("help_page.short"), func(v call.Verb) bool {
			for _, name := range firstSteps {
				if v.Name == name {
					return true
				}
			}
			return false
		}, chat.Button{Label: c.Words.Plain("help_page.more"), Action: "help", Value: "all"}), nil
	}
	if asked == "all" || asked == c.Words.Plain("help_page.everything") {
		return helpOn(c, mine, c.Words.Say("help_page.all"), func(call.Verb) bool { return true }), nil
	}
	family := map[string]bool{}
	for _, f := range call.Features(c) {
		for _, v := range f.Verbs {
			noun := f.Verbs[0].Slash != "" && slices.Contains(namesOf(c, f.Verbs[0]), asked)
			family[v.Name] = noun || nameOf(c, v, asked)
		}
	}
	return helpOn(c, mine, c.Words.Say("help_page.some", "Name", asked), func(v call.Verb) bool { return family[v.Name] }), nil
}

func namesOf(c *call.Call, v call.Verb) []string {
	return append(c.Desk.Cards.Lang.Names(v.Name), v.Name)
}

// nameOf reports whether name is the name of v or of its family of commands, in any language.
func nameOf(c *call.Call, v call.Verb, name string) bool {
	for _, known := range namesOf(c, v) {
		if known == name || strings.HasPrefix(known, name+" ") {
			return true
		}
	}
	return false
}

// exampleDeal is the deal of the examples in lang/.
const exampleDeal = "D-7"

// helpOn lists the wanted commands, those of a feature in one block: Slack shows only fifty. Their
// examples are about a deal of the person's own, if they have one, so that they can be tried as they
// stand.
func helpOn(c *call.Call, mine []sales.Deal, head chat.Safe, wanted func(call.Verb) bool, more ...chat.Button) chat.Reply {
	parts := []chat.Safe{head}
	for _, f := range call.Features(c) {
		var lines []chat.Safe
		for _, v := range f.Verbs {
			if v.Help && wanted(v) {
				usage, what := c.Words.Help(v.Name)
				if len(mine) > 0 {
					usage = strings.ReplaceAll(usage, exampleDeal, mine[0].ID)
				}
				lines = append(lines, "`"+chat.Escape(usage)+"`\n"+what)
			}
		}
		if len(lines) > 0 {
			parts = append(parts, chat.Join("\n", lines...))
		}
	}
	if len(parts) == 1 {
		parts = []chat.Safe{c.Words.Say("help_page.none")}
	}
	var blocks []chat.Block
	for _, part := range parts {
		blocks = append(blocks, chat.Para(part))
	}
	if len(more) > 0 {
		blocks = append(blocks, chat.Block{Buttons: more})
	}
	return chat.Say(chat.Join("\n", parts...), blocks...)
}
