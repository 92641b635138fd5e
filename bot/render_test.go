package bot

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dealdesk/chat"
	_ "dealdesk/dice" // fixes what rapid draws
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares v as JSON with testdata/name.json.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s changed; run with -update and check the difference.\n%s", name, got)
	}
}

func TestMessagesLookAsTheyDid(t *testing.T) {
	golden(t, "message", render(chat.Message{Text: "D-7 Acme: 120,000", Blocks: []chat.Block{
		{Header: "D-7 · Data platform"},
		{Section: &chat.Section{Text: "*Acme* &amp; Sons", Fields: []chat.Safe{"*Stage*\nProposal", "*Amount*\n¥120,000"},
			Button: &chat.Button{Label: "Show", Action: "deal", Value: "D-7"}}},
		{Buttons: []chat.Button{
			{Label: "Approve", Action: "discount decide", Value: "R-3|yes", Style: chat.Primary, Confirm: &chat.Confirm{Title: "Sure?", Text: "15 % off", Yes: "Approve", No: "Back"}},
			{Label: "Reject", Action: "discount decide", Value: "R-3|no", Style: chat.Danger},
			{Label: "驳回", Action: "discount reject", Value: "R-3"},
		}},
		{Divider: true},
		{Table: &chat.Table{Columns: []chat.Column{{Title: "Rep"}, {Title: "Won", Right: true}}, Rows: [][]string{{"Ana", "1,200"}, {"李雷", ""}}}},
		{Chart: &chat.Chart{Kind: "bar", Title: "Won", Unit: "CNY", Points: []chat.DataPoint{{Label: "Mon", Value: 1}, {Label: "Tue", Value: 2.5}},
			Name: "Reached", Beside: []chat.Series{{Name: "Expected", Values: []float64{1, 3}}, {Name: "too short", Values: []float64{1}}}}},
		{Chart: &chat.Chart{Kind: "pie", Title: "Reasons", Points: []chat.DataPoint{{Label: "Price", Value: 3}, {Label: "Timing", Value: 0}}}},
		{Context: "as of <@U1>"},
	}}))
}

func TestFormsMatchTheirGoldenFiles(t *testing.T) {
	kinds := []chat.Option{{Label: "Call", Value: "call"}, {Label: "Visit", Value: "visit"}}
	golden(t, "modal", renderModal(chat.Modal{Action: "log save", Value: "D-7", Title: "Log a contact with a customer", Submit: "Save",
		Close: "Cancel", Blocks: []chat.Block{
			chat.Para("What happened?"),
			chat.Ask(chat.Input{ID: "kind", Kind: chat.Radio, Label: "Kind", Initial: "visit", Options: kinds}),
			chat.Ask(chat.Input{ID: "account", Kind: chat.Select, Label: "Account", Suggest: "account suggest", Initial: "A-4",
				Options: []chat.Option{{Label: "Acme", Value: "A-4"}}}),
			chat.Ask(chat.Input{ID: "stage", Kind: chat.Select, Label: "Stage", Placeholder: "Choose", Initial: "gone", Options: kinds}),
			chat.Ask(chat.Input{ID: "note", Kind: chat.Area, Label: "Note", Hint: "As you would say it", Initial: "talked", Max: 500}),
			chat.Ask(chat.Input{ID: "amount", Kind: chat.Line, Label: "Amount", Placeholder: "120k", Optional: true}),
			chat.Ask(chat.Input{ID: "due", Kind: chat.Day, Label: "Due", Initial: "2026-11-24"}),
			chat.Ask(chat.Input{ID: "who", Kind: chat.Member, Label: "Who", Initial: "U1"}),
			chat.Ask(chat.Input{ID: "helpers", Kind: chat.Several, Label: "Who can help?", Placeholder: "Choose", Initial: "visit,gone",
				Options: kinds, Optional: true}),
			chat.Ask(chat.Input{ID: "nobody", Kind: chat.Several, Label: "No options, no menu"}),
			chat.Ask(chat.Input{ID: "room", Kind: chat.Room, Label: "Where", Initial: "C1"}),
			chat.Ask(chat.Input{ID: "none", Kind: chat.Select, Label: "Nothing to choose from"}),
		}}, chat.Where{Channel: "C1", Thread: "5.0"}))
	golden(t, "home", renderHome(chat.Message{Text: "Nothing waits for you."}))
}

func TestManifestAsksForExactlyWhatTheFeaturesNeed(t *testing.T) {
	words := testWords(t)
	routes := []chat.Route{{Name: "log", Slash: "log", Help: true}, {Name: "deal", Slash: "deal", Help: true}, {Name: "deal new", Help: true},
		{Name: "log this", Shortcut: true}}
	for _, mode := range []Mode{Socket, HTTP} {
		m, err := Manifest(routes, words.Printer("en"), "Dealdesk", mode, "https://desk.example.com/")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "manifest-"+string(mode), json.RawMessage(m))
	}
	if _, err := Manifest(routes, words.Printer("en"), "Dealdesk", HTTP, ""); err == nil {
		t.Error("a manifest for http without an address")
	}
	zh, err := Manifest(routes, words.Printer("zh-Hans"), "Dealdesk", Socket, "")
	if err != nil || !strings.Contains(string(zh), "推商机") {
		t.Errorf("%v\n%s", err, zh)
	}
}

