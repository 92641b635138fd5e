package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealdesk/sales"
)

// authority reads who may grant what: the limits and the policies.
func (r *reader) authority() sales.Authority {
	c := r.config.Approvals
	a := sales.Authority{
		Rep:         r.percent("approvals.rep", c.Rep),
		Manager:     r.percent("approvals.manager", c.Manager),
		PaymentDays: c.PaymentDays,
		Chain:       c.Chain,
		Expires:     r.duration("approvals.expires", c.Expires, time.Minute),
		Remind:      r.delay("approvals.remind", c.Remind),
		Escalate:    r.delay("approvals.escalate", c.Escalate),
	}
	if c.Rep >= c.Manager {
		r.wrong("approvals.manager", "config.limits")
	}
	r.within("approvals.payment_days", c.PaymentDays, sales.PaymentDaysMax)
	if a.Escalate > 0 && a.Escalate < a.Remind {
		r.wrong("approvals.escalate", "config.escalate")
	}
	r.functions()
	r.lists()
	seen := map[string]bool{}
	for i, p := range c.Policies {
		at := fmt.Sprintf("approvals.policy.%d", i)
		switch {
		case strings.TrimSpace(p.Name) == "":
			r.wrong(at+".name", "config.policy_name")
		case seen[p.Name] || p.Name == sales.WhyLevel:
			r.wrong(at+".name", "config.policy_taken", "Text", p.Name)
		}
		seen[p.Name] = true
		a.Policies = append(a.Policies, sales.Policy{Name: p.Name, When: r.when(at, p), Steps: r.steps(at, p.Steps)})
	}
	return a
}

// delay returns 0 for an empty setting, which means never.
func (r *reader) delay(at, text string) time.Duration {
	if text == "" {
		return 0
	}
	return r.duration(at, text, time.Minute)
}

func (r *reader) within(at string, n, limit int) {
	if n < 0 || n > limit {
		r.wrong(at, "config.between", "Max", limit, "Got", n)
	}
}

func (r *reader) when(at string, p policyConfig) sales.When {
	w := sales.When{Discount: r.percent(at+".discount", p.Discount), PaymentDays: p.PaymentDays, FreeMonths: p.FreeMonths, Custom: p.Custom}
	r.within(at+".payment_days", p.PaymentDays, sales.PaymentDaysMax)
	r.within(at+".free_months", p.FreeMonths, sales.FreeMonthsMax)
	units := int64(1)
	places, _ := sales.Exponent(r.config.Workspace.Currency)
	for range places {
		units *= 10
	}
	if limit := sales.AmountMax / units; p.Amount < 0 || int64(p.Amount) > limit {
		r.wrong(at+".amount", "config.policy_amount", "Max", limit)
	} else if p.Amount > 0 {
		w.Amount = sales.Money{Minor: int64(p.Amount) * units, Currency: r.config.Workspace.Currency}
	}
	for i, t := range p.Tiers {
		if !slices.Contains(sales.Tiers, sales.Tier(t)) {
			r.wrong(fmt.Sprintf("%s.tiers.%d", at, i), "config.tier", "Text", t)
		}
		w.Tiers = append(w.Tiers, sales.Tier(t))
	}
	return w
}

func (r *reader) steps(at string, steps []stepConfig) (panels []sales.Panel) {
	if len(steps) == 0 {
		r.wrong(at, "config.policy_nobody")
	}
	for i, s := range steps {
		at := fmt.Sprintf("%s.step.%d", at, i)
		if len(s.Who) == 0 {
			r.wrong(at+".who", "config.step_who")
			continue
		}
		p, ok := sales.Panel{Who: r.who(at+".who", s.Who), Need: 1}, true
		switch s.Need {
		case "", "any":
		case "all":
			p.Need = sales.All
		default:
			if p.Need, ok = number(s.Need); !ok {
				r.wrong(at+".need", "config.step_need", "Text", s.Need)
			}
		}
		if there := r.heads(p.Who); ok && there > 0 && p.Need > there {
			r.wrong(at+".need", "config.step_heads", "Need", p.Need, "Heads", there)
		}
		panels = append(panels, p)
	}
	return panels
}

func number(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0
}

// leads are the roles that stand for the person who holds them in the deal's team.
var leads = []string{string(sales.Manager), string(sales.Director)}

