package store_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

// files collects an export.
type files map[string]*bytes.Buffer

type file struct{ *bytes.Buffer }

func (file) Close() error { return nil }

func (f files) create(name string) (io.WriteCloser, error) {
	f[name] = &bytes.Buffer{}
	return file{f[name]}, nil
}

func exported(t *testing.T, s *store.Store, format store.Format) files {
	t.Helper()
	f := files{}
	if err := s.View(t.Context(), func(r store.Reader) error { return store.Export(r, format, f.create) }); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAnExportedSpreadsheetHasTypedNumbersAndNoFormulas(t *testing.T) {
	s, _ := open(t)
	_, err := s.Update(t.Context(), store.Change{Once: "1", Actor: "U1", At: monday, What: "seed"}, func(tx *store.Tx) error {
		return errors.Join(
			store.Deals.Put(tx, sales.Deal{ID: "D-1", Name: "=HYPERLINK(\"http://evil\")", Owner: "U1", Status: sales.Open,
				Amount:   sales.Money{Minor: 120050, Currency: "CNY"},
				Discount: 1250, Close: "2026-12-20", Created: monday.In(time.FixedZone("", 8*3600)),
				Next: sales.NextStep{What: "+1 call, \"demo\"", Due: "2026-11-20"}, Need: "line\r\nbreak"}),
			store.Deals.Put(tx, sales.Deal{ID: "D-2", Name: "华星科技", Owner: "U1", Status: sales.Open,
				Amount: sales.Money{Minor: -5, Currency: "USD"}}),
			store.Deals.Put(tx, sales.Deal{ID: "D-10", Owner: "U1", Status: sales.Open, Amount: sales.Money{Minor: 1500, Currency: "JPY"}}),
			store.People.Put(tx, sales.Person{ID: "U1", Name: "Anna", Away: []calendar.Span{{From: "2026-11-24", To: "2026-11-28"}}}),
			store.Events.Put(tx, sales.Event{ID: "E-1", Deal: "D-1", Kind: sales.Advanced, On: "2026-11-16",
				Unmet: []string{"field:need", "contact"}}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	f := exported(t, s, store.CSV)
	text := f["deal.csv"].String()
	if !strings.HasPrefix(text, "\ufeffid,name,") {
		t.Fatalf("%.60q", text)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatal(rows, err)
	}
	for row, want := range map[int]map[string]string{
		1: {"id": "D-1", "name": "'=HYPERLINK(\"http://evil\")", "amount": "1200.50", "amount_currency": "CNY", "discount_percent": "12.50",
			"close":   "2026-12-20",
			"created": "2026-11-16T09:00:00Z", "next_what": "'+1 call, \"demo\"", "next_due": "2026-11-20", "contacted": "", "need": "line\nbreak"},
		2: {"id": "D-2", "name": "华星科技", "amount": "-0.05"},
		3: {"id": "D-10", "amount": "1500", "amount_currency": "JPY"},
	} {
		got := map[string]string{}
		for i, name := range rows[0] {
			got[name] = rows[row][i]
		}
		for name, cell := range want {
			if got[name] != cell {
				t.Errorf("row %d, %s: %q, want %q", row, name, got[name], cell)
			}
		}
	}
	if people := f["person.csv"].String(); !strings.Contains(people, `[{""from"":""2026-11-24"",""to"":""2026-11-28""}]`) {
		t.Error(people)
	}
	if events := f["event.csv"].String(); !strings.Contains(events, "field:need; contact") {
		t.Error(events)
	}
}

func TestEveryTypeOfAFieldIsExportedAsPeopleReadIt(t *testing.T) {
	type part struct {
		What string `json:"what"`
	}
	type record struct {
		Text    string          `json:"text"`
		N       int             `json:"n"`
		Yes     bool            `json:"yes"`
		Seq     uint64          `json:"seq"`
		Took    time.Duration   `json:"took"`
		Day     calendar.Date   `json:"day"`
		At      time.Time       `json:"at"`
		Sum     sales.Money     `json:"sum"`
		Share   sales.Percent   `json:"share"`
		In      part            `json:"in"`
		Tags    []string        `json:"tags"`
		Steps   []part          `json:"steps"`
		Limit   *sales.Percent  `json:"limit"`
		Price   *sales.Money    `json:"price"`
		Due     *time.Time      `json:"due"`
		Next    *part           `json:"next"`
		Count   *int            `json:"count"`
		None    *sales.Percent  `json:"none"`
		Nothing *part           `json:"nothing"`
		Hidden  string          `json:"-"`
		By      map[string]int  `json:"by"`
		Shares  []sales.Percent `json:"shares"`
	}
	share, sum, at, n := sales.Percent(1250), sales.Money{Minor: 120050, Currency: "CNY"}, monday.UTC(), 7
	got := store.Row(record{Text: "=1", N: -3, Yes: true, Seq: 9, Took: 2 * time.Hour, Day: "2026-11-20", At: at, Sum: sum, Share: share,
		In:   part{"call"},
		Tags: []string{"a", "b"}, Steps: []part{{"call"}}, Limit: &share, Price: &sum, Due: &at, Next: &part{"demo"}, Count: &n,
		Hidden: "no", By: map[string]int{"x": 1}, Shares: []sales.Percent{share, 500}})
	want := map[string]string{"text": "'=1", "n": "-3", "yes": "true", "seq": "9", "took": "2h0m0s", "day": "2026-11-20",
		"at":  "2026-11-16T09:00:00Z",
		"sum": "1200.50", "sum_currency": "CNY", "share_percent": "12.50", "in_what": "call", "tags": "a; b", "steps": `[{"what":"call"}]`,
		"limit_percent": "12.50", "price": "1200.50", "price_currency": "CNY", "due": "2026-11-16T09:00:00Z", "next_what": "demo", "count": "7",
		"none_percent": "", "nothing_what": "", "by": `{"x":1}`, "shares": "[1250,500]"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

// What no column can show would be written as JSON, or not at all.
func TestEveryStoredFieldHasAReadableColumn(t *testing.T) {
	var check func(at string, f reflect.Type)
	check = func(at string, f reflect.Type) {
		switch f {
		case reflect.TypeFor[time.Time](), reflect.TypeFor[sales.Money](), reflect.TypeFor[sales.Percent]():
			return
		}
		switch f.Kind() {
		case reflect.String, reflect.Int, reflect.Int64, reflect.Uint64, reflect.Bool:
		case reflect.Pointer:
			check(at, f.Elem())
		case reflect.Slice:
			if f.Elem() == reflect.TypeFor[sales.Percent]() {
				t.Errorf("%s: a list of percentages is written in hundredths", at)
			}
		case reflect.Struct:
			for i := range f.NumField() {
				if in := f.Field(i); in.Tag.Get("json") != "-" {
					check(at+"."+in.Name, in.Type)
				}
			}
		case reflect.Map:
		default:
			t.Errorf("%s is a %s, which has no readable column", at, f)
		}
	}
	for _, table := range store.Tables() {
		check(table.TableName(), table.Type())
	}
}

func TestNoTextCellRunsAsAFormula(t *testing.T) {
	for in, dangerous := range map[string]bool{
		"=1": true, "+1": true, "-1": true, "@a": true, "\tx": true, "\rx": true, "\nx": true, "＝1": true, "＋1": true, "－1": true, "＠a": true,
		"  =1": true, "\x00=1": true, "\u00a0=1": true, "\u3000=1": true, "\u200b=1": true, "\ufeff=1": true, " \x00\u00a0＝1": true,
		"": false, " ": false, "a=1": false, "D-1": false, "华星": false, "'=1": false, "1-2": false, "(=1)": false,
	} {
		want := in
		if dangerous {
			want = "'" + in
		}
		if got := store.Harmless(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestAnExportAsJSONHoldsEveryRecord(t *testing.T) {
	s, _ := open(t)
	story(t, s)
	f := exported(t, s, store.JSON)
	if len(f) != len(store.Tables()) {
		t.Error(len(f), "files")
	}
	for name, buf := range f {
		var records []map[string]any
		if err := json.Unmarshal(buf.Bytes(), &records); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want := map[string]int{"deal.json": 1, "account.json": 1, "activity.json": 1}[name]; len(records) != want {
			t.Errorf("%s has %d records, want %d", name, len(records), want)
		}
	}
	err := s.View(t.Context(), func(r store.Reader) error { return store.Export(r, "pdf", f.create) })
	if err == nil {
		t.Error("an unknown format was exported")
	}
}
