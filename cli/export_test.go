package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/store"
)

func TestExportAsJSONLosesNothing(t *testing.T) {
	d := filled(t)
	out := filepath.Join(d.dir, "out")
	d.must("export", "--out", out)
	got, err := os.ReadFile(filepath.Join(out, "deal.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := d.open()
	var want []string
	err = s.View(t.Context(), func(r store.Reader) error {
		for raw, err := range store.Deals.Records(r) {
			if err != nil {
				return err
			}
			want = append(want, string(raw.JSON))
		}
		return nil
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if string(got) != "[\n"+strings.Join(want, ",\n")+"\n]\n" || len(want) != 2 {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for _, table := range store.Tables() {
		if _, err := os.Stat(filepath.Join(out, table.TableName()+".json")); err != nil {
			t.Error(err)
		}
	}
	d.refused(exitFailure, "exists", "export", "--out", out)
}

func TestAnExportThatBreaksOffLeavesNothing(t *testing.T) {
	d := filled(t)
	data, err := os.ReadFile(d.store)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.store, bytes.ReplaceAll(data, []byte(`{"id":"D-1"`), []byte(`{'id":"D-1"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"csv", "xlsx"} {
		out := filepath.Join(d.dir, format)
		d.refused(exitStore, "deal", "export", "--out", out, "--format", format)
		if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left: %v", out, err)
		}
	}
}

func TestExportAsCSVOpensInASpreadsheetAndRunsNothing(t *testing.T) {
	d := filled(t)
	out := filepath.Join(d.dir, "out")
	if told := d.must("export", "--format", "csv", "--out", out); !strings.Contains(told, "Exported to "+out) {
		t.Error(told)
	}
	data, err := os.ReadFile(filepath.Join(out, "deal.csv"))
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(string(data), "\ufeff")
	if !ok {
		t.Error("nothing says that the file is UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	cell := func(row int, name string) string {
		for i, column := range rows[0] {
			if column == name {
				return rows[row][i]
			}
		}
		t.Errorf("no column %s in %v", name, rows[0])
		return ""
	}
	for _, want := range []struct {
		row        int
		name, text string
	}{
		{1, "id", "D-1"}, {1, "name", "数据平台"}, {1, "amount", "1200.50"}, {1, "amount_currency", "CNY"},
		{1, "discount_percent", "12.50"}, {1, "created", "2026-11-20T09:00:00Z"}, {1, "closed", ""},
		{1, "next_what", "send quote"}, {1, "next_due", "2026-11-27"},
		{2, "name", "'=HYPERLINK(\"http://evil.example\",\"click\")"}, {2, "amount", "5000"}, {2, "amount_currency", "JPY"},
	} {
		if got := cell(want.row, want.name); got != want.text {
			t.Errorf("row %d, %s: got %q, want %q", want.row, want.name, got, want.text)
		}
	}
}
