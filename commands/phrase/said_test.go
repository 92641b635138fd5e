package phrase

import (
	"strings"
	"testing"
	"time"
)

// tuesday is when the lines of these tests are typed.
var tuesday = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func saidOptions(x *Index, people ...Named) SaidOptions {
	return SaidOptions{Now: tuesday, Currency: "CNY", Spots: func(line string) []Spot { return x.Spots(line, people, nil) }}
}

func saidNames() SaidOptions {
	return saidOptions(NewIndex([]Named{{"A-1", "Acme"}, {"A-2", "Umbrella Foods"}, {"A-3", "Nokia"}, {"A-4", "Dell"},
		{"A-5", "Stonebridge Bank"}, {"A-6", "华星科技"}}),
		Named{"A-1", "Tom Reed"}, Named{"A-6", "王强"})
}

// inShort is what was read, in short: the customer, the kind or what came of it, and what else there is.
func inShort(s Said, ok bool, err error) string {
	if err != nil {
		return "refused"
	}
	if !ok {
		return "nothing"
	}
	all := []string{s.Spot.ID, s.Kind}
	switch {
	case s.Tried:
		all[1] = "tried"
	case s.Planned:
		all[1] = "plan"
	}
	add := func(name, value string) {
		if value != "" {
			all = append(all, name+":"+value)
		}
	}
	if s.Minutes > 0 {
		add("for", (time.Duration(s.Minutes) * time.Minute).String())
	}
	if s.On != nil {
		add("on", string(s.On.Date))
	}
	add("note", s.Note)
	add("next", s.Next)
	if s.NextDue != nil {
		add("due", strings.TrimSpace(string(s.NextDue.Date)+" "+s.NextDue.Clock))
	}
	return strings.Join(all, " ")
}

