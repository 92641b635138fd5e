package sales

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Templates are the two pipelines that ship: "standard" for long sales with
// several deciders, "short" for quick ones. Their words are in lang/.
func Templates() []Pipeline {
	field := func(what string) Criterion { return Criterion{FieldSet, what} }
	return []Pipeline{
		{ID: "standard", Stages: []Stage{
			{ID: "lead", Chance: 1000, Exit: []Criterion{field("account"), field("next")}},
			{ID: "discovery", Chance: 2000, Exit: []Criterion{field("need"), field("next")}},
			{ID: "proposal", Chance: 4000, Exit: []Criterion{field("amount"), field("close"), field("next")}},
			{ID: "negotiation", Chance: 6000,
				Enter: []Criterion{{HasActivity, string(Demo)}, {HasContact, string(Decider)}},
				Exit:  []Criterion{field("budget"), field("next")}},
			{ID: "contract", Chance: 8000,
				Enter: []Criterion{{HasContact, string(Buyer)}},
				Exit:  []Criterion{field("product"), field("next")}},
			{ID: "payment", Chance: 9500},
		}},
		{ID: "short", Stages: []Stage{
			{ID: "prospect", Chance: 1000, Exit: []Criterion{field("account"), field("next")}},
			{ID: "interested", Chance: 2500, Exit: []Criterion{field("need")}},
			{ID: "confirmed", Chance: 4500,
				Enter: []Criterion{field("next")},
				Exit:  []Criterion{field("amount"), field("close")}},
			{ID: "solution", Chance: 6500, Exit: []Criterion{{HasActivity, string(Demo)}, {HasContact, string(Decider)}}},
			{ID: "closing", Chance: 8500},
		}},
	}
}

// Fields of a deal that a criterion may ask for.
var Fields = []string{"account", "amount", "close", "next", "need", "budget", "product"}

// Code names c in one word, "field.amount", "activity.demo", "contact.decider". It is the
// key of its words in lang/ (criterion.<code>), and its form in the configuration and in
// Event.Unmet.
func (c Criterion) Code() string { return string(c.Kind) + "." + c.What }

// ParseCriterion reads what Code returns.
func ParseCriterion(code string) Criterion {
	kind, what, _ := strings.Cut(code, ".")
	return Criterion{CriterionKind(kind), what}
}

// Met reports whether c holds for d.
func (c Criterion) Met(d Deal, f Facts) bool {
	switch c.Kind {
	case HasActivity:
		return f.Activities[ActivityKind(c.What)]
	case HasContact:
		return f.Contacts[ContactRole(c.What)]
	}
	switch c.What {
	case "account":
		return d.Account != ""
	case "amount":
		return !d.Amount.Zero()
	case "close":
		return d.Close != ""
	case "next":
		return d.Next.Due != "" // a next step without a date is a wish
	case "need":
		return d.Need != ""
	case "budget":
		return d.Budget != ""
	case "product":
		return d.Product != ""
	}
	return false
}

// flaw returns what is wrong with c, "" if nothing.
func (c Criterion) flaw() *Problem {
	switch c.Kind {
	case FieldSet:
		if !slices.Contains(Fields, c.What) {
			return No("pipeline.field", "Text", c.What, "Known", Fields)
		}
	case HasActivity:
		if !slices.Contains(ActivityKinds, ActivityKind(c.What)) {
			return No("pipeline.activity", "Text", c.What, "Known", texts(ActivityKinds))
		}
	case HasContact:
		if !slices.Contains(ContactRoles, ContactRole(c.What)) {
			return No("pipeline.contact", "Text", c.What, "Known", texts(ContactRoles))
		}
	default:
		return No("pipeline.criterion", "Text", c.Code())
	}
	return nil
}

func texts[S ~string](list []S) []string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return words
}

// Pipeline finds the pipeline with this id.
func (c Company) Pipeline(id string) (Pipeline, bool) {
	i := slices.IndexFunc(c.Pipelines, func(p Pipeline) bool { return p.ID == id })
	if i < 0 {
		return Pipeline{}, false
	}
	return c.Pipelines[i], true
}

// Stage finds the stage with this id.
func (p Pipeline) Stage(id string) (Stage, bool) { return p.at(p.index(id)) }

// Next returns the stage after id; ok is false for the last and for an unknown id.
func (p Pipeline) Next(id string) (s Stage, ok bool) {
	if i := p.index(id); i >= 0 {
		return p.at(i + 1)
	}
	return Stage{}, false
}

