package commands_test

import (
	"testing"

	"dealdesk/lang"
	"dealdesk/sales"
)

// The test of lang/ that walks the values of sales cannot see what forms ask for.
func TestEveryFieldOfAFormHasWords(t *testing.T) {
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, field := range []string{"discount", "payment_days", "free_months", "custom", "industry", "region", "tier"} {
		keys = append(keys, "field."+field)
	}
	for _, hint := range []string{"hint", "hint_days", "hint_months", "hint_custom"} {
		keys = append(keys, "discount."+hint)
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
