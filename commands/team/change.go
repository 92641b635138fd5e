package team

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// changeStaff makes one change of the staff, for admins. A change that would let the admin grant or
// decide more becomes a proposal for another admin.
func changeStaff(c *call.Call, f staffForm) (chat.Reply, error) {
	if err := c.May(sales.Manage, "", ""); err != nil {
		return chat.Reply{}, err
	}
	is, err := readForm(c, f)
	if err != nil {
		return chat.Reply{}, err
	}
	for _, field := range f.fields {
		optional := field == "function" || field == "person" && f.kind == sales.TeamDirector
		switch {
		case is[field] != "":
		case c.Req.Kind != chat.Submit:
			return askForm(c, f, is)
		case !optional:
			return chat.Reply{}, sales.No("form.missing").At(field)
		}
	}
	before, err := desk.StaffOf(c.Read)
	if err != nil {
		return chat.Reply{}, err
	}
	ch, err := readChange(c, f, is, &before)
	if err != nil {
		return chat.Reply{}, err
	}
	after, err := before.Change(ch, c.Desk.Cards.Company.Authority, c.Today)
	if err != nil {
		return chat.Reply{}, nameStaff(c, err, before)
	}
	if before.Raises(after, c.Desk.Cards.Company.Authority, c.Me) {
		return keepProposal(c, ch, before, after)
	}
	return keepStaff(c, ch, before, after)
}

// nameStaff replaces IDs in a problem by names. The names of new people are only in s.
func nameStaff(c *call.Call, err error, s sales.Staff) error {
	problem, no := sales.AsProblem(err)
	if !no {
		return err
	}
	if id, ok := problem.Args["Person"].(string); ok {
		problem.Args["Person"] = desk.StaffName(s, id)
	}
	if functions, ok := problem.Args["Functions"].([]string); ok {
		problem.Args["Functions"] = cards.FunctionList(c.Words, functions)
	}
	return problem
}

// keepStaff stores a change, updates posts, notifies the people concerned, and answers.
func keepStaff(c *call.Call, ch sales.StaffChange, before, after sales.Staff) (chat.Reply, error) {
	text, err := putChange(c, ch, before, after)
	if err != nil {
		return chat.Reply{}, err
	}
	if ch.Kind == sales.TeamAdd || ch.Kind == sales.TeamRemove || ch.Kind == sales.TeamManager {
		stay, err := whatStays(c, ch, before)
		if err != nil {
			return chat.Reply{}, err
		}
		text = chat.Join("\n", text, stay)
	}
	return c.Done(text), nil
}

// putChange stores a change and notifies the people concerned, except for the person who made it and
// those in told. It returns the change in words for that person.
func putChange(c *call.Call, ch sales.StaffChange, before, after sales.Staff, told ...string) (chat.Safe, error) {
	if err := desk.PutStaff(c.Tx, before, after); err != nil {
		return "", err
	}
	if ch.Kind == sales.TeamNew || ch.Kind == sales.TeamChannel {
		t, _ := after.Team(ch.Team)
		if err := greet(c, t); err != nil {
			return "", err
		}
	}
	if who, _ := after.Person(ch.Person); ch.Kind == sales.OnLeave {
		if err := c.Desk.RepostLeave(c.Tx, who, c.Today); err != nil {
			return "", err
		}
	}
	if err := offerShare(c, ch, before, after); err != nil {
		return "", err
	}
	news := staffNews{c.Desk, ch, before, after}
	return news.line(c.Words), news.tell(c.Tx, c.Me, told)
}

// offerShare asks the managers of the teams that somebody left and joined whether to share their goals anew.
func offerShare(c *call.Call, ch sales.StaffChange, before, after sales.Staff) error {
	was, _ := before.Person(ch.Person)
	is, _ := after.Person(ch.Person)
	if was.Team == is.Team {
		return nil
	}
	if was.Team != "" {
		if err := c.Desk.OfferShare(c.Tx, is, was.Team, false, c.Today); err != nil {
			return err
		}
	}
	if is.Team == "" {
		return nil
	}
	return c.Desk.OfferShare(c.Tx, is, is.Team, true, c.Today)
}

// whatStays returns what does not move with a person: open deals stay with their team, and waiting
// requests stay open.
func whatStays(c *call.Call, ch sales.StaffChange, before sales.Staff) (chat.Safe, error) {
	was, _ := before.Person(ch.Person)
	team := was.Team
	if ch.Kind == sales.TeamManager {
		team = ch.Team
	}
	deals, waiting := 0, 0
	for d, err := range store.OpenDealsOfTeam(c.Read, team) {
		if err != nil {
			return "", err
		}
		if d.Owner == ch.Person {
			deals++
		}
	}
	for a, err := range store.WaitingApprovals(c.Read) {
		if err != nil {
			return "", err
		}
		if a.Team == team {
			waiting++
		}
	}
	switch {
	case ch.Kind == sales.TeamManager && waiting > 0:
		return c.Words.Say("staff.requests_wait", "Count", waiting), nil
	case ch.Kind != sales.TeamManager && team != "" && deals > 0:
		return c.Words.Say("staff.deals_stay", "Count", deals, "Team", desk.StaffTeamName(before, team)), nil
	}
	return "", nil
}

