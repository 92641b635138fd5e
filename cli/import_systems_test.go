package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestExportsOfOtherSystemsAreReadByTheirOwnColumns(t *testing.T) {
	for system, c := range map[string]struct {
		deals []string
		says  []string
	}{
		"hubspot": {deals: []string{"Second line|Harbor Mills|12,500.00|2031-03-31|open",
			"Spare parts|Salt; Pepper|900.00|2026-04-17|won", "Audit||"},
			says: []string{"preset hubspot", "Associated Company (Primary) → account",
				"left out: Amount in company currency, Associated Company IDs, Associated Company, Associated Contact IDs",
				"“Harbor Mills;Dunmore” are several customers; Harbor Mills is taken."}},
		"salesforce": {deals: []string{"Harbor Mills - Line 2|Harbor Mills|€12,500.00|2031-03-31|open",
			"Dunmore - Spares|Dunmore|900.00 USD|2026-04-17|won"},
			says: []string{"preset salesforce", "Amount Currency → currency"}},
		"pipedrive": {deals: []string{"Second line|Harbor Mills|€12,500.00|2031-03-31|open", "Spares|Dunmore|900.00 USD|2026-04-17|won"},
			says: []string{"preset pipedrive", "Deal - Stage (pipeline) → stage", "Deal - Creation date → created"}},
	} {
		t.Run(system, func(t *testing.T) {
			d := newInstall(t)
			files, err := filepath.Glob(filepath.Join("importer", "testdata", system, "*.csv"))
			if err != nil || len(files) == 0 {
				t.Fatal(files, err)
			}
			out := d.must(slices.Concat([]string{"import", "--yes"}, []string{d.file("people.csv", "Name\nAnn Roe\n")}, files)...)
			lacks(t, out, c.says...)
			if strings.Contains(out, "rejected:") || strings.Contains(out, "no start date") {
				t.Errorf("a row was rejected, or its first day not read:\n%s", out)
			}
			if got := d.dealsAs(c.deals); !slices.Equal(got, c.deals) {
				t.Errorf("got %q, want %q\n%s", got, c.deals, out)
			}
		})
	}
}

func TestAListOfCustomersIsNeverOneCustomer(t *testing.T) {
	people, firms := "Name\nAnn\n", "Record ID,Company name\n1,Harbor\n2,Dunmore\n"
	for _, c := range []struct{ columns, cells, customer, says string }{
		{"Associated Company", "Dunmore;Harbor", "Dunmore", "are several customers; Dunmore is taken"},
		{"Associated Company", "Dunmore; ", "Dunmore", ""},
		{"Associated Company IDs", "2;1", "Dunmore", "are several customers; Dunmore is taken"},
		{"Associated Company,Associated Company IDs (Primary)", "Dunmore;Harbor,1", "Harbor", "are several customers; Harbor is taken"},
		{"Associated Company,Associated Company IDs (Primary)", "Dunmore;Acme,9", "", "No customer has the id 9"},
		{"Associated Company IDs,Associated Company (Primary)", "2;1,Harbor", "Harbor", "are several customers; Harbor is taken"},
		{"Company", "Salt; Pepper", "Salt; Pepper", ""},
	} {
		d := newInstall(t)
		code, out, _ := d.run("import", "--yes", d.file("people.csv", people), d.file("accounts.csv", firms),
			d.file("deals.csv", "Record ID,Deal Name,Deal Stage,Deal owner,"+c.columns+"\n5,Line,Proposal,Ann,"+c.cells+"\n"))
		want := []string{"Line|" + c.customer}
		if c.customer == "" {
			want = nil
		}
		if got := d.dealsAs(want); code != 0 || !slices.Equal(got, want) || !strings.Contains(out, c.says) ||
			c.says == "" && strings.Contains(out, "several") {
			t.Errorf("%s %s: %q\n%s", c.columns, c.cells, got, out)
		}
	}
}