// TestRenderedMessagesKeepToSlacksLimits checks random messages in the JSON that is sent.
func TestRenderedMessagesKeepToSlacksLimits(t *testing.T) {
	words := rapid.StringN(0, 4000, -1)
	safe := rapid.Custom(func(t *rapid.T) chat.Safe { return chat.Escape(words.Draw(t, "text")) })
	button := rapid.Custom(func(t *rapid.T) chat.Button {
		return chat.Button{Label: words.Draw(t, "label"), Action: "a", Value: rapid.StringN(0, 2100, -1).Draw(t, "value")}
	})
	block := rapid.Custom(func(t *rapid.T) chat.Block {
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0:
			return chat.Block{Header: words.Draw(t, "header")}
		case 1:
			b := button.Draw(t, "button")
			return chat.Block{Section: &chat.Section{Text: safe.Draw(t, "text"), Fields: rapid.SliceOfN(safe, 0, 23).Draw(t, "fields"), Button: &b}}
		case 2:
			return chat.Block{Context: safe.Draw(t, "context")}
		case 3:
			return chat.Block{Buttons: rapid.SliceOfN(button, 1, 60).Draw(t, "buttons")}
		case 4:
			cell := rapid.StringN(0, 300, -1)
			return chat.Block{Table: &chat.Table{Columns: make([]chat.Column, rapid.IntRange(0, 25).Draw(t, "columns")),
				Rows: rapid.SliceOfN(rapid.SliceOfN(cell, 0, 25), 0, 120).Draw(t, "rows")}}
		case 5:
			point := rapid.Custom(func(t *rapid.T) chat.DataPoint {
				return chat.DataPoint{Label: rapid.StringN(0, 30, -1).Draw(t, "label"), Value: rapid.Float64Range(-10, 1e6).Draw(t, "value")}
			})
			return chat.Block{Chart: &chat.Chart{Kind: rapid.SampledFrom([]string{"bar", "line", "pie"}).Draw(t, "chart"),
				Title: words.Draw(t, "title"), Unit: words.Draw(t, "unit"),
				Points: rapid.SliceOfN(point, 0, 30).Draw(t, "points"),
				Beside: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chat.Series {
					return chat.Series{Name: rapid.StringN(0, 30, -1).Draw(t, "name"), Values: rapid.SliceOfN(rapid.Float64Range(-10, 1e6), 0, 3).Draw(t, "values")}
				}), 0, 9).Draw(t, "beside")}}
		case 6:
			return chat.Block{Divider: true}
		}
		return chat.Para(safe.Draw(t, "para"))
	})
	rapid.Check(t, func(t *rapid.T) {
		p := render(chat.Message{Text: safe.Draw(t, "text"), Blocks: rapid.SliceOfN(block, 0, 70).Draw(t, "blocks")})
		if n := len(p.Blocks); n > maxMessageBlocks {
			t.Fatalf("%d blocks", n)
		}
		if n := utf8.RuneCountInString(p.Text); n == 0 || n > maxText {
			t.Fatalf("%d characters of text", n)
		}
		var blocks []map[string]any
		if err := json.Unmarshal(encode(p.Blocks), &blocks); err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, b := range blocks {
			n, err := size(b)
			if err != nil {
				t.Fatal(err)
			}
			if b["type"] != "table" {
				total += n
			}
		}
		if total > 13200 {
			t.Fatalf("%d characters in all blocks", total)
		}
	})
}

// size checks the limits of one block and counts its characters.
func size(b map[string]any) (int, error) {
	limits := map[string]int{"section": maxSectionText, "context": maxSectionText, "header": maxHeaderText, "actions": maxButtonLabel,
		"table": maxTableText}
	lists := map[string]int{"elements": maxButtons, "fields": maxFields, "rows": maxRows}
	total, limit := 0, limits[fmt.Sprint(b["type"])]
	actions := map[any]bool{}
	var walk func(v any) error
	walk = func(v any) error {
		switch v := v.(type) {
		case map[string]any:
			if id := v["action_id"]; id != nil && actions[id] {
				return fmt.Errorf("action_id %v twice in a block", id)
			} else if id != nil {
				actions[id] = true
			}
			for k, x := range v {
				if s, ok := x.(string); ok && k == "text" {
					n := utf8.RuneCountInString(s)
					if total += n; n == 0 || limit > 0 && n > limit {
						return fmt.Errorf("%d characters in a %v", n, b["type"])
					}
				}
				if l, ok := x.([]any); ok && lists[k] > 0 && (len(l) == 0 || len(l) > lists[k]) {
					return fmt.Errorf("%d %s in a %v", len(l), k, b["type"])
				}
				if err := walk(x); err != nil {
					return err
				}
			}
		case []any:
			for _, x := range v {
				if err := walk(x); err != nil {
					return err
				}
			}
		}
		return nil
	}
	err := walk(b)
	return total, err
}

func TestALabelIsOneLine(t *testing.T) {
	m := chat.Message{Text: "x", Blocks: []chat.Block{{Header: "Acme\nforged"},
		{Buttons: []chat.Button{{Action: "account", Value: "A-1", Label: "A-1 Acme\nforged"}}}}}
	text, err := json.Marshal(render(m).Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `\n`) || strings.Count(string(text), "Acme forged") != 2 {
		t.Errorf("a label has two lines: %s", text)
	}
}
