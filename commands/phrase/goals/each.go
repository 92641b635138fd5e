package goals

import (
	"regexp"
	"strings"

	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// each are the words for every year, quarter, month, week or day.
var each = regexp.MustCompile(`(?i)(?:\b(?:per|an?|each|every) |/ ?)(year|quarter|month|week|(?:working |work|week)?day)\b|` +
	`\b(yearly|annually|annual|quarterly|monthly|weekly|daily)\b` +
	`|(?:每一?个?|一个)(年|季度|季|月|周|星期|礼拜|工作日|天|日)|一(天|周)|/(年|季度|季|月|周|天|日)|(天天|月度|季度|周度)`)

// units are what those words say.
var eachUnit = map[string]goal.Each{
	"year": goal.EachYear, "yearly": goal.EachYear, "annually": goal.EachYear, "annual": goal.EachYear, "年": goal.EachYear,
	"quarter": goal.EachQuarter, "quarterly": goal.EachQuarter, "季度": goal.EachQuarter, "季": goal.EachQuarter,
	"month": goal.EachMonth, "monthly": goal.EachMonth, "月": goal.EachMonth, "月度": goal.EachMonth,
	"week": goal.EachWeek, "weekly": goal.EachWeek, "周": goal.EachWeek, "星期": goal.EachWeek, "礼拜": goal.EachWeek, "周度": goal.EachWeek,
}

// readEach takes the words for every week out. Without a period the present one is meant, and in a period that is no
// longer the number is that of the period; in a longer one it is for each of them. What is no sum is not counted by
// the day, nor more in a longer time.
func readEach(t *text, s *Said, p pen) {
	m := each.FindStringSubmatch(t.s)
	if m == nil {
		return
	}
	unit, known := eachUnit[strings.ToLower(strings.Join(m[1:], ""))]
	adds := s.Metric == "" || s.Definition().Shape == kpi.Sum
	if !known {
		if adds {
			t.cut(each)
			s.Each = goal.EachDay
		}
		return
	}
	t.cut(each)
	span, _ := p.near("this", string(unit))
	slack := 3 // no two months have the same length
	if unit == goal.EachWeek {
		slack = 0
	}
	switch {
	case s.Period.To == "":
		s.Period = span
	case s.Period.From.DaysTo(s.Period.To) <= span.From.DaysTo(span.To)+slack:
	case adds:
		s.Each = unit
	default:
		s.Left = append(s.Left, strings.TrimSpace(m[0]))
	}
}

// Apart are the parts into which a goal for each of something is broken down.
func (s Said) Apart() goal.Into {
	return map[goal.Each]goal.Into{goal.EachDay: goal.Weeks, goal.EachWeek: goal.Weeks, goal.EachMonth: goal.Months,
		goal.EachQuarter: goal.Quarters}[s.Each]
}

// Over is what is said with its numbers for the whole of some days in which each comes n ÷ of times.
func (s Said) Over(n, of int64) Said {
	s.Each = ""
	for _, l := range []*kpi.Level{&s.Target, &s.Stretch, &s.Challenge} {
		if l.Set {
			l.N = s.Whole(kpi.Scale(l.N, n, of))
		}
	}
	return s
}
