package talk

import "strings"

// Breath is a stand-up told in one breath.
type Breath struct {
	Done, Plan, Blockers string
	Free                 bool // nothing is in the way
}

const (
	doneDay = `(?:yesterday|y'day|yday|yest)`
	planDay = `(?:today|2day|tday|tdy)`
)

var (
	breathEnds = reads(`[.,;!?\n]+(?:\s+|$)`)
	andDay     = reads(`(?i),?\s+and\s+(` + doneDay + `|` + planDay + `)\b`)
	dayLast    = reads(`(?i)^(.*\S)\s+(?:(` + doneDay + `)|` + planDay + `)$`)
	dayFirst   = reads(`(?i)^(?:and )?(?:(` + doneDay + `)|` + planDay + `)\b[\s:]*(?:(?:i'll|i’ll|i'm|i’m|i) )?(.+)$`)
	inTheWay   = reads(`(?i)^(?:blocked (?:by|on)|blockers?:?|stuck on|waiting (?:on|for)|need(?:s|ing)?|issues?:|problems?:)\s`)
	freeOf     = reads(`(?i)^(?:no (?:blockers?|issues|impediments|problems)|nothing (?:in (?:my|the) way|blocking(?: me)?|blocks me)|` +
		`all (?:good|fine|ok|clear)|not blocked)(?: (?:apart from|except(?: for)?|besides|other than|but) (.+))?$`)
)

// ReadBreath reads a stand-up whose days stand behind what they are about: "saw two customers yesterday, calls today, all
// good". ok is false if it is none, or its first day stands in front.
func ReadBreath(text string) (b Breath, ok bool) {
	if len(text) > 4*longest {
		return b, false
	}
	last, waits := &b.Done, ""
	add := func(part *string, told string) {
		*part = strings.TrimPrefix(*part+", "+told, ", ")
	}
	for i, clause := range breathEnds.compiled().Split(andDay.compiled().ReplaceAllString(text, ", $1"), -1) {
		told := strings.TrimSpace(clause)
		ofDay := dayLast.find(told)
		if ofDay == nil && i == 0 {
			return Breath{}, false
		}
		if ofDay != nil { // all that waits is told before this day
			last = b.of(ofDay[2] != "")
			add(last, strings.TrimPrefix(waits+", "+ofDay[1], ", "))
			waits = ""
			continue
		}
		switch {
		case told == "":
		case dayFirst.in(told):
			m := dayFirst.find(told)
			last = b.of(m[1] != "")
			add(last, m[2])
		case freeOf.in(told):
			b.Free = true
			if but := freeOf.find(told)[1]; but != "" {
				add(&b.Blockers, but)
			}
		case inTheWay.in(told):
			last = &b.Blockers
			add(last, told)
		default:
			waits = strings.TrimPrefix(waits+", "+told, ", ")
		}
	}
	if waits != "" {
		add(last, waits)
	}
	return b, b.Done != "" && b.Plan != ""
}

// of is the part about the day before, or about today.
func (b *Breath) of(before bool) *string {
	if before {
		return &b.Done
	}
	return &b.Plan
}
