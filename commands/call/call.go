package call

import (
	"fmt"
	"time"

	"dealdesk/ai"
	"dealdesk/chat"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// Call is one request inside its transaction.
type Call struct {
	Desk  *desk.Desk
	Req   chat.Request
	Words lang.Printer
	Read  store.Reader
	Tx    *store.Tx // nil while only reading
	Me    sales.Person
	Team  sales.Team
	Zone  *time.Location // the person's
	Today calendar.Date  // the person's

	// Advice is what the language model answered, see Consult; nil if it was not asked. It is a proposal:
	// nothing of it is stored that the person has not confirmed.
	Advice *ai.Advice

	door    *Door
	kept    string          // the draft that this call kept last
	saved   string          // the contact that it saved
	goal    string          // the goal that it showed or set
	change  Change          // what it changed of a deal
	visible map[string]bool // accounts looked at in this call: whether the person sees them
}

// nameThem replaces the IDs of people in a problem by names, while the transaction can still look
// them up, and converts times to the person's zone.
func nameThem(c *Call, problem *sales.Problem) error {
	for _, arg := range []string{"By", "Owner", "Person"} {
		id, ok := problem.Args[arg].(string)
		if !ok {
			continue
		}
		name, err := cards.PersonName(c.Read, id)
		if err != nil {
			return err
		}
		problem.Args[arg] = name
	}
	for arg, v := range problem.Args {
		switch v := v.(type) {
		case time.Time:
			problem.Args[arg] = v.In(c.Zone)
		case sales.Who:
			who, err := cards.Named(c.Read, v)
			if err != nil {
				return err
			}
			problem.Args[arg] = who
		}
	}
	return problem
}

// CurrencyOf is what an amount of a deal that names no currency is in. A deal without a team is
// being opened, in the person's own.
func (c *Call) CurrencyOf(d sales.Deal) (string, error) {
	t := c.Team
	if d.Team != "" && d.Team != t.ID {
		var err error
		if t, _, err = store.Teams.Get(c.Read, d.Team); err != nil {
			return "", err
		}
	}
	return c.Desk.Cards.Company.CurrencyOf(d, t), nil
}

// Work returns when the person works: by the team's calendar, in their own zone.
func (c *Call) Work() calendar.Worktime { return c.Desk.Cards.Company.Worktime(c.Team, c.Zone) }

// Act returns who acts and when, for the rules of package sales.
func (c *Call) Act() sales.Act { return sales.Act{By: c.Me.ID, At: c.Req.At, On: c.Today} }

// Record returns the record of an owner and team, for a check of rights.
func (c *Call) Record(owner, team string) (sales.Record, error) {
	t, _, err := store.Teams.Get(c.Read, team)
	return sales.Record{Owner: owner, Team: t}, err
}

// May returns a problem unless the person may do an action on a record of an owner and team. For what
// only admins may do, it names the admins.
func (c *Call) May(a sales.Action, owner, team string) error {
	rec, err := c.Record(owner, team)
	if err != nil {
		return err
	}
	switch {
	case sales.May(c.Me, a, rec):
		return nil
	case a == sales.Manage:
		return onlyAdmins(c)
	}
	return sales.No("people.not_allowed")
}

// MayDeal is May for a deal; the refusal names the deal and its owner to whoever sees it.
func MayDeal(c *Call, a sales.Action, d sales.Deal) error {
	err := c.May(a, d.Owner, d.Team)
	if problem, no := sales.AsProblem(err); no && problem.Code == "people.not_allowed" && d.Owner != c.Me.ID &&
		c.May(sales.See, d.Owner, d.Team) == nil {
		return sales.No("people.not_owner", "Deal", d.ID, "By", d.Owner)
	}
	return err
}

// onlyAdmins returns the problem that names the admins.
func onlyAdmins(c *Call) error {
	staff, err := desk.StaffOf(c.Read)
	if err != nil {
		return err
	}
	var names []chat.Safe
	for _, admin := range desk.Admins(staff) {
		names = append(names, chat.EscapeLine(cards.NameOf(admin)))
	}
	if len(names) == 0 {
		return sales.No("people.no_admin")
	}
	return sales.No("people.only_admins", "Names", c.Words.List(names, true))
}

// UndoButton returns the button that reverts exactly what this transaction writes.
func (c *Call) UndoButton() chat.Button {
	return chat.Button{Label: c.Words.Plain("common.undo"), Action: "undo", Value: fmt.Sprint(c.Tx.Seq())}
}

// Done returns an answer with what was understood and an undo button.
func (c *Call) Done(text chat.Safe, more ...chat.Button) chat.Reply {
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: append(more, c.UndoButton())})
}
