package sales

import (
	"slices"
	"strings"

	"dealdesk/sales/calendar"
)

// Role is what someone is in the sales organisation.
type Role string

const (
	Rep      Role = "rep"
	Manager  Role = "manager"
	Director Role = "director"
	Admin    Role = "admin"
	Approver Role = "approver" // does not sell: decides when a policy asks for them
)

// Roles are all of them; the words are role.<role> in lang/.
var Roles = []Role{Rep, Manager, Director, Admin, Approver}

// Finance is the function of bookkeepers.
const Finance = "finance"

// Person is someone who sells or decides. ID is the chat user id ("U…"), or "P-n" for
// someone who was imported and has not been seen in the chat yet.
type Person struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Email     string          `json:"email,omitempty"`
	Team      string          `json:"team,omitempty"` // Team.ID
	Role      Role            `json:"role"`
	Admin     bool            `json:"admin,omitempty"`     // has an admin's rights in addition to those of Role
	Approver  bool            `json:"approver,omitempty"`  // sees every deal, since any may need their decision; see Authority.Appoints
	Language  string          `json:"language,omitempty"`  // own choice; "" follows the chat's setting
	Locale    string          `json:"locale,omitempty"`    // what the chat said last
	Zone      string          `json:"zone,omitempty"`      // IANA name, own choice; "" follows the chat's setting
	ChatZone  string          `json:"chat_zone,omitempty"` // what the chat said last; "" is the team's
	Gone      bool            `json:"gone,omitempty"`      // deactivated: no rights from this moment
	Outside   bool            `json:"outside,omitempty"`   // guest or of another company: no rights at all
	External  string          `json:"external,omitempty"`  // id in the system imported from
	Away      []calendar.Span `json:"away,omitempty"`      // leave
	Limit     Percent         `json:"limit,omitempty"`     // below it they grant alone; 0 is the limit of Role
	Functions []string        `json:"functions,omitempty"` // finance, service, marketing: what a policy may ask for besides Role
	Erased    bool            `json:"erased,omitempty"`    // their data was erased: the chat's profile is no longer taken over
}

// Same reports whether two identities belong to one human: the same id, the same mailbox,
// or the same id in the system they were imported from.
func Same(a, b Person) bool {
	return a.ID == b.ID || a.External != "" && a.External == b.External ||
		strings.TrimSpace(a.Email) != "" && mailbox(a.Email) == mailbox(b.Email)
}

// mailbox is where mail to an address arrives. A tag behind a plus makes a second account
// possible in a workspace that allows each address once; it is the same mailbox.
func mailbox(address string) string {
	name, host, _ := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if before, _, tagged := strings.Cut(name, "+"); tagged && before != "" {
		name = before
	}
	return name + "@" + host
}

// InChat reports whether p can be written to and can answer: people who were imported and
// have not been seen in the chat cannot.
func (p Person) InChat() bool { return inChat(p.ID) && !p.Gone && !p.Outside }

// inChat reports whether an id is of the chat and not given by an import.
func inChat(person string) bool { return person != "" && (person[0] == 'U' || person[0] == 'W') }

// AwayOn reports whether p is on leave on d.
func (p Person) AwayOn(d calendar.Date) bool {
	return slices.ContainsFunc(p.Away, func(s calendar.Span) bool { return s.From <= d && d <= s.To })
}

// Member stands for everyone who reads a team's channel: a post there may show only what
// every member may see.
func Member(team string) Person { return Person{ID: "member of " + team, Team: team, Role: Rep} }

// Team sells together, in one channel, under one manager.
type Team struct {
	ID          string `json:"id"` // short name, lower case
	Name        string `json:"name"`
	Channel     string `json:"channel,omitempty"`
	Manager     string `json:"manager,omitempty"`  // Person.ID
	Director    string `json:"director,omitempty"` // Person.ID
	Zone        string `json:"zone,omitempty"`
	Language    string `json:"language,omitempty"` // of messages in the channel
	Currency    string `json:"currency,omitempty"` // of its amounts that name none; "" is the company's
	Calendar    string `json:"calendar,omitempty"` // one of Company.Calendars; "" is the company's; the next two likewise
	Days        string `json:"days,omitempty"`     // of its working week, "1-5": see ReadWeekdays
	Hours       string `json:"hours,omitempty"`    // see ReadHours
	Region      string `json:"region,omitempty"`
	External    string `json:"external,omitempty"`
	Unreachable string `json:"unreachable,omitempty"` // why the chat refuses posts to Channel, "" while it takes them
}

// MaxLeaveDays is the longest leave that is believed, in days.
const MaxLeaveDays = 366
