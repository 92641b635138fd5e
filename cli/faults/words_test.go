//go:build linux && faults

package faults

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dealdesk/bot/fakeslack"
)

// written returns all that the bot wrote to people, as JSON.
func (w *world) written() (texts []string) {
	w.slack.Look(func(st *fakeslack.State) {
		add := func(v any) {
			text, err := json.Marshal(v)
			if err != nil {
				w.Error(err)
			}
			texts = append(texts, string(text))
		}
		for _, c := range st.Channels {
			for _, m := range append(c.Messages, c.Ephemerals...) {
				if m.BotID != "" || m.To != "" {
					add([]any{m.Text, m.Blocks})
				}
			}
		}
		for _, v := range st.Views {
			add([]any{v.Title, v.Blocks})
		}
		for _, e := range st.Envelopes.All() {
			texts = append(texts, string(e.Answer))
		}
	})
	return texts
}

// forgery is a line that begins with words of somebody's name, or has the mark of a decision
// before them.
var forgery = regexp.MustCompile(`(\\n|\\r|\\u2028|\\u2029|\\u0085|\\u000[bc]|")[^\pL\pN"\\]*FORGED|[✅⛔⏳✏]\x{fe0f}?\s*FORGED`)

func (w *world) forged() (found []string) {
	for _, text := range w.written() {
		if at := forgery.FindStringIndex(text); at != nil {
			found = append(found, text[max(0, at[0]-200):min(len(text), at[1]+50)])
		}
	}
	return found
}

// breaks are what may begin a line, or look as if it did.
var breaks = []string{"\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029",
	"\n\n✅ ", "\n:white_check_mark: ", "\n⛔ ", " ⏳ ", "\n> ", "\n• "}

// P13 and P19: what stands after a line break in a name forges no line of the bot's, in whatever way
// the name came in.
func TestALineBreakInANameForgesNoLine(t *testing.T) {
	w := newWorld(t, 1)
	name := func(what string, i int) string { return fmt.Sprintf("%s%d%sFORGED by the boss", what, i, breaks[i]) }
	w.fill(1)
	quoted := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	people := "id,name,email,slack_id\n"
	accounts, deals := "id,name,owner,industry,region\n", "id,name,account,owner,stage,amount,product,competitor\n"
	contacts := "id,name,account_id,title,owner\n"
	for i := range breaks {
		accounts += fmt.Sprintf("a%d,%s,UREP0,%s,%s\n", i, quoted(name("Import", i)), quoted(name("Industry", i)), quoted(name("Region", i)))
		deals += fmt.Sprintf("d%d,%s,%s,UREP0,open,%d,%s,%s\n", i, quoted(name("Plan", i)), quoted(name("Import", i)), 1000+i,
			quoted(name("Product", i)), quoted(name("Rival", i)))
		contacts += fmt.Sprintf("k%d,%s,a%d,%s,UREP0\n", i, quoted(name("Kim", i)), i, quoted(name("Title", i)))
		people += fmt.Sprintf("p%d,%s,p%d@acme.example,\n", i, quoted(name("Pat", i)), i)
	}
	files := map[string]string{"people.csv": people, "accounts.csv": accounts, "contacts.csv": contacts, "deals.csv": deals}
	args := []string{"import", "--yes"}
	for file, text := range files {
		path := filepath.Join(w.dir, file)
		w.check(os.WriteFile(path, []byte(text), 0o600))
		args = append(args, path)
	}
	w.must(args...)
	w.check(w.slack.UpdateUser("UREP0", func(u *fakeslack.User) { u.RealName = "Rep\n✅ FORGED by the boss" }))
	w.start()
	for i := range breaks {
		w.says(0, "/sales", "account new "+quoted(name(customer(i), i)))
		w.says(0, "/deal", fmt.Sprintf("new %s%d %s 10k", customer(i), i, quoted(name("Deal", i))))
		w.says(0, "/sales", fmt.Sprintf("contact add %s%d %s decider", customer(i), i, quoted(name("Mary", i))))
		w.says(0, "/discount", fmt.Sprintf("D-%d 15%% because", len(breaks)+1+i))
	}
	for _, line := range []string{"account new Acme0 FORGED by the bosses", "account list", "contact list Acme0", "pipeline", "overdue"} {
		w.says(0, "/sales", line)
	}
	for _, line := range []string{"list mine", "list", "edit Deal0", "lost Deal0", "won Deal3"} {
		w.says(0, "/deal", line)
	}
	w.until("the requests are posted", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
	w.stop()
	if w.told("DUBOSS", "FORGED") == 0 || w.cards(0, "FORGED") == 0 {
		t.Error("the names are shown to nobody")
	}
	for _, found := range w.forged() {
		t.Error(found)
	}
	if t.Failed() {
		return
	}
	names := strings.Count(strings.Join(w.written(), "\n"), "FORGED")
	w.post(channel(0), "Acme\n✅ FORGED by the boss", nil)
	if len(w.forged()) != 1 {
		t.Error("a forged line is not found")
	}
	count(t, "P13",
		fmt.Sprintf("%d kinds of line breaks in names, typed and imported, %d of them shown, none begins a line", len(breaks), names),
		"a planted line is found")
}
