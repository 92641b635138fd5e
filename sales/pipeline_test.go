package sales

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestTheTemplatesAreThoseOfTheHandbook(t *testing.T) {
	want := map[string][]string{
		"standard": {"lead", "discovery", "proposal", "negotiation", "contract", "payment"},
		"short":    {"prospect", "interested", "confirmed", "solution", "closing"},
	}
	kinds := map[string]map[CriterionKind]bool{}
	for _, p := range Templates() {
		if errs := p.Validate(); errs != nil {
			t.Errorf("%s: %v", p.ID, errs)
		}
		var ids []string
		kinds[p.ID] = map[CriterionKind]bool{}
		for _, s := range p.Stages {
			ids = append(ids, s.ID)
			for _, c := range slices.Concat(s.Enter, s.Exit) {
				kinds[p.ID][c.Kind] = true
			}
		}
		if !slices.Equal(ids, want[p.ID]) {
			t.Errorf("%s has the stages %v", p.ID, ids)
		}
		if len(kinds[p.ID]) != 3 {
			t.Errorf("%s uses only the criteria %v", p.ID, kinds[p.ID])
		}
	}
	if len(Templates()) != len(want) {
		t.Errorf("%d templates", len(Templates()))
	}
	Templates()[0].Stages[0].ID = "changed"
	if Templates()[0].Stages[0].ID != "lead" {
		t.Error("a caller can change the templates of the next")
	}
}

func TestNegotiationNeedsADemoAndADecider(t *testing.T) {
	standard := Templates()[0]
	s, _ := standard.Stage("negotiation")
	for _, code := range []string{"activity.demo", "contact.decider"} {
		if !slices.Contains(s.Enter, ParseCriterion(code)) {
			t.Errorf("negotiation does not ask for %s (R58)", code)
		}
	}
}

func TestEachStageHasItsNeighbours(t *testing.T) {
	c := Company{Pipelines: Templates()}
	p, ok := c.Pipeline("short")
	if !ok {
		t.Fatal("no short pipeline")
	}
	if _, ok := c.Pipeline("long"); ok {
		t.Error("a pipeline nobody configured was found")
	}
	id := func(s Stage, ok bool) string {
		if !ok {
			return "-"
		}
		return s.ID
	}
	for _, c := range []struct{ stage, next, prev string }{
		{"prospect", "interested", "-"},
		{"confirmed", "solution", "interested"},
		{"closing", "-", "solution"},
		{"lead", "-", "-"}, // of the other pipeline
		{"", "-", "-"},
	} {
		if got := id(p.Next(c.stage)); got != c.next {
			t.Errorf("after %q comes %s, want %s", c.stage, got, c.next)
		}
		if got := id(p.Prev(c.stage)); got != c.prev {
			t.Errorf("before %q comes %s, want %s", c.stage, got, c.prev)
		}
	}
}

func TestACriterionIsMetOnceItsFactIsThere(t *testing.T) {
	full := Deal{Account: "A-1", Amount: Money{1, "CNY"}, Close: "2026-12-20", Need: "n", Budget: "b", Product: "p",
		Next: NextStep{What: "call", Due: "2026-11-25"}}
	facts := Facts{Activities: map[ActivityKind]bool{Demo: true}, Contacts: map[ContactRole]bool{Decider: true}}
	for _, what := range Fields {
		c := Criterion{FieldSet, what}
		if !c.Met(full, Facts{}) || c.Met(Deal{}, facts) {
			t.Errorf("%s does not follow its field", c.Code())
		}
	}
	for _, c := range []struct {
		code string
		want bool
	}{
		{"activity.demo", true}, {"activity.call", false}, {"contact.decider", true}, {"contact.buyer", false}, {"field.colour", false},
	} {
		if got := ParseCriterion(c.code).Met(full, facts); got != c.want {
			t.Errorf("%s holds: %v", c.code, got)
		}
	}
	if (Criterion{FieldSet, "next"}).Met(Deal{Next: NextStep{What: "some day"}}, Facts{}) {
		t.Error("a next step without a date counts (R93)")
	}
	for _, p := range Templates() {
		for _, s := range p.Stages {
			for _, c := range slices.Concat(s.Enter, s.Exit) {
				if ParseCriterion(c.Code()) != c {
					t.Errorf("%s reads back as %v", c.Code(), ParseCriterion(c.Code()))
				}
			}
		}
	}
}