func TestReadSaidInEnglish(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		// the customer anywhere, the kind and the length in any order
		"Just got off the phone with Acme, 20 min, they want a discount, will send the quote Friday": "A-1 call for:20m0s note:they want a discount " +
			"next:send the quote due:2026-11-27",
		"zoom with Nokia 45m about antennas":                              "A-3 meeting for:45m0s note:about antennas",
		"half an hour at Umbrella, visit to the cold store":               "A-2 visit for:30m0s note:half an hour at Umbrella, visit to the cold store",
		"lunch at the Dell with Nokia, 1 hr":                              "A-3 meeting for:1h0m0s",
		"cuppa with Tom, 30 min, he worries about IT":                     "A-1 meeting for:30m0s note:he worries about IT",
		"nokia call20m price ok":                                          "A-3 call for:20m0s note:price ok",
		"CALL NOKIA 15M SPECTRUM GRANTED":                                 "A-3 call for:15m0s note:SPECTRUM GRANTED",
		"visited Nokia 9:30 to 11, lab tour":                              "A-3 visit for:1h30m0s note:lab tour",
		"call Acme 1:15 governance":                                       "A-1 call for:1h15m0s note:governance",
		"call Acme they need 20m rows a day":                              "A-1 call note:they need 20m rows a day",
		"Messrs. Dell, a call of 30 minutes' duration; they accept terms": "A-4 call for:30m0s note:they accept terms",
		// days
		"yesterday's call with Acme, 30 min: they go live on 1 March": "A-1 call for:30m0s on:2026-11-23 note:they go live on 1 March",
		"call Nokia 15m Monday is good for them":                      "A-3 call for:15m0s note:Monday is good for them",
		"On 20/11 I met Nokia for 45 minutes":                         "A-3 meeting for:45m0s on:2026-11-20",
		"visited Acme on 31/11, 1 hour":                               "refused",
		// what did not happen
		"Acme didn't pick up, will try again tomorrow":         "A-1 tried note:didn't pick up next:try again due:2026-11-25",
		"rang Dell but got the answering machine":              "A-4 tried note:but got the answering machine",
		"never got through to Nokia":                           "A-3 tried note:never",
		"Nokia call 20m, no answer yet on the legal questions": "A-3 call for:20m0s note:no answer yet on the legal questions",
		"I didn't call Nokia":                                  "nothing",
		// what is to come
		"call Acme":              "A-1 plan next:call Acme",
		"call Acme tomorrow 3pm": "A-1 plan next:call Acme due:2026-11-25 15:00",
		"Booked in a visit with Nokia, 3 December 10:00":      "A-3 plan next:Booked in a visit with Nokia due:2026-12-03 10:00",
		"Lunch with Dell has been put off until next Tuesday": "A-4 plan next:Lunch due:2026-12-01",
		"remind me to send Acme the invoice on Monday pls":    "A-1 plan next:send Acme the invoice due:2026-11-30",
		// next steps
		"Dell 12m call, todo ring them tmrw at half past 3":       "A-4 call for:12m0s next:ring them due:2026-11-25 15:30",
		"call Dell 10m happy. F/U: Fri":                           "A-4 call for:10m0s note:happy next:follow up due:2026-11-27",
		"call Dell 5m. next: send quote tomorrow; next: demo Mon": "A-4 call for:5m0s note:demo Mon next:send quote due:2026-11-25",
		"call Dell 5m. next: send quote yesterday":                "refused",
		"call Dell 5m. Next: call at 25:00 tomorrow":              "refused",
		"visit to Dell, 90 mins, went well => contract, EOM":      "A-4 visit for:1h30m0s note:went well next:contract due:2026-11-30",
		// what somebody else, or a program, wrote
		"[GitHub] merged #88: call Nokia API with 20m timeout": "nothing",
		"> From: Tom\n> call Acme 20m":                         "nothing",
		"> call Acme 20m they said ok":                         "A-1 call for:20m0s note:they said ok",
		"Re: Dell — called, 10m, RFP in spring":                "A-4 call for:10m0s note:RFP in spring",
		"[visit log] Acme 1h, line two stands still":           "A-1 visit for:1h0m0s note:line two stands still",
		"the weather is fine":                                  "nothing",
		"met 王强 at 华星科技 for 30 minutes, they like it":          "A-6 meeting for:30m0s note:they like it",
		// a unit in pieces, an amount that is no length, the weekday that is today
		"Acme call 10 mi n Tom happy":           "A-1 call for:10m0s note:Tom happy",
		"Nokia call, amount 2.4m":               "A-3 call note:amount 2.4m",
		"Nokia call 10m nxt nda tues":           "A-3 call for:10m0s next:nda due:2026-12-01",
		"Nokia call 10m, next: nda today, Tues": "A-3 call for:10m0s next:nda due:2026-11-24",
		"next for Acme: send the NDA on 2 Dec":  "A-1 plan next:send the NDA due:2026-12-02",
	} {
		if got := inShort(ReadSaid(line, saidNames())); got != want {
			t.Errorf("%q\n got %s\nwant %s", line, got, want)
		}
	}
}

// What told of a plan or of nothing may not be saved as done.
func TestSaidIsDoneOnlyIfWordsSaySo(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"call Acme": false, "call Acme 20m": true, "called Acme": true, "Acme meeting about price": false, "met Acme about price": true,
	} {
		if s, _, _ := ReadSaid(line, saidNames()); s.Done != want {
			t.Errorf("%q is done: %v", line, s.Done)
		}
	}
	for note, want := range map[string]bool{
		"happy with the price": false, "cancelled at the last moment": true, "will send the quote": true, "45 rescheduled": true, "action: redlines": true,
	} {
		if SaidDoubtfully(note) != want {
			t.Errorf("%q is doubtful: %v", note, !want)
		}
	}
}

func BenchmarkReadSaid(b *testing.B) {
	few, many := saidNames(), saidOptions(NewIndex(append(manyNames(20_000), Named{"A-0", "Acme"}, Named{"A-00", "华星科技"})))
	for name, line := range map[string]string{
		"named":   "Just got off the phone with Acme, 20 min, they want a discount, will send the quote Friday",
		"unnamed": "Just got off the phone with somebody, 20 min, they want a discount, will send the quote Friday",
		"long":    "call Acme 20m " + strings.Repeat("they said twenty users and 3 more on the 5th of May ", 30),
	} {
		for size, o := range map[string]SaidOptions{"few": few, "many": many} {
			b.Run(name+"/"+size, func(b *testing.B) {
				for b.Loop() {
					_, _, _ = ReadSaid(line, o)
				}
			})
		}
	}
}
