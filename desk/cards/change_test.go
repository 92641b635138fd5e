package cards_test

import (
	"reflect"
	"testing"
	"time"

	"dealdesk/desk/cards"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/storetest"
)

// notListed are the fields of a deal that its history does not list when they change, and why.
var notListed = map[string]string{
	"ID":      "never changes",
	"Account": "never changes in chat",
	"Created": "never changes",
	"Team":    "follows the owner", "StageSince": "goes with the stage",
	"Closed": "goes with the status", "Reason": "goes with the loss", "Competitor": "goes with the loss",
	"Terms":     "counts changes",
	"Contacted": "the log says it",
	"Overrides": "counts events", "Pushed": "counts events", "Repriced": "counts events",
	"External": "is the id in another system",
}

func TestEveryFieldOfADealIsListedWhenItChanges(t *testing.T) {
	st, err := store.Open(t.Context(), storetest.NewMemory(nil), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	maker := cards.New(words, sales.Company{Pipelines: []sales.Pipeline{{ID: "two", Stages: []sales.Stage{{ID: "lead", Name: "Lead"},
		{ID: "2026-11-17", Name: "Later"}}}}})
	kind := reflect.TypeFor[sales.Deal]()
	for i := range kind.NumField() {
		was := sales.Deal{Amount: sales.Money{Minor: 100_00, Currency: "GBP"}, Owner: "P-1", Status: sales.Open,
			Pipeline: "two", Stage: "lead"}
		is := was
		set(reflect.ValueOf(&is).Elem().Field(i))
		err := st.View(t.Context(), func(r store.Reader) error {
			values, err := maker.DealValues(r, words.Printer("en"), was, is)
			switch why, left := notListed[kind.Field(i).Name]; {
			case left && len(values) > 0:
				t.Errorf("%s is listed, though it %s", kind.Field(i).Name, why)
			case !left && len(values) == 0:
				t.Errorf("%s may change without a word in the history: list it in DealValues, or here with the reason", kind.Field(i).Name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// set gives a field another value.
func set(v reflect.Value) {
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
		return
	case *sales.Status:
		*at = sales.Won
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("2026-11-17") // valid as a name and as a day
	case reflect.Struct:
		set(v.Field(0))
	default:
		v.SetInt(v.Int() + 1000)
	}
}
