package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
)

// Enrol stores the configured teams and people. It runs at every start and applies only what has
// changed in the configuration since the last one. Other changes made in chat stay, and so do
// people's own settings. A person who is no longer in the configuration keeps their records and
// loses their role. The admins are notified of each change made in chat that it overrides.
func (desk *Desk) Enrol(ctx context.Context, config sales.Staff, now time.Time) ([]sales.Overruled, error) {
	config = desk.withAdmins(config)
	content, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	change := store.Change{Once: fmt.Sprintf("enrol|%d|%s", now.UnixNano(), hex.EncodeToString(sum[:8])), Actor: "config", At: now,
		What: Enrolment}
	var at Start
	_, err = desk.Store.Update(ctx, change, func(tx *store.Tx) error {
		if at, err = desk.AtStart(tx, config); err != nil {
			return err
		}
		if err := errors.Join(PutStaff(tx, at.Kept, at.Staff), store.Configured.Put(tx, config)); err != nil {
			return err
		}
		return desk.postOverruled(tx, at.Staff, at.Overruled)
	})
	return at.Overruled, err
}

// Enrolment is the name of Enrol's changes in the journal.
const Enrolment = "enrol"

// Start is what a start makes of the stored staff.
type Start struct {
	Kept, Staff sales.Staff // before and after it
	Overruled   []sales.Overruled
	First       bool // no configuration has been applied yet
}

// AtStart returns what Enrol would make of the stored staff with this configuration.
func (desk *Desk) AtStart(r store.Reader, config sales.Staff) (at Start, err error) {
	if at.Kept, err = StaffOf(r); err != nil {
		return at, err
	}
	base, again, err := store.Configured.Get(r, store.ConfiguredID)
	if err != nil {
		return at, err
	}
	if at.First = !again; at.First { // nobody known so far was added in chat
		base.People = at.Kept.People
	}
	at.Staff, at.Overruled = at.Kept.Merge(base, desk.withAdmins(config), desk.Cards.Company.Authority)
	return at, nil
}

func (desk *Desk) withAdmins(config sales.Staff) sales.Staff {
	config.People = slices.Clone(config.People)
	for i, p := range config.People {
		config.People[i].Admin = slices.Contains(desk.Cards.Company.Admins, p.ID)
	}
	return config
}

// StaffOf reads all teams and people.
func StaffOf(r store.Reader) (s sales.Staff, err error) {
	if s.Teams, err = store.Teams.All(r, store.Query{}); err != nil {
		return s, err
	}
	s.People, err = store.People.All(r, store.Query{})
	return s, err
}

// PutStaff stores the teams and people of after that differ from before. It removes nothing.
func PutStaff(tx *store.Tx, before, after sales.Staff) error {
	for _, t := range after.Teams {
		if was, known := before.Team(t.ID); known && was == t {
			continue
		}
		if err := store.Teams.Put(tx, t); err != nil {
			return err
		}
	}
	was := map[string]sales.Person{}
	for _, p := range before.People {
		was[p.ID] = p
	}
	for _, p := range after.People {
		if known, ok := was[p.ID]; ok && reflect.DeepEqual(known, p) {
			continue
		}
		if err := store.People.Put(tx, p); err != nil {
			return err
		}
	}
	return nil
}

// Admins returns the people who may manage the staff and can be reached in Slack.
func Admins(s sales.Staff) []sales.Person {
	return slices.DeleteFunc(slices.Clone(s.People), func(p sales.Person) bool {
		return !p.InChat() || !sales.May(p, sales.Manage, sales.Record{})
	})
}

// postOverruled notifies each admin of the changes made in chat that no longer hold.
func (desk *Desk) postOverruled(tx *store.Tx, s sales.Staff, all []sales.Overruled) error {
	if len(all) == 0 {
		return nil
	}
	for _, admin := range Admins(s) {
		p := desk.Cards.PrinterOf(admin, tx.Change().At)
		text := p.Say("staff.overruled")
		for _, o := range all {
			text = chat.Join("\n", text, overruledLine(p, s, o))
		}
		if err := tx.Post(store.Post{Key: fmt.Sprintf("staff/%d/%s", tx.Seq(), admin.ID), User: admin.ID, Kind: "staff",
			Message: cards.Said(text)}); err != nil {
			return err
		}
	}
	return nil
}

func overruledLine(p lang.Printer, s sales.Staff, o sales.Overruled) chat.Safe {
	about, was, is := chat.EscapeLine(StaffTeamName(s, o.Team)), NameIn(p, s, o.What, o.Was), NameIn(p, s, o.What, o.Is)
	if o.Person != "" {
		about = chat.EscapeLine(StaffName(s, o.Person))
	}
	return p.Say("staff.overruled_line", "About", about, "What", p.Say("staff_field."+string(o.What)),
		"Was", OrNone(p, was), "Is", OrNone(p, is))
}

func OrNone(p lang.Printer, text chat.Safe) chat.Safe {
	if text == "" {
		return p.Say("common.none")
	}
	return text
}

// NameIn returns the value of a setting as people read it: a name for an ID.
func NameIn(p lang.Printer, s sales.Staff, what sales.StaffKind, value string) chat.Safe {
	switch what {
	case sales.TeamAdd:
		value = StaffTeamName(s, value)
	case sales.TeamManager, sales.TeamDirector:
		value = StaffName(s, value)
	case sales.TeamChannel:
		return chat.ChannelLink(value)
	case sales.OfFunction:
		return cards.FunctionList(p, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }))
	}
	return chat.EscapeLine(value)
}

func StaffTeamName(s sales.Staff, id string) string {
	t, ok := s.Team(id)
	if !ok {
		return id
	}
	return t.Name
}

func StaffName(s sales.Staff, id string) string {
	p, known := s.Person(id)
	if !known {
		return id
	}
	return cards.NameOf(p)
}
