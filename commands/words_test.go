package commands

import (
	"testing"

	"dealdesk/lang"
	"dealdesk/sales"
)

// The test of lang/ that walks the values of sales cannot see the lists of this package.
func TestEveryValueOfTheListsHereHasWords(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, f := range staffForms {
		keys = append(keys, "staff_form."+string(f.kind))
		for _, field := range f.fields {
			keys = append(keys, "field."+field)
		}
	}
	for _, field := range []string{"zone", "hours", "limit", "days"} { // those that askForm hints at
		keys = append(keys, "staff_hint."+field)
	}
	for _, field := range described {
		keys = append(keys, "field."+field)
	}
	for _, field := range []string{"discount", "payment_days", "free_months", "custom", "industry", "region", "tier"} {
		keys = append(keys, "field."+field)
	}
	for _, hint := range []string{"hint", "hint_days", "hint_months", "hint_custom"} {
		keys = append(keys, "discount."+hint)
	}
	for _, filter := range dealFilters {
		keys = append(keys, "deal_filter."+filter)
	}
	for _, q := range sales.ShippedQuestions() {
		keys = append(keys, "standup."+q.ID)
	}
	for _, l := range words.Languages() {
		for _, key := range keys {
			if !words.Printer(l).Has(key) {
				t.Errorf("%s has no words for %s", l, key)
			}
		}
	}
}
