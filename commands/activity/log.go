package activity

import (
	"cmp"
	"fmt"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// log logs one activity from a typed line, or opens the form if nothing is typed. The record
// follows its message: editing the line changes the activity, or logs it now if the line could not
// be understood before.
func log(c *call.Call) (chat.Reply, error) {
	switch {
	case c.Req.Value == bothOf:
		return keepEach(c)
	case c.Req.Kind == chat.Submit:
		return filled(c)
	case c.Req.Kind == chat.Edit:
		c.Req.Where.Channel, c.Req.Where.Thread, c.Req.Where.TS = c.Req.About.Channel, c.Req.About.Thread, c.Req.About.TS
	case strings.TrimSpace(c.Req.Args) == "":
		return form(c)
	}
	if none, err := untrue(c); err != nil || !none.Unknown {
		return none, err
	}
	if told, ok := phrase.CutThis(c.Req.Args); ok {
		c.Req.Args = told
		return said(c)
	}
	if told, ok := phrase.CutArticle(c.Req.Args); ok {
		line := c.Req.Args
		c.Req.Args = told
		if reply, err := said(c); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req.Args = line
	}
	if either, err := eitherLength(c); err != nil || either {
		if reply, err := said(c); err != nil || !reply.Unknown {
			return reply, err
		}
	}
	if two, err := proposeTimed(c); err != nil || !two.Unknown {
		return two, err
	}
	if err := askOfList(c); err != nil {
		return chat.Reply{}, err
	}
	was, logged, err := store.ActivityFrom(c.Read, c.Source())
	if err != nil {
		return chat.Reply{}, err
	}
	if logged && overtaken(c, was) {
		return chat.Reply{}, nil
	}
	a, second, err := readActivity(c, typedAt(c, was))
	if err != nil {
		return chat.Reply{}, err
	}
	if second != nil {
		return keepBoth(c, was, a, *second)
	}
	a.Edited = cmp.Or(c.Req.About.Edited.UTC(), was.Edited)
	if logged {
		reply, err := changeActivity(c, was, a)
		if err != nil {
			return reply, err
		}
		return tellSecond(c, reply)
	}
	if a.Kind == sales.Note && a.Note == "" && a.Next.Missing() && c.Req.Kind != chat.Edit {
		// Only a name was typed; the form asks for the rest.
		about := cmp.Or(a.Deal, a.Account)
		a.Kind = sales.Call
		return openForm(c, a, "log", about, about)
	}
	return keepActivity(c, a)
}

// overtaken reports whether Slack delivered a newer version of this message first. The newest
// wins, in whatever order they come.
func overtaken(c *call.Call, was sales.Activity) bool {
	switch c.Req.Kind {
	case chat.Edit:
		return !c.Req.About.Edited.IsZero() && !c.Req.About.Edited.After(was.Edited)
	case chat.Mention, chat.Direct, chat.Bang:
		return !was.Edited.IsZero()
	}
	return false
}

// keepActivity stores a new activity, updates its deal or customer, posts it in the deal's room,
// and repeats what was understood.
func keepActivity(c *call.Call, a sales.Activity) (chat.Reply, error) {
	if err := checkActivity(c, a); err != nil {
		return chat.Reply{}, err
	}
	if asks, err := notHeld(c, a); err != nil {
		return chat.Reply{}, err
	} else if asks {
		return askHeld(c, a)
	}
	return addActivity(c, a)
}

func addActivity(c *call.Call, a sales.Activity) (chat.Reply, error) {
	a.ID = c.Tx.Next(sales.KindActivity)
	return putActivity(c, sales.Activity{}, a, "log.done")
}

// keepBoth stores the two activities of one line; one undo takes back both. Where the line was logged
// already and edited, they are changed.
func keepBoth(c *call.Call, was, first, second sales.Activity) (chat.Reply, error) {
	var texts []chat.Safe
	var edits []chat.Button
	for _, a := range []sales.Activity{first, second} {
		text, id, err := keepOne(c, was, a)
		if err != nil {
			return chat.Reply{}, err
		}
		a.ID = id
		account, err := c.AccountByID(a.Account)
		if err != nil {
			return chat.Reply{}, err
		}
		texts = append(texts, text)
		edits = append(edits, chat.Button{Label: c.Words.Plain("log.edit_of", "Name", account.Name), Action: "log edit", Value: a.ID})
	}
	return c.Done(chat.Join("\n", texts...), edits...), nil
}

// tellSecond says that the second contact of an edited message, which no longer names it, stays as it was.
func tellSecond(c *call.Call, reply chat.Reply) (chat.Reply, error) {
	a, two, err := store.ActivityFrom(c.Read, secondOf(c.Source()))
	if err != nil || !two || c.Source() == "" {
		return reply, err
	}
	reply = call.Remark(reply, c.Words.Say("log.second_stays", "What", cards.ActivityLine(c.Words, a)))
	reply.Message.Blocks = append(reply.Message.Blocks, chat.Block{Buttons: []chat.Button{
		{Label: c.Words.Plain("button.remove"), Action: "log remove", Value: a.ID, Style: chat.Danger}}})
	return reply, nil
}

// keepOne stores one of the two activities of a line, or changes the one that was logged from it.
func keepOne(c *call.Call, was, a sales.Activity) (text chat.Safe, id string, err error) {
	if was.ID != "" {
		if was, _, err = store.ActivityFrom(c.Read, a.Source); err != nil {
			return "", "", err
		}
		a.Edited = c.Req.About.Edited.UTC()
		reply, err := changeActivity(c, was, a)
		if err != nil {
			return "", "", err
		}
		return reply.Message.Text, was.ID, nil
	}
	if err := checkActivity(c, a); err != nil {
		return "", "", err
	}
	a.ID = c.Tx.Next(sales.KindActivity)
	text, err = put(c, sales.Activity{}, a, "log.done")
	return text, a.ID, err
}

// checkActivity checks the activity as of the day of the activity or of its logging, whichever is
// later: an edit must not be refused for what nobody could know when the line was written.
func checkActivity(c *call.Call, a sales.Activity) error {
	logged := calendar.DateOf(a.At.In(c.Zone))
	return a.Check(min(c.Today, max(logged, a.On)))
}

// logsOn returns the customer and the deal of an activity if the person may log there.
func logsOn(c *call.Call, a sales.Activity) (account sales.Account, deal sales.Deal, err error) {
	if a.Deal == "" {
		if account, err = c.AccountByID(a.Account); err == nil {
			err = c.MayWith(sales.Log, account)
		}
		return account, deal, err
	}
	if deal, err = c.DealByID(a.Deal); err != nil {
		return account, deal, err
	}
	if account, _, err = store.Accounts.Get(c.Read, deal.Account); err == nil {
		err = call.MayDeal(c, sales.Log, deal)
	}
	return account, deal, err
}

// form opens the form of an activity. The value of a button on a card is the record.
func form(c *call.Call) (chat.Reply, error) {
	a := sales.Activity{Kind: sales.Call, On: c.Today, Deal: c.Req.Value}
	if here, ok, err := c.DealHere(); err != nil {
		return chat.Reply{}, err
	} else if ok && c.Req.Value == "" {
		a.Deal = here.ID
	}
	return openForm(c, a, "log", a.Deal, a.Deal)
}

// openForm asks for one contact with a record, if that is known already.
func openForm(c *call.Call, a sales.Activity, action, value, about string) (chat.Reply, error) {
	m, err := activityForm(c, a, action, value, about)
	return chat.Reply{Modal: m}, err
}

// formHead is what stands above the form of a contact with a record: with whom, for the
// title, and the record as a line. Nothing is known where the form has to ask.
func formHead(c *call.Call, about string) (whom string, line chat.Safe, err error) {
	if about == "" {
		return "", "", nil
	}
	if sales.KindOf(about) == sales.KindAccount {
		a, err := c.AccountByID(about)
		return a.Name, chat.Join(" · ", chat.Escape(a.ID), chat.EscapeLine(a.Name)), err
	}
	d, err := c.DealByID(about)
	if err != nil {
		return "", "", err
	}
	a, _, err := store.Accounts.Get(c.Read, d.Account)
	if err != nil {
		return "", "", err
	}
	line, err = c.Desk.Cards.DealTitle(c.Read, d)
	return a.Name, line, err
}

// activityForm is the form of one contact. value is the record it is about, or the contact
// being edited; about is the record in either case.
func activityForm(c *call.Call, a sales.Activity, action, value, about string) (*chat.Modal, error) {
	whom, line, fields, err := aboutField(c, value, about)
	if err != nil {
		return nil, err
	}
	ask := func(in chat.Input) { fields = append(fields, in) }
	ask(chat.Input{ID: "kind", Kind: chat.Select, Label: c.Words.Plain("log.kind"), Options: kindOptions(c, a.Kind), Initial: string(a.Kind)})
	ask(chat.Input{ID: "note", Kind: chat.Area, Label: c.Words.Plain("log.note"), Initial: a.Note, Optional: true, Max: sales.NoteMax})
	ask(chat.Input{ID: "on", Kind: chat.Day, Label: c.Words.Plain("log.on"), Initial: string(a.On)})
	ask(chat.Input{ID: "minutes", Kind: chat.Line, Label: c.Words.Plain("log.minutes"), Initial: minutesText(a.Minutes), Optional: true,
		Placeholder: "20m"})
	ask(chat.Input{ID: "next", Kind: chat.Line, Label: c.Words.Plain("log.next"), Initial: a.Next.What, Optional: true, Max: sales.StepMax})
	ask(chat.Input{ID: "due", Kind: chat.Day, Label: c.Words.Plain("log.due"), Initial: string(a.Next.Due), Optional: true})
	return call.Form(c, action, value, whom, line, fields...).Modal, nil
}

// aboutField is what a form says of the record that it is about: its name for the title and a line above the
// fields. Without a value, a field asks for it, and begins with about.
func aboutField(c *call.Call, value, about string) (whom string, line chat.Safe, fields []chat.Input, err error) {
	whom, line, err = formHead(c, about)
	if _, hidden := sales.AsProblem(err); hidden { // submitting it is refused
		line, err = chat.Escape(about), nil
	}
	if err != nil || value != "" {
		return whom, line, nil, err
	}
	in := chat.Input{ID: "about", Kind: chat.Select, Label: c.Words.Plain("log.about"), Suggest: call.SuggestAny,
		Placeholder: c.Words.Plain("log.about_hint")}
	if about != "" {
		in.Options, in.Initial = []chat.Option{{Label: lang.Unmark(line), Value: about}}, about
	}
	return "", "", []chat.Input{in}, nil
}

// kindOptions returns the kinds of activity as options. A score has a form of its own.
func kindOptions(c *call.Call, is sales.ActivityKind) []chat.Option {
	var all []chat.Option
	for _, k := range sales.ActivityKinds {
		if k == sales.Score && is != k {
			continue
		}
		all = append(all, chat.Option{Label: c.Words.Plain("kind." + string(k)), Value: string(k)})
	}
	return all
}

func minutesText(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%dm", n)
}

// filled stores the activity of a submitted form.
func filled(c *call.Call) (chat.Reply, error) {
	a, err := filledActivity(c)
	if err != nil {
		return chat.Reply{}, err
	}
	if a, err = aimChosen(c, a, c.Req.Value); err != nil {
		return chat.Reply{}, err
	}
	return keepActivity(c, a)
}

// aimChosen sets the record that the form is about, or that was chosen in it. A next step with a
// customer of several open deals would belong to none of them.
func aimChosen(c *call.Call, a sales.Activity, about string) (sales.Activity, error) {
	if about != "" {
		return aimAt(c, a, about)
	}
	a, err := aimAt(c, a, c.Req.Fields["about"])
	err = sales.At("about", err)
	if err != nil || a.Deal != "" || a.Next.Missing() {
		return a, err
	}
	if open, err := c.OpenDeals(a.Account); err != nil || len(open) == 0 {
		return a, err
	}
	return a, sales.No("log.choose_deal").At("about")
}

// filledActivity reads the fields of the form, with the same checks as a typed line.
func filledActivity(c *call.Call) (sales.Activity, error) {
	f := c.Req.Fields
	a := sales.Activity{
		Kind: sales.ActivityKind(f["kind"]), By: c.Me.ID, On: calendar.Date(f["on"]), At: c.Req.At.UTC(),
		Note: strings.TrimSpace(f["note"]), Next: sales.NextStep{What: strings.TrimSpace(f["next"]), Due: calendar.Date(f["due"])},
	}
	if phrase.Nothing(a.Next.What) {
		a.Next.What = ""
	}
	if f["minutes"] == "" {
		return a, nil
	}
	var err error
	if a.Minutes, err = phrase.Duration(f["minutes"]); err != nil {
		if problem, ok := sales.AsProblem(err); ok {
			return a, problem.At("minutes")
		}
	}
	return a, err
}

// note logs a note on a deal, an activity without contact to the customer.
func note(c *call.Call) (chat.Reply, error) {
	d, text, err := c.DealArg()
	if err != nil {
		return chat.Reply{}, err
	}
	if c.Req.Kind == chat.Submit {
		text = c.Req.Fields["note"]
	}
	if c.NothingTyped(strings.TrimSpace(text)) {
		return c.AskForm(c.Req.Name, d, noteFields(c, d)...)
	}
	return keepActivity(c, sales.Activity{Kind: sales.Note, Account: d.Account, Deal: d.ID, Team: d.Team,
		By: c.Me.ID, On: c.Today, At: c.Req.At.UTC(), Note: strings.TrimSpace(text)})
}

func noteFields(*call.Call, sales.Deal) []chat.Input {
	return []chat.Input{{ID: "note", Kind: chat.Area, Max: sales.NoteMax}}
}
