package team

import (
	"testing"

	"dealdesk/lang"
)

// The test in lang that walks the values of package sales cannot see the lists of this package.
func TestEveryFormOfATeamHasWords(t *testing.T) {
	var keys []string
	for _, f := range staffForms {
		keys = append(keys, "form.team "+string(f.kind))
		for _, field := range f.fields {
			keys = append(keys, "field."+field)
		}
	}
	for _, field := range []string{"zone", "currency", "hours", "limit", "days"} { // those that askForm hints at
		keys = append(keys, "staff_hint."+field)
	}
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range words.Languages() {
		for _, key := range keys {
			if !words.Printer(l).Has(key) {
				t.Errorf("%s has no words for %s", l, key)
			}
		}
	}
}
