package sales

import (
	"strings"
	"testing"
	"time"

	"dealdesk/sales/calendar"
)

func TestAnImpossibleContactIsRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*Activity)
		code  string // "" for accepted
	}{
		{"today", func(*Activity) {}, ""},
		{"a year ago", func(a *Activity) { a.On = today.AddDays(-366) }, ""},
		{"more than a year ago", func(a *Activity) { a.On = today.AddDays(-367) }, "log.long_ago"},
		{"tomorrow", func(a *Activity) { a.On = today.AddDays(1) }, "log.future"},
		{"on no day", func(a *Activity) { a.On = "" }, "log.date"},
		{"on a day that does not exist", func(a *Activity) { a.On = "2026-02-30" }, "log.date"},
		{"of no kind", func(a *Activity) { a.Kind = "" }, "log.kind"},
		{"by fax", func(a *Activity) { a.Kind = "fax" }, "log.kind"},
		{"with a next step on the same day", func(a *Activity) { a.Next = NextStep{"call", today, ""} }, ""},
		{"with a next step without a day", func(a *Activity) { a.Next = NextStep{What: "call"} }, ""},
		{"with a day and nothing to do", func(a *Activity) { a.Next = NextStep{Due: today} }, "next.missing"},
		{"with an endless next step", func(a *Activity) { a.Next = NextStep{What: strings.Repeat("长", StepMax+1)} }, "text.too_long"},
		{"with a next step of the longest length", func(a *Activity) { a.Next = NextStep{strings.Repeat("长", StepMax), today, ""} }, ""},
		{"with a next step in the far future", func(a *Activity) { a.Next = NextStep{"call", today.AddDays(3654), ""} }, "date.too_far"},
		{"of yesterday with a next step of yesterday", func(a *Activity) { a.On, a.Next = today.AddDays(-1), NextStep{"call", today.AddDays(-1), ""} }, "date.past"},
		{"with a note of the longest length", func(a *Activity) { a.Note = strings.Repeat("长", NoteMax) }, ""},
		{"with an endless note", func(a *Activity) { a.Note = strings.Repeat("长", NoteMax+1) }, "text.too_long"},
		{"with a next step before it", func(a *Activity) { a.Next = NextStep{"call", today.AddDays(-1), ""} }, "log.next_before"},
	} {
		a := Activity{Kind: Call, On: today}
		c.spoil(&a)
		err := a.Check(today)
		if c.code != "" {
			refused(t, err, c.code)
		} else if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAContactMovesTheClockAndANoteDoesNot(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	logged := time.Date(2026, 11, 16, 10, 0, 0, 0, shanghai)
	step := NextStep{"send quote", "2026-11-20", ""}
	earlier := logged.AddDate(0, 0, -5)
	for _, c := range []struct {
		name string
		last time.Time
		a    Activity
		want time.Time
	}{
		{"a call now", earlier, Activity{Kind: Call, On: "2026-11-16"}, logged},
		{"the first call", time.Time{}, Activity{Kind: Call, On: "2026-11-16"}, logged},
		{"a visit yesterday", earlier, Activity{Kind: Visit, On: "2026-11-15"}, time.Date(2026, 11, 15, 0, 0, 0, 0, shanghai)},
		{"a visit before the last contact", earlier, Activity{Kind: Visit, On: "2026-11-02"}, earlier},
		{"a note", earlier, Activity{Kind: Note, On: "2026-11-16"}, earlier},
	} {
		c.a.At = logged
		if got := (Deal{Contacted: c.last}).After(c.a); !got.Contacted.Equal(c.want) || !got.Next.Missing() {
			t.Errorf("%s: last contact of the deal %s, want %s", c.name, got.Contacted, c.want)
		}
		c.a.Next = step
		if got := (Deal{Contacted: c.last, Next: NextStep{"old", today, ""}}).After(c.a); got.Next != step {
			t.Errorf("%s: the next step is %v", c.name, got.Next)
		}
		if got := (Account{Contacted: c.last}).After(c.a); !got.Contacted.Equal(c.want) || got.Next != step {
			t.Errorf("%s: the account is %+v", c.name, got)
		}
		c.a.Deal = "D-7"
		if got := (Account{}).After(c.a); got != (Account{}) {
			t.Errorf("%s: the account took the deal's: %+v", c.name, got)
		}
	}
}

func TestAnAccountIsRenamedAndGiven(t *testing.T) {
	a := Account{ID: "A-1", Name: "Acme", Owner: "U-ann", Team: "north"}
	if got, err := a.Rename(" 华星科技 "); err != nil || got.Name != "华星科技" {
		t.Errorf("renamed: %q %v", got.Name, err)
	}
	_, err := a.Rename(" ")
	refused(t, err, "name.missing")
	if got, err := a.Handover(Person{ID: "U-li", Team: "south"}); err != nil || got.Owner != "U-li" || got.Team != "south" {
		t.Errorf("given: %+v %v", got, err)
	}
	if got, err := a.Handover(Person{ID: "U-top"}); err != nil || got.Team != "north" {
		t.Errorf("given to a director without a team: %+v %v", got, err)
	}
	_, err = a.Handover(Person{ID: "U-ann"})
	refused(t, err, "deal.same_owner")
	for _, p := range []Person{{}, {ID: "U-bo", Gone: true}, {ID: "U-bo", Outside: true}} {
		_, err = a.Handover(p)
		refused(t, err, "person.cannot_own")
	}
}

func TestAContactHasANameAndAKnownRole(t *testing.T) {
	k, err := Contact{Name: " 王总 ", Title: " CFO ", Role: Decider, Phone: " 138 ", Email: " w@x.cn "}.Check()
	if err != nil || k.Name != "王总" || k.Title != "CFO" || k.Phone != "138" || k.Email != "w@x.cn" {
		t.Errorf("%+v %v", k, err)
	}
	_, err = Contact{Name: "\t"}.Check()
	refused(t, err, "name.missing")
	_, err = Contact{Name: "Wang", Role: "boss"}.Check()
	refused(t, err, "contact.role_unknown")
	_, err = Contact{Name: "Wang", Email: strings.Repeat("x", NameMax+1)}.Check()
	refused(t, err, "text.too_long")
}

func TestLeaveAndNextStepsCountByTheDay(t *testing.T) {
	p := Person{Away: []calendar.Span{{From: "2026-11-16", To: "2026-11-18"}, {From: "2026-12-24", To: "2026-12-24"}}}
	for d, want := range map[calendar.Date]bool{"2026-11-15": false, "2026-11-16": true, "2026-11-18": true, "2026-11-19": false,
		"2026-12-24": true} {
		if p.AwayOn(d) != want {
			t.Errorf("away on %s: %v", d, !want)
		}
	}
	for due, want := range map[calendar.Date]bool{"": false, "2026-11-15": true, "2026-11-16": false, "2026-11-17": false} {
		if (NextStep{What: "call", Due: due}).Overdue(today) != want {
			t.Errorf("due %q is overdue: %v", due, !want)
		}
	}
	if (NextStep{What: "call"}).Missing() || (NextStep{Due: today}).Missing() || !(NextStep{}).Missing() {
		t.Error("half a next step counts as missing, or a missing one does not")
	}
}

func TestAContactBeforeTheDealWasOpenedIsNotItsOwn(t *testing.T) {
	west, east := time.FixedZone("west", -8*3600), time.FixedZone("east", 8*3600)
	d := Deal{ID: "D-7", Created: time.Date(2026, 11, 16, 23, 0, 0, 0, time.UTC)} // the 16th in the west, the 17th in the east
	for name, c := range map[string]struct {
		on   calendar.Date
		zone *time.Location
		want bool
	}{
		"the day before":           {"2026-11-15", west, true},
		"the day it was opened":    {"2026-11-16", west, false},
		"a day later elsewhere":    {"2026-11-17", east, false},
		"the day before elsewhere": {"2026-11-16", east, true},
	} {
		a := Activity{On: c.on, At: d.Created.AddDate(0, 0, 2)}
		if got := a.Before(d, c.zone); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if a := (Activity{On: "2026-11-15", At: d.Created.AddDate(0, 0, -1)}); a.Before(d, west) {
		t.Error("a contact of the day it was logged, before a clock went back")
	}
}