// staffNews describes one change of the staff, to each reader in their own language.
type staffNews struct {
	Desk          *desk.Desk
	ch            sales.StaffChange
	before, after sales.Staff
}

// line returns the change in one sentence, followed by the other people whose place it changes.
func (n staffNews) line(p lang.Printer) chat.Safe {
	kind, args := n.words(p)
	text := p.Say("staff."+kind, args)
	for _, other := range n.concerned() {
		if other.ID != n.ch.Person {
			text = chat.Join("\n", text, p.Say("staff.also", "Person", cards.NameOf(other), "What", n.place(p, other)))
		}
	}
	return text
}

// toYou returns the change for somebody whose place it changes.
func (n staffNews) toYou(p lang.Printer, by, who sales.Person) chat.Safe {
	kind, args := n.words(p)
	args["Who"] = cards.NameOf(by)
	switch {
	case n.ch.Kind == sales.OnLeave:
		return p.Say("staff.told_leave", "Who", cards.NameOf(by), "What", n.line(p))
	case who.ID != n.ch.Person || !p.Has("staff.you_"+kind):
		return p.Say("staff.told_you", "Who", cards.NameOf(by), "What", n.place(p, who))
	}
	return p.Say("staff.you_"+kind, args)
}

// words returns the key of the change's sentence, without its table, and what the sentence needs.
func (n staffNews) words(p lang.Printer) (kind string, args lang.Args) {
	was, _ := n.before.Team(n.ch.Team)
	is, _ := n.after.Team(n.ch.Team)
	who, _ := n.after.Person(n.ch.Person)
	old, _ := n.before.Person(n.ch.Person)
	kind = string(n.ch.Kind)
	args = lang.Args{"Team": is.Name, "Person": cards.NameOf(who)}
	value := func(of func(sales.Team) chat.Safe) {
		args["Was"], args["Is"] = desk.OrNone(p, of(was)), desk.OrNone(p, of(is))
	}
	switch n.ch.Kind {
	case sales.TeamRename:
		args["Was"] = was.Name
	case sales.TeamAdd:
		if old.Team != "" {
			kind, args["Was"] = "move", desk.StaffTeamName(n.before, old.Team)
		}
	case sales.TeamRemove:
		args["Team"] = desk.StaffTeamName(n.before, old.Team)
	case sales.TeamManager:
		args["Was"] = desk.OrNone(p, desk.NameIn(p, n.after, n.ch.Kind, was.Manager))
	case sales.TeamDirector:
		value(func(t sales.Team) chat.Safe { return desk.NameIn(p, n.after, n.ch.Kind, t.Director) })
	case sales.TeamNew:
		args["Is"] = chat.ChannelLink(is.Channel)
	case sales.TeamChannel:
		value(func(t sales.Team) chat.Safe { return chat.ChannelLink(t.Channel) })
	case sales.TeamZone:
		value(func(t sales.Team) chat.Safe { return chat.Escape(t.Zone) })
	case sales.TeamCurrency:
		value(func(t sales.Team) chat.Safe { return chat.Escape(t.Currency) })
	case sales.TeamHours:
		value(func(t sales.Team) chat.Safe { return chat.Escape(t.Hours) })
	case sales.TeamLanguage:
		value(func(t sales.Team) chat.Safe {
			return languageName(p, n.Desk.Cards.Lang, t.Language, n.Desk.Cards.Company.Language)
		})
	case sales.OfFunction:
		args["Is"] = desk.OrNone(p, cards.FunctionList(p, n.ch.Functions))
	case sales.OnLeave:
		if args["From"], args["To"] = n.ch.Away.From, n.ch.Away.To; n.ch.Away.From == n.ch.Away.To {
			kind = "leave_one"
		}
	case sales.OwnLimit:
		if args["Is"] = n.ch.Limit; n.ch.Limit == 0 {
			kind = "no_limit"
		}
	}
	return kind, args
}

// place returns a person's new team, role, limit and functions.
func (n staffNews) place(p lang.Printer, who sales.Person) chat.Safe {
	if who.Team == "" && who.Role == "" {
		return chat.Join(" · ", p.Say("staff.no_team"), placeOf(p, who))
	}
	return chat.Join(" · ", chat.EscapeLine(desk.StaffTeamName(n.after, who.Team)), placeOf(p, who))
}

// concerned returns the people whose place, limit, functions or leave have changed.
func (n staffNews) concerned() (all []sales.Person) {
	for _, is := range n.after.People {
		was, _ := n.before.Person(is.ID)
		if is.Team != was.Team || is.Role != was.Role || is.Limit != was.Limit || !slices.Equal(is.Functions, was.Functions) ||
			!slices.Equal(is.Away, was.Away) {
			all = append(all, is)
		}
	}
	return all
}