// Prev returns the stage before id; ok is false for the first and for an unknown id.
func (p Pipeline) Prev(id string) (s Stage, ok bool) { return p.at(p.index(id) - 1) }

func (p Pipeline) index(id string) int {
	return slices.IndexFunc(p.Stages, func(s Stage) bool { return s.ID == id })
}

func (p Pipeline) at(i int) (Stage, bool) {
	if i < 0 || i >= len(p.Stages) {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// Mistake is something wrong in a configured pipeline. Stage counts from 0; -1 is the
// pipeline itself. Key is the setting at fault ("id", "name", "chance", "enter", "exit",
// "stage"), so that whoever read the file can name the line.
type Mistake struct {
	Pipeline string
	Stage    int
	Key      string
	Why      *Problem
}

func (m *Mistake) Error() string {
	if m.Stage < 0 {
		return fmt.Sprintf("pipeline %q: %s: %s", m.Pipeline, m.Key, m.Why)
	}
	return fmt.Sprintf("pipeline %q, stage %d: %s: %s", m.Pipeline, m.Stage+1, m.Key, m.Why)
}

var wellFormed = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`).MatchString

// Validate finds every Mistake in p, so that a configuration is refused once, with the full
// list.
func (p Pipeline) Validate() []*Mistake {
	var all []*Mistake
	wrong := func(stage int, key string, why *Problem) { all = append(all, &Mistake{p.ID, stage, key, why}) }
	if !wellFormed(p.ID) {
		wrong(-1, "id", No("pipeline.bad_id", "Text", p.ID))
	}
	if p.Name == "" && !isTemplate(p.ID) {
		wrong(-1, "name", No("pipeline.name"))
	}
	if len(p.Stages) == 0 {
		wrong(-1, "stage", No("pipeline.stages"))
	}
	seen, chance := map[string]bool{}, Percent(0)
	for i, s := range p.Stages {
		switch {
		case !wellFormed(s.ID):
			wrong(i, "id", No("pipeline.bad_id", "Text", s.ID))
		case seen[s.ID]:
			wrong(i, "id", No("pipeline.stage_twice", "Text", s.ID))
		case s.Name == "" && !isTemplateStage(s.ID):
			wrong(i, "name", No("pipeline.name"))
		}
		seen[s.ID] = true
		switch {
		case s.Chance < 0 || s.Chance > Hundred:
			wrong(i, "chance", No("pipeline.chance"))
		case s.Chance < chance:
			wrong(i, "chance", No("pipeline.chance_falls"))
		default:
			chance = s.Chance
		}
		for _, list := range []struct {
			key   string
			of    []Criterion
			never bool
		}{
			{"enter", s.Enter, i == 0},
			{"exit", s.Exit, i == len(p.Stages)-1},
		} {
			if list.never && len(list.of) > 0 {
				wrong(i, list.key, No("pipeline.never_asked"))
			}
			for j, c := range list.of {
				if flaw := c.flaw(); flaw != nil {
					wrong(i, list.key, flaw)
				} else if slices.Contains(list.of[:j], c) {
					wrong(i, list.key, No("pipeline.criterion_twice", "Text", c.Code()))
				}
			}
		}
	}
	return all
}

// Validate finds what is wrong with the rules of a configured company: its pipelines,
// lost reasons and discount limits.
func (c Company) Validate() []error {
	var errs []error
	if len(c.Pipelines) == 0 {
		errs = append(errs, fmt.Errorf("pipeline: at least one is needed"))
	}
	seen := map[string]bool{}
	for _, p := range c.Pipelines {
		if seen[p.ID] {
			errs = append(errs, &Mistake{p.ID, -1, "id", No("pipeline.stage_twice", "Text", p.ID)})
		}
		seen[p.ID] = true
		for _, m := range p.Validate() {
			errs = append(errs, m)
		}
	}
	if len(c.LostReasons) == 0 {
		errs = append(errs, fmt.Errorf("lost reasons: at least one is needed"))
	}
	if a := c.Authority; a.Rep < 0 || a.Manager < a.Rep || a.Manager > Hundred {
		errs = append(errs, fmt.Errorf("approvals: limits must rise from the rep's to the manager's, between 0 and 100 %%"))
	}
	if c.Authority.Expires < 0 {
		errs = append(errs, fmt.Errorf("approvals: the time a request waits is negative"))
	}
	return errs
}

func isTemplate(id string) bool {
	return slices.ContainsFunc(Templates(), func(t Pipeline) bool { return t.ID == id })
}

func isTemplateStage(id string) bool {
	return slices.ContainsFunc(Templates(), func(t Pipeline) bool { return t.index(id) >= 0 })
}
