package phrase

import (
	"slices"
	"testing"
)

// A command stays a command, whatever it says; a sentence that begins with the name of one is none.
func TestSentence(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"teams call Acme 45m walked through pricing":       true,
		"next for Acme: chase Tom on 2 Dec":                true,
		"set a next step on Acme: pilot review":            true,
		"Close date of D-5 is now 31 Jan 2027":             true,
		"call Acme 20m they said ok":                       true,
		"team East":                                        false,
		"teams":                                            false,
		"next D-7 call Tom tomorrow 3pm":                   false,
		"next step D-7 call Tom 20m":                       false,
		"set D-7 budget yes":                               false,
		"close date D-5 31 Jan 2027":                       false,
		"close D-5 as won":                                 false,
		"log call Acme 20m talked pricing":                 false,
		"log next step for Acme":                           false,
		"discount D-7 15% rival cut the price in the call": false,
		"note D-7 next for Tom: the quote":                 false,
		"amount D-7 20m":                                   false,
	} {
		if got := Sentence(line, tuesday); got != want {
			t.Errorf("Sentence(%q) = %v", line, got)
		}
	}
}

// Several contacts in one line are as many lines; further customers in a note are none.
func TestEachContactOfALine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"called Acme 10m and then Dell 5m":                    {"called Acme 10m", "call Dell 5m"},
		"rang Acme 10m and Nokia 15m, both fine":              {"rang Acme 10m", "call Nokia 15m, both fine"},
		"call Acme 10m ok. Met Dell 1h, Nokia 5m no news":     {"call Acme 10m ok", "Met Dell 1h", "call Nokia 5m no news"},
		"call Acme 10m they buy from Dell":                    nil,
		"call Acme 10m and they will visit Dell in two weeks": nil,
	} {
		s, _, err := ReadSaid(line, saidNames())
		if err != nil || !slices.Equal(s.Each, want) {
			t.Errorf("%q: %q, %v; want %q", line, s.Each, err, want)
		}
	}
}
