package cards

import (
	"time"

	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
)

// Problem is a rule's refusal in the reader's words.
func (m Maker) Problem(p lang.Printer, problem *sales.Problem) chat.Safe {
	return p.Say("problem."+problem.Code, m.words(p, problem.Args))
}

// PlainProblem is the same for plain-text places, such as a form field's error.
func (m Maker) PlainProblem(p lang.Printer, problem *sales.Problem) string {
	return p.Plain("problem."+problem.Code, m.words(p, problem.Args))
}

// words puts codes of the rules into the reader's language; amounts, shares and dates
// the printer knows by itself.
func (m Maker) words(p lang.Printer, args map[string]any) lang.Args {
	out := lang.Args{}
	for name, v := range args {
		switch v := v.(type) {
		case sales.Role:
			out[name] = p.Say("role." + string(v))
		case sales.Who:
			out[name] = whom(p, v, 1)
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
			out[name] = Criteria(p, v)
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

// Criteria lists what must still hold, one a line.
func Criteria(p lang.Printer, cs []sales.Criterion) chat.Safe {
	var lines []chat.Safe
	for _, c := range cs {
		lines = append(lines, "• "+Criterion(p, c))
	}
	return chat.Join("\n", lines...)
}

// Criterion is one condition in words.
func Criterion(p lang.Printer, c sales.Criterion) chat.Safe {
	switch c.Kind {
	case sales.FieldSet:
		return p.Say("criterion.field", "Field", p.Say("field."+c.What))
	case sales.HasActivity:
		return p.Say("criterion.activity", "Kind", p.Say("kind."+c.What))
	default:
		return p.Say("criterion.contact", "Role", p.Say("contact_role."+c.What))
	}
}
