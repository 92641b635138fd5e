package deal

import (
	"testing"

	"dealdesk/lang"
)

// The test in lang that walks the values of package sales cannot see the lists of this package.
func TestEveryFieldAndFilterOfADealHasWords(t *testing.T) {
	var keys []string
	for _, field := range described {
		keys = append(keys, "field."+field)
	}
	for _, filter := range dealFilters {
		keys = append(keys, "deal_filter."+filter)
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