func TestEveryMistakeInAPipelineIsNamed(t *testing.T) {
	good := func() Pipeline {
		return Pipeline{ID: "ours", Name: "Ours", Stages: []Stage{
			{ID: "first", Name: "First", Chance: 0, Exit: []Criterion{{FieldSet, "amount"}}},
			{ID: "second", Name: "Second", Chance: 5000},
			{ID: "third", Name: "Third", Chance: Hundred, Enter: []Criterion{{HasActivity, "visit"}, {HasContact, "buyer"}}},
		}}
	}
	if errs := good().Validate(); errs != nil {
		t.Fatalf("a good pipeline: %v", errs)
	}
	for _, c := range []struct {
		name  string
		spoil func(*Pipeline)
		stage int
		key   string
		says  string
	}{
		{"no stages", func(p *Pipeline) { p.Stages = nil }, -1, "stage", "pipeline.stages"},
		{"an id with capitals", func(p *Pipeline) { p.ID = "Ours" }, -1, "id", "pipeline.bad_id"},
		{"no name", func(p *Pipeline) { p.Name = "" }, -1, "name", "pipeline.name"},
		{"a stage id with spaces", func(p *Pipeline) { p.Stages[1].ID = "in talks" }, 1, "id", "pipeline.bad_id"},
		{"no stage id", func(p *Pipeline) { p.Stages[1].ID = "" }, 1, "id", "pipeline.bad_id"},
		{"a stage twice", func(p *Pipeline) { p.Stages[2].ID = "first" }, 2, "id", "pipeline.stage_twice"},
		{"a stage without a name", func(p *Pipeline) { p.Stages[0].Name = "" }, 0, "name", "pipeline.name"},
		{"a chance above 100 %", func(p *Pipeline) { p.Stages[2].Chance = 10001 }, 2, "chance", "pipeline.chance"},
		{"a negative chance", func(p *Pipeline) { p.Stages[0].Chance = -1 }, 0, "chance", "pipeline.chance"},
		{"a falling chance", func(p *Pipeline) { p.Stages[0].Chance = 5001 }, 1, "chance", "pipeline.chance_falls"},
		{"an unknown field", func(p *Pipeline) { p.Stages[0].Exit[0].What = "colour" }, 0, "exit", "pipeline.field"},
		{"an unknown activity", func(p *Pipeline) { p.Stages[2].Enter[0].What = "fax" }, 2, "enter", "pipeline.activity"},
		{"an unknown role", func(p *Pipeline) { p.Stages[2].Enter[1].What = "boss" }, 2, "enter", "pipeline.contact"},
		{"an unknown kind", func(p *Pipeline) { p.Stages[2].Enter[1].Kind = "mood" }, 2, "enter", "pipeline.criterion"},
		{"a criterion twice", func(p *Pipeline) { p.Stages[2].Enter[1] = p.Stages[2].Enter[0] }, 2, "enter", "pipeline.criterion_twice"},
		{"a way into the first stage", func(p *Pipeline) { p.Stages[0].Enter = []Criterion{{FieldSet, "need"}} }, 0, "enter", "pipeline.never_asked"},
		{"a way out of the last", func(p *Pipeline) { p.Stages[2].Exit = []Criterion{{FieldSet, "need"}} }, 2, "exit", "pipeline.never_asked"},
	} {
		p := good()
		c.spoil(&p)
		errs := p.Validate()
		if len(errs) != 1 {
			t.Errorf("%s: %v", c.name, errs)
			continue
		}
		m := errs[0]
		if where := strings.Contains(m.Error(), fmt.Sprintf("stage %d", c.stage+1)); where != (c.stage >= 0) {
			t.Errorf("%s: the place is not named: %v", c.name, m)
		}
		if m.Stage != c.stage || m.Key != c.key || m.Why.Code != c.says {
			t.Errorf("%s: %v", c.name, m)
		}
	}
	bad := good()
	bad.ID, bad.Stages[0].ID, bad.Stages[1].Chance = "", "", -5
	if errs := bad.Validate(); len(errs) != 3 {
		t.Errorf("three mistakes are reported as %v", errs)
	}
}

func TestACompanyIsCheckedAsAWhole(t *testing.T) {
	good := Company{Pipelines: Templates(), LostReasons: LostReasons(), Authority: DefaultAuthority()}
	if errs := good.Validate(); errs != nil {
		t.Fatalf("the defaults: %v", errs)
	}
	endless := good
	endless.Authority = Authority{Rep: 0, Manager: Hundred, Expires: 0}
	if errs := endless.Validate(); errs != nil {
		t.Errorf("limits at their bounds: %v", errs)
	}
	if len(LostReasons()) != 7 {
		t.Errorf("%d lost reasons ship, want seven (U7)", len(LostReasons()))
	}
	for name, spoil := range map[string]func(*Company){
		"no pipeline":        func(c *Company) { c.Pipelines = nil },
		"a pipeline twice":   func(c *Company) { c.Pipelines = append(c.Pipelines, c.Pipelines[0]) },
		"no lost reason":     func(c *Company) { c.LostReasons = nil },
		"falling limits":     func(c *Company) { c.Authority.Manager = c.Authority.Rep - 1 },
		"a negative limit":   func(c *Company) { c.Authority.Rep = -1 },
		"more than all":      func(c *Company) { c.Authority.Manager = Hundred + 1 },
		"a negative waiting": func(c *Company) { c.Authority.Expires = -1 },
	} {
		c := good
		spoil(&c)
		if errs := c.Validate(); len(errs) != 1 {
			t.Errorf("%s: %v", name, errs)
		}
	}
}
