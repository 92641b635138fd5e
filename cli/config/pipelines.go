package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dealdesk/sales"
)

// pipelines returns the configured pipelines, each a named template or the company's own. The
// default is the first template.
func (r *reader) pipelines() []sales.Pipeline {
	templates := sales.Templates()
	if len(r.config.Pipelines) == 0 {
		return templates[:1]
	}
	var names []string
	for _, t := range templates {
		names = append(names, t.ID)
	}
	var all []sales.Pipeline
	for i, p := range r.config.Pipelines {
		at := func(key string) string { return fmt.Sprintf("pipeline.%d.%s", i, key) }
		one := sales.Pipeline{ID: cmp.Or(p.ID, p.Template), Name: p.Name, Stages: r.stages(i, p.Stages),
			Limits: r.limits(at(""), -1, sales.Limits{Quiet: p.QuietDays, Pushed: p.Pushed, Contacts: p.Contacts,
				Decider: p.DeciderStage, Question: p.QuestionDays})}
		if p.Template != "" {
			n := slices.Index(names, r.oneOf(at("template"), p.Template, names))
			if n < 0 {
				continue
			}
			if len(p.Stages) > 0 {
				r.wrong(at("template"), "config.template")
			}
			one.Stages = templates[n].Stages
		}
		if slices.ContainsFunc(all, func(q sales.Pipeline) bool { return q.ID == one.ID }) {
			r.wrong(at("id"), "config.pipeline_twice", "Text", one.ID)
		}
		for _, m := range one.Validate() {
			var args []any
			for name, value := range m.Why.Args {
				args = append(args, name, value)
			}
			key := m.Key
			if m.Stage >= 0 {
				key = fmt.Sprintf("stage.%d.%s", m.Stage, m.Key)
			}
			r.wrong(at(key), "problem."+m.Why.Code, args...)
		}
		all = append(all, one)
	}
	return all
}

// limits are when the deals of a pipeline deserve a warning. least is what switches one off: 0 for all pipelines, -1
// for one of them, where 0 is what holds for all.
func (r *reader) limits(at string, least int, l sales.Limits) sales.Limits {
	for key, n := range map[string]int{"quiet_days": l.Quiet, "pushed": l.Pushed, "contacts": l.Contacts, "decider_stage": l.Decider,
		"question_days": l.Question} {
		if n < least {
			r.wrong(at+key, "config.limit", "Least", least)
		}
	}
	return l
}

// maxCadence is a year, in calendar days.
const maxCadence = 366

// cadence is for how many working days customers of each tier may go without contact. A tier without a number has none.
func (r *reader) cadence() map[sales.Tier]int {
	days := map[sales.Tier]int{"A": r.config.Cadence.A, "B": r.config.Cadence.B, "C": r.config.Cadence.C}
	for t, n := range days {
		r.within("cadence."+strings.ToLower(string(t)), n, maxCadence)
	}
	maps.DeleteFunc(days, func(_ sales.Tier, n int) bool { return n == 0 })
	return days
}

func (r *reader) stages(pipeline int, from []stageConfig) []sales.Stage {
	var stages []sales.Stage
	for j, s := range from {
		at := fmt.Sprintf("pipeline.%d.stage.%d.chance", pipeline, j)
		stages = append(stages, sales.Stage{ID: s.ID, Name: s.Name, Chance: r.percent(at, s.Chance), Enter: criteria(s.Enter),
			Exit: criteria(s.Exit)})
	}
	return stages
}

func criteria(codes []string) []sales.Criterion {
	var all []sales.Criterion
	for _, code := range codes {
		all = append(all, sales.ParseCriterion(code))
	}
	return all
}
