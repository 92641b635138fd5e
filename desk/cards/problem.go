package cards

import (
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

// Problem returns a rule's refusal in the reader's language.
func (m Maker) Problem(p lang.Printer, problem *sales.Problem) chat.Safe {
	return p.Say("problem."+problem.Code, m.words(p, problem.Args))
}

// PlainProblem is Problem as plain text, for example for the error of a form field.
func (m Maker) PlainProblem(p lang.Printer, problem *sales.Problem) string {
	return p.Plain("problem."+problem.Code, m.words(p, problem.Args))
}

// words translates codes of the rules into the reader's language. The printer itself formats
// amounts, percentages and dates.
func (m Maker) words(p lang.Printer, args map[string]any) lang.Args {
	out := lang.Args{}
	for name, v := range args {
		switch v := v.(type) {
		case sales.Role:
			out[name] = p.Say("role." + string(v))
		case sales.Who:
			out[name] = whom(p, v, 1)
		case sales.Pipeline:
			out[name] = PipelineName(p, v)
		case sales.Offer:
			out[name] = Terms(p, v)
		case sales.Status:
			out[name] = p.Say("status." + string(v))
		case sales.ApprovalStatus:
			out[name] = p.Say("approval_status." + string(v))
		case sales.VoidReason:
			out[name] = p.Say("void." + string(v))
		case sales.Verdict:
			out[name] = p.Say("verdict." + string(v))
		case time.Time:
			out[name] = p.Moment(v)
		case sales.ActivityKind:
			out[name] = p.Say("kind." + string(v))
		case []sales.Criterion:
			id, _ := args["ID"].(string)
			out[name] = Criteria(p, id, v)
		case string:
			if name == "Stage" || name == "To" {
				v = m.stageName(p, v)
			}
			out[name] = v
		default:
			out[name] = v
		}
	}
	return out
}

// Criteria lists the unmet criteria of the deal with this ID, one per line. Without an ID they are of
// the past.
func Criteria(p lang.Printer, deal string, cs []sales.Criterion) chat.Safe {
	var lines []chat.Safe
	for _, c := range cs {
		lines = append(lines, "• "+criterion(p, deal, c))
	}
	return chat.Join("\n", lines...)
}

// criterion returns one criterion in words.
func criterion(p lang.Printer, deal string, c sales.Criterion) chat.Safe {
	switch {
	case c.Kind == sales.FieldSet && c.What == "next_due" && deal != "":
		return p.Say("criterion.next_due", "ID", deal)
	case c.Kind == sales.FieldSet:
		return p.Say("criterion.field", "Field", p.Say("field."+c.What))
	case c.Kind == sales.HasActivity:
		return p.Say("criterion.activity", "Kind", p.Say("kind."+c.What))
	default:
		return p.Say("criterion.contact", "Role", p.Say("contact_role."+c.What))
	}
}
