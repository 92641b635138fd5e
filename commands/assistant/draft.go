package assistant

import (
	"fmt"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// draft shows the draft of a follow-up mail about a deal.
func draft(c *call.Call) (chat.Reply, error) {
	d, wish, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	facts, err := factsAbout(c, d)
	if err != nil {
		return chat.Reply{}, err
	}
	ask := ai.Draft{What: ai.FollowUp, Wish: wish, Language: language(c), Today: today(c), Facts: facts}
	return asked(c, ask, "assistant.draft")
}

// factsOf bounds the people and the contacts that a draft is told.
const factsOf = 3

// factsAbout are the facts of a deal. The name of whoever asks is not among them.
func factsAbout(c *call.Call, d sales.Deal) (facts []ai.Fact, err error) {
	a, _, err := store.Accounts.Get(c.Read, d.Account)
	if err != nil {
		return nil, err
	}
	tell := func(classes []ai.Class, label, text string) {
		if text != "" {
			facts = append(facts, ai.Fact{Text: label + ": " + text, Classes: classes})
		}
	}
	tell(names, "customer", a.Name)
	tell(names, "deal", d.Name)
	tell(names, "product", d.Product)
	people := 0
	for k, err := range store.ContactsOf(c.Read, a.ID) {
		if err != nil {
			return nil, err
		}
		if people++; people > factsOf {
			break
		}
		tell(names, "person there", k.Name)
	}
	if d.Amount.Currency != "" {
		tell(numbers, "amount", c.Words.Money(d.Net()))
	}
	tell(numbers, "expected close", string(d.Close))
	tell(notes, "need", d.Need)
	tell(notes, "next step", d.Next.What)
	if d.Next.Due != "" {
		tell(datedNote, "next step is due", fmt.Sprint(d.Next.Due, " ", d.Next.Clock))
	}
	for n, err := range store.LatestActivitiesAbout(c.Read, d.ID, factsOf) {
		if err != nil {
			return nil, err
		}
		tell(notes, "earlier contact, the latest first", noteOf(c, n))
	}
	return facts, nil
}

// noteOf is what was noted about a contact, with its kind.
func noteOf(c *call.Call, n sales.Activity) string {
	if n.Note == "" {
		return ""
	}
	return lang.Unmark(c.Words.Say("kind."+string(n.Kind))) + ", " + n.Note
}