var functionName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`).MatchString

// functions checks [functions]; appoint assigns them to people.
func (r *reader) functions() {
	for _, name := range slices.Sorted(maps.Keys(r.config.Functions)) {
		at := "functions." + name
		if r.checkName(at, name); len(r.config.Functions[name]) == 0 {
			r.wrong(at, "config.function_empty")
		}
		r.users(at, r.config.Functions[name])
	}
}

// lists checks [approvals.lists]. A policy that uses a list does not report its mistakes again.
func (r *reader) lists() {
	for _, list := range slices.Sorted(maps.Keys(r.config.Approvals.Lists)) {
		at, names := "approvals.lists."+list, r.config.Approvals.Lists[list]
		r.checkName(at, list)
		if _, taken := r.config.Functions[list]; taken {
			r.wrong(at, "config.list_function")
		}
		if len(names) == 0 {
			r.wrong(at, "config.list_empty")
		}
		if path := r.listPath(list, list, map[string]bool{}); path != nil {
			r.wrong(at, "config.list_circle", "Path", strings.Join(path, " → "))
		}
		for i, name := range names {
			if _, isList := r.config.Approvals.Lists[name]; !isList {
				r.somebody(fmt.Sprintf("%s.%d", at, i), name)
			}
		}
	}
}

// checkName refuses names of functions and lists that have another meaning.
func (r *reader) checkName(at, name string) {
	if !functionName(name) || slices.Contains(append(leads, string(sales.Rep), string(sales.Admin), string(sales.Approver)), name) {
		r.wrong(at, "config.group_name", "Text", name)
	}
}

// who replaces the lists among names with their members: roles, functions and user IDs.
func (r *reader) who(at string, names []string) (who sales.Who) {
	for i, name := range names {
		all := []string{name}
		if _, isList := r.config.Approvals.Lists[name]; isList {
			all = r.listed(name, map[string]bool{})
		} else if !r.somebody(fmt.Sprintf("%s.%d", at, i), name) {
			continue
		}
		for _, one := range all {
			if !slices.Contains(who, one) {
				who = append(who, one)
			}
		}
	}
	return who
}

// listed returns the members of a list and of the lists in it, except for lists that were seen
// already. It reports no mistakes: lists does.
func (r *reader) listed(list string, seen map[string]bool) (who []string) {
	if seen[list] {
		return nil
	}
	seen[list] = true
	for _, name := range r.config.Approvals.Lists[list] {
		if _, isList := r.config.Approvals.Lists[name]; isList {
			who = append(who, r.listed(name, seen)...)
		} else {
			who = append(who, name)
		}
	}
	return who
}

// listPath returns a path from a list to another one through lists that were not seen yet, or nil.
func (r *reader) listPath(from, to string, seen map[string]bool) []string {
	for _, name := range r.config.Approvals.Lists[from] {
		if name == to {
			return []string{from, to}
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		if rest := r.listPath(name, to, seen); rest != nil {
			return append([]string{from}, rest...)
		}
	}
	return nil
}

// somebody reports whether a name stands for anybody, and records a mistake if not.
func (r *reader) somebody(at, name string) bool {
	_, isFunction := r.config.Functions[name]
	switch {
	case name == string(sales.Director) && !slices.ContainsFunc(r.config.Teams, func(t teamConfig) bool { return t.Director != "" }):
		r.wrong(at, "config.no_director", "Text", name)
	case !isFunction && !slices.Contains(leads, name) && !userID(name):
		r.wrong(at, "config.nobody", "Text", name)
	default:
		return true
	}
	return false
}

// heads returns how many people w can be at most: each team has one manager and one director.
func (r *reader) heads(w sales.Who) int {
	people := map[string]bool{}
	for _, name := range w {
		holders, isFunction := r.config.Functions[name]
		if !isFunction {
			holders = []string{name}
		}
		for _, id := range holders {
			people[id] = true
		}
	}
	return len(people)
}

// appoint assigns the functions to people and makes approvers of those whom a policy may ask. A
// person without another role gets the role Approver, which sells nothing.
func (r *reader) appoint(people map[string]sales.Person, a sales.Authority) {
	give := func(id, function string) {
		p := people[id]
		if p.ID = id; function != "" && !slices.Contains(p.Functions, function) {
			p.Functions = append(p.Functions, function)
		}
		people[id] = p
	}
	for _, function := range slices.Sorted(maps.Keys(r.config.Functions)) {
		for _, id := range r.config.Functions[function] {
			give(id, function)
		}
	}
	for _, policy := range a.Policies {
		for _, s := range policy.Steps {
			for _, name := range s.Who {
				if userID(name) {
					give(name, "")
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		p := people[id]
		p.Approver = a.Appoints(p)
		if p.Role == "" && p.Approver {
			p.Role = sales.Approver
		}
		if p.Role == "" {
			r.warnings = append(r.warnings, Mistake{Key: "config.idle", Args: []any{"Text", id, "Functions", p.Functions}})
		}
		people[id] = p
	}
}
