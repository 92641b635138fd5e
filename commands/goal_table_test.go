package commands_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"dealdesk/commands/commandstest"
)

// The formulas of the workbook add up to what the goal's parts say.
func TestAGoalsTableAddsUpByItsFormulas(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(mei, "goal new team East 2027 revenue 1m stretch 1.2m"), "G-1")
	w.Want(w.Say(mei, "goal split G-1 by quarter"), "exactly the goal")
	w.Want(w.Say(mei, "goal split G-2 by month"), "exactly the goal")
	reply := w.Say(mei, "goal table G-1")
	if reply.File == nil || reply.File.Name != "G-1.xlsx" {
		t.Fatalf("no workbook: %+v", reply)
	}
	book, err := excelize.OpenReader(bytes.NewReader(reply.File.Content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[string]string{"A2": "G-1", "D2": "1000000", "G2": "1000000", "H2": "0", "B7": "G-2", "G3": ""} {
		got, err := book.CalcCellValue("Goals", cell, excelize.Options{RawCellValue: true})
		if cell == "G3" { // the months of the first quarter are that quarter
			want, _ = book.GetCellValue("Goals", "D3", excelize.Options{RawCellValue: true})
		}
		if err != nil || got != want {
			t.Errorf("%s is %q, want %q: %v", cell, got, want, err)
		}
	}
	if formula, _ := book.GetCellFormula("Goals", "G2"); formula != "SUM(D3:D6)" {
		t.Errorf("the sum of the quarters is %q", formula)
	}
	text := w.Say(mei, "goal table G-1 csv").File
	if text == nil || strings.Count(string(text.Content), "\n") != 9 {
		t.Errorf("the table as text is %+v", text)
	}
	if got := w.Say(commandstest.Bob, "goal table G-1"); got.File == nil {
		t.Error("a member of the team does not get its goal")
	}
	if got := w.Say(lilei, "goal table G-1"); got.File != nil {
		t.Error("somebody of another team gets the goal")
	}
}

// A way that goes backwards is said in words, in the explanation and in the table as on the card.
func TestAWayThatGoesBackwardsIsExplainedInWords(t *testing.T) {
	w := acme(t)
	w.Want(w.Say(mei, "goal new team East market share from 10% to 12.5% this quarter"), "G-1")
	w.Want(w.Say(mei, "goal value G-1 9%"), "further from it")
	w.Want(w.Say(mei, "why G-1"), "9% is further from 12.5% than 10%, where it began")
	text := w.Say(mei, "goal table G-1 csv").File
	if text == nil || !strings.Contains(string(text.Content), "further away") || strings.Contains(string(text.Content), "-40") {
		t.Errorf("the table as text is %+v", text)
	}
	book, err := excelize.OpenReader(bytes.NewReader(w.Say(mei, "goal table G-1").File.Content))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got, err := book.GetCellValue("Goals", "J2"); err != nil || got != "further away" {
		t.Errorf("the share is %q: %v", got, err)
	}

	w.Want(w.Say(commandstest.Wei, "目标 新建 West 市场份额 从10%到12% 本季度"), "G-2")
	w.Want(w.Say(commandstest.Wei, "目标 数值 G-2 9%"), "比起点离目标更远")
	w.Want(w.Say(commandstest.Wei, "为什么 G-2"), "比起点10%离目标12%更远")
}
