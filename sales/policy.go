package sales

import (
	"slices"
	"time"
)

// Authority says who may grant what. A rep may grant discounts below Rep, a
// manager below Manager, and only a director more. Special terms need at least a manager.
// Policies ask more of some requests.
type Authority struct {
	Rep         Percent
	Manager     Percent
	PaymentDays int  // the usual term; a longer one is special
	Chain       bool // every level below the required one decides first
	Policies    []Policy
	Expires     time.Duration // how long a request waits
	Remind      time.Duration // business time after which deciders are reminded; 0: never
	Escalate    time.Duration // business time after which the next level is asked too; 0: never
}

// DefaultAuthority holds unless configured: below 10 % the rep grants, below 20 % the
// manager, above that the director. A request waits three days, and after a working day's
// eight hours the director is asked too. Nobody is reminded in between, because deciders
// read every working morning what waits for them, in the one message of the day.
func DefaultAuthority() Authority {
	return Authority{Rep: 1000, Manager: 2000, PaymentDays: 30, Expires: 72 * time.Hour, Escalate: 8 * time.Hour}
}

// Policy adds its steps to the requests it applies to, besides the limits.
type Policy struct {
	Name  string // as people read it
	When  When
	Steps []Panel
}

// When says which requests a policy applies to: those that meet all conditions that are
// set. A zero condition is not set. A request that gives nothing away meets none.
type When struct {
	Discount    Percent // from this share on
	Amount      Money   // from this amount on, before discount; an amount in another currency always meets it
	PaymentDays int     // from this number on
	FreeMonths  int     // from this number on
	Custom      bool    // other special terms were promised
	Tiers       []Tier  // the customer has one of these tiers
}

// Panel is who decides in a step, and how many of them must approve.
type Panel struct {
	Who  Who `json:"who"`
	Need int `json:"need"` // All, or a number
}

// All is the Need of a Panel in which everyone who is asked must approve.
const All = -1

// Who names deciders: a role in the deal's team ("manager", "director"), a function
// ("finance"), or a Person.ID.
type Who []string

// Names reports whether w names p, by id or by a function.
func (w Who) Names(p Person) bool {
	return slices.ContainsFunc(w, func(who string) bool { return who == p.ID || slices.Contains(p.Functions, who) })
}

// has reports whether w names one of these roles.
func (w Who) has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(w, string(r)) })
}

// Appoints reports whether the policies make p an approver, by naming p or one of p's
// functions. Bookkeepers always are. An approver sees every deal (P13), because any of them
// may need their decision; Person.Approver records it.
func (a Authority) Appoints(p Person) bool {
	for _, policy := range a.Policies {
		for _, s := range policy.Steps {
			if s.Who.Names(p) {
				return true
			}
		}
	}
	return slices.Contains(p.Functions, Finance)
}

// Offer is what is asked for and for which customer, as policies see it.
type Offer struct {
	Amount   Money // before discount
	Discount Percent
	Special  Special
	Tier     Tier // of the customer
}

// Level is the lowest role that may grant o alone. The limits themselves belong to the next
// level. Taking a discount or special terms back gives nothing away: any rep may.
func (a Authority) Level(o Offer) Role {
	switch {
	case o.Discount > 0 && o.Discount >= a.Manager:
		return Director
	case o.Discount > 0 && o.Discount >= a.Rep, a.special(o.Special):
		return Manager
	}
	return Rep
}

func (a Authority) special(s Special) bool {
	return s.PaymentDays > a.PaymentDays || s.FreeMonths > 0 || s.Custom != ""
}

// Alone reports whether r may grant o without anyone else, as far as the limits go.
func (a Authority) Alone(r Role, o Offer) bool {
	switch a.Level(o) {
	case Rep:
		return rank(r) > 0
	case Manager:
		return rank(r) >= rank(Manager)
	}
	return false
}

// Steps returns what o takes when someone of role r asks: first the limits, then each
// policy's panels, each panel once. None means that r may grant it alone.
func (a Authority) Steps(r Role, o Offer) []Step {
	var steps []Step
	add := func(why string, p Panel) {
		for i, s := range steps {
			if s.same(p) {
				steps[i].Why = append(s.Why, why)
				return
			}
		}
		steps = append(steps, Step{Why: []string{why}, Panel: p})
	}
	level := a.Level(o)
	if !a.Alone(r, o) {
		if level == Rep {
			level = Manager
		}
		if a.Chain && level == Director && rank(r) < rank(Manager) {
			add(WhyLevel, Panel{Who{string(Manager)}, 1})
		}
		add(WhyLevel, Panel{Who{string(level)}, 1})
	}
	for _, p := range a.Policies {
		if p.When.meets(o) && (o.Discount > 0 || a.special(o.Special)) {
			for _, s := range p.Steps {
				add(p.Name, s)
			}
		}
	}
	return steps
}

// meets reports whether o meets every condition that is set.
func (w When) meets(o Offer) bool {
	return o.Discount >= w.Discount &&
		(w.Amount.Zero() || o.Amount.Currency != w.Amount.Currency || o.Amount.Minor >= w.Amount.Minor) &&
		o.Special.PaymentDays >= w.PaymentDays &&
		o.Special.FreeMonths >= w.FreeMonths &&
		(!w.Custom || o.Special.Custom != "") &&
		(len(w.Tiers) == 0 || slices.Contains(w.Tiers, o.Tier))
}

// same reports whether two panels ask the same of the same people.
func (p Panel) same(q Panel) bool {
	sorted := func(w Who) Who { return slices.Compact(slices.Sorted(slices.Values(w))) }
	return p.Need == q.Need && slices.Equal(sorted(p.Who), sorted(q.Who))
}

// rank orders the roles by what they may grant. An admin asks like a rep.
func rank(r Role) int {
	switch r {
	case Rep, Admin:
		return 1
	case Manager:
		return 2
	case Director:
		return 3
	}
	return 0
}