// tell posts one direct message to each person concerned and to every other admin.
func (n staffNews) tell(tx *store.Tx, by sales.Person, told []string) error {
	told = append(told, by.ID)
	to := func(who sales.Person, say func(lang.Printer) chat.Safe) error {
		if slices.Contains(told, who.ID) || !who.InChat() {
			return nil
		}
		told = append(told, who.ID)
		text := say(n.Desk.Cards.PrinterOf(who, tx.Change().At))
		return tx.Post(store.Post{Key: staffKey(tx.Seq(), who.ID), User: who.ID, Kind: "staff", Message: cards.Said(text)})
	}
	for _, who := range n.concerned() {
		if err := to(who, func(p lang.Printer) chat.Safe { return n.toYou(p, by, who) }); err != nil {
			return err
		}
	}
	for _, admin := range desk.Admins(n.after) {
		err := to(admin, func(p lang.Printer) chat.Safe { return p.Say("staff.told", "Who", cards.NameOf(by), "What", n.line(p)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// staffKey returns the key of the post to a person about the change of a journal entry.
func staffKey(seq uint64, person string) string { return fmt.Sprintf("staff/%d/%s", seq, person) }

// staffUndone applies the rules after an undo of a staff change: roles follow from places, nobody may
// raise themselves, and those who were notified of the change are notified that it no longer holds.
func staffUndone(d *desk.Desk, tx *store.Tx, seq uint64, changes []store.RecordChange) error {
	undone, err := desk.StaffOf(tx)
	if err != nil {
		return err
	}
	before, err := staffBefore(undone, changes)
	if err != nil {
		return err
	}
	after, err := undone.Settled(before, d.Cards.Company.Authority)
	if err != nil {
		return err
	}
	by, _ := before.Person(tx.Change().Actor)
	if by.ID != "" && before.Raises(after, d.Cards.Company.Authority, by) {
		return sales.No("staff.undo_raises")
	}
	entry, _, err := store.EntryAt(tx, seq)
	if err != nil {
		return err
	}
	if by.ID != "" && entry.Actor != by.ID {
		if who, raised := before.Raised(after, d.Cards.Company.Authority); raised {
			return sales.No("staff.undo_raises_other", "Person", who.ID, "By", entry.Actor)
		}
	}
	if err := desk.PutStaff(tx, undone, after); err != nil {
		return err
	}
	for _, t := range before.Teams {
		if err := tx.Unpost(greetKey(t.ID, seq)); err != nil {
			return err
		}
	}
	if err := tellChanger(d, tx, entry, by, changes); err != nil {
		return err
	}
	for _, who := range before.People { // whoever the change had brought in is told, too
		post, told, err := store.PostByKey(tx, staffKey(seq, who.ID))
		if err != nil || !told {
			if err != nil {
				return err
			}
			continue
		}
		undone := d.Cards.PrinterOf(who, tx.Change().At).Say("staff.undone", "Who", cards.NameOf(by))
		post.Message = cards.Said(chat.Join("\n", post.Message.Text, undone))
		if err := tx.Post(post); err != nil {
			return err
		}
	}
	return nil
}

// tellChanger tells whoever changed the staff that somebody else has taken it back.
func tellChanger(d *desk.Desk, tx *store.Tx, entry store.Entry, by sales.Person, changes []store.RecordChange) error {
	staff := func(ch store.RecordChange) bool { return ch.Table == store.Teams.Name || ch.Table == store.People.Name }
	who, known, err := store.People.Get(tx, entry.Actor)
	if err != nil || !known || entry.Actor == by.ID || !slices.ContainsFunc(changes, staff) || !who.InChat() {
		return err
	}
	p := d.Cards.PrinterOf(who, tx.Change().At)
	text := p.Say("staff.undone_of", "Who", cards.NameOf(by), "What", p.Verb(call.RouteNow(entry.What)))
	return tx.Post(store.Post{Key: staffKey(entry.Seq, who.ID) + "/undone", User: who.ID, Kind: "staff", Message: cards.Said(text)})
}

// staffBefore is the staff as it was when an undo began, before it took these changes back.
func staffBefore(s sales.Staff, undone []store.RecordChange) (sales.Staff, error) {
	for _, ch := range undone {
		var err error
		switch ch.Table {
		case store.Teams.Name:
			s.Teams, err = withState(s.Teams, store.Teams, ch)
		case store.People.Name:
			s.People, err = withState(s.People, store.People, ch)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// withState returns the list with the record in the state that a change gave it, or without the
// record if the change removed it.
func withState[T any](all []T, t store.Table[T], ch store.RecordChange) ([]T, error) {
	all = slices.DeleteFunc(slices.Clone(all), func(v T) bool { return t.ID(v) == ch.ID })
	if ch.New == nil {
		return all, nil
	}
	var v T
	if err := json.Unmarshal(ch.New, &v); err != nil {
		return all, fmt.Errorf("decode %s %s: %w", ch.Table, ch.ID, err)
	}
	all = append(all, v)
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(t.ID(a), t.ID(b)) })
	return all, nil
}
