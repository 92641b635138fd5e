package phrase

import (
	"strings"
	"testing"
)

// A name may look like a number, a length, a day, an amount or an id.
func TestANameIsNotReadAsWhatItLooksLike(t *testing.T) {
	begins := func(word string) bool {
		return strings.Contains(" nokia sun microsystems monsanto 21st century acme ", " "+strings.ToLower(word))
	}
	o := LogOptions{Now: wednesday, Currency: "CNY", Known: known, Called: begins}
	for line, want := range map[string]string{
		"call Nok 20m Talked":                 "kind=call about=Nok min=20 note=Talked",
		"call Won 20m Talked":                 "kind=call about=Won min=20 note=Talked",
		"call USD 5k Acme":                    "kind=call about=USD amount=500000 CNY note=Acme",
		"call $5k Acme now":                   "kind=call about=Acme amount=500000 USD note=now",
		"call Sun 20m talked":                 "kind=call about=Sun min=20 note=talked",
		"call Sun Acme 20m talked":            "kind=call about=Acme min=20 on=2026-11-15 note=talked",
		"call Sun acm 20m talked":             "kind=call about=acm min=20 on=2026-11-15 note=talked",
		"call Mon 20m talked":                 "kind=call about=Mon min=20 note=talked",
		"call 21st 20m talked":                "kind=call about=21st min=20 note=talked",
		"call Fri Globex 20m talked":          "kind=call about=Globex min=20 on=2026-11-13 note=talked",
		"call Monday.com 20m talked":          "kind=call about=Monday.com min=20 note=talked",
		"call 7-Eleven 20m talked":            "kind=call about=7-Eleven min=20 note=talked",
		"call 1&1 20m talked":                 "kind=call about=1&1 min=20 note=talked",
		"call 8x8 20m talked":                 "kind=call about=8x8 min=20 note=talked",
		"call 24 Hour Fitness 20m talked":     "kind=call about=24 Hour Fitness min=20 note=talked",
		"visit 5 Minute Pharmacy 1h all well": "kind=visit about=5 Minute Pharmacy min=60 note=all well",
		"call N26 20m talked":                 "kind=call about=N26 min=20 note=talked",
		"call Globex! 20m talked":             "kind=call about=Globex! min=20 note=talked",
		"call `Acme` 20m talked":              "kind=call about=Acme min=20 note=talked",
		"拜访 新客户！ 谈价格":                         "kind=visit about=新客户 note=！ 谈价格",
	} {
		if l, err := ReadLog(line, o); err != nil || short(l) != want {
			t.Errorf("ReadLog(%q)\n got %s, %v\nwant %s", line, short(l), err, want)
		}
	}
	for line, want := range map[string]string{
		"Acme 3M tapes 120k": "money.two_amounts", "Acme Won 2 sites 10k": "money.two_amounts", `Acme "3M tapes" 120k`: "", "华星科技 20万台设备 15万": "", "Acme 10k pilot 50k": "money.two_amounts",
	} {
		if d, err := NewDeal(line, o); code(err) != want {
			t.Errorf("NewDeal(%q) = %+v, %v; want %q", line, d, err, want)
		}
	}
}
