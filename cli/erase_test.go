package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

const (
	annasNote = "Visited the plant with two engineers & agreed on a trial in spring"
	annasDay  = "Looking for a new flat all morning, sorry for the silence"
)

// peopled is a desk with a contact, Dora Kern, whom many texts name, and a colleague who has left,
// Anna Berg.
func peopled(t *testing.T) *install {
	d := newInstall(t)
	s := d.open()
	n := 0
	do := func(actor, reason string, fn func(*store.Tx) error) {
		n++
		c := store.Change{Once: fmt.Sprint("test|", n), Actor: actor, At: testTime, What: "test", Reason: reason}
		if _, err := s.Update(t.Context(), c, fn); err != nil {
			t.Fatal(err)
		}
	}
	dora := sales.Contact{ID: "K-1", Account: "A-1", Name: "Dora Alt", Email: "dora@alt.example",
		Phone: "+49 30 998877", Created: testTime, By: "U2"}
	do("U2", "", func(tx *store.Tx) error {
		return errors.Join(
			store.Accounts.Put(tx, sales.Account{ID: "A-1", Name: "Acme", Owner: "U2", Team: "north", Created: testTime}),
			store.Contacts.Put(tx, dora),
			store.Contacts.Put(tx, sales.Contact{ID: "K-2", Account: "A-1", Name: "Bob Stone", Email: "bob@acme.example",
				Created: testTime, By: "U2"}),
			store.People.Put(tx, sales.Person{ID: "U2", Name: "Mei Lin", Team: "north", Role: sales.Rep}),
			store.People.Put(tx, sales.Person{ID: "U9", Name: "Anna Berg", Email: "anna@north.example",
				Team: "north", Role: sales.Rep, External: "7"}))
	})
	do("U2", "as Dora Kern asked", func(tx *store.Tx) error {
		dora.Name, dora.Email = "Dora Kern", "dora.kern@acme.example"
		tx.Answer([]byte(`{"message":{"text":"Dora Kern is Dora Alt"}}`))
		return errors.Join(store.Contacts.Put(tx, dora),
			store.Activities.Put(tx, sales.Activity{ID: "N-1", Kind: sales.Call, Account: "A-1", Team: "north", By: "U2", On: "2026-11-20",
				At: testTime, Minutes: 20, Note: "Called DORA KERN at 4930998877, Bob Stone joined"}),
			tx.Post(store.Post{Key: "activity/N-1", Channel: "C1", Message: chat.Message{Text: "Mei called Dora Kern", Blocks: []chat.Block{
				chat.Para("Mei called Dora Kern")}}}))
	})
	do("U9", "", func(tx *store.Tx) error {
		tx.Answer([]byte(`{"message":{"text":"Logged: ` + annasNote[:40] + `"}}`))
		return errors.Join(
			store.Activities.Put(tx, sales.Activity{ID: "N-2", Kind: sales.Visit, Account: "A-1", Team: "north", By: "U9", On: "2026-11-20",
				At: testTime, Minutes: 90, Note: annasNote}),
			store.Standups.Put(tx, sales.Standup{ID: sales.StandupID("north", "2026-11-20", "U9"), Team: "north", Person: "U9", On: "2026-11-20",
				Done: annasDay, At: testTime}),
			tx.Post(store.Post{Key: "activity/N-2", Channel: "C1", Message: chat.Message{Text: chat.Escape("A visit: " + annasNote)}}),
			tx.Post(store.Post{Key: "digest/1", Channel: "C1", Message: chat.Message{Text: chat.Escape("Anna Berg: " + annasDay)}}))
	})
	do("U2", "", func(tx *store.Tx) error {
		return store.People.Put(tx, sales.Person{ID: "U9", Name: "Anna Berg", Email: "anna@north.example", Team: "north", Role: sales.Rep,
			External: "7", Gone: true})
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return d
}

// holds reports which words a file holds in its bytes, free pages included.
func holds(t *testing.T, path string, words ...string) (found []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(w))) {
			found = append(found, w)
		}
	}
	return found
}

// minutes returns the total of a day.
func (d *install) minutes() (sum int64) {
	d.t.Helper()
	s := d.open()
	err := s.View(d.t.Context(), func(r store.Reader) error {
		for c, err := range store.SumOfTeam(r, "north", calendar.Date("2026-11-20"), "2026-11-20") {
			if err != nil {
				return err
			}
			if c.Metric == "minutes" {
				sum += c.N
			}
		}
		return nil
	})
	if err := errors.Join(err, s.Close()); err != nil {
		d.t.Fatal(err)
	}
	return sum
}

func TestNoByteOfAnErasedPersonIsLeft(t *testing.T) {
	dora := []string{"Dora", "Kern", "998877", "dora@alt.example", "dora.kern@acme.example"}
	anna := []string{"Anna Berg", "anna@north.example", annasNote[:20], annasDay[:20], `"external":"7"`}
	for _, c := range []struct {
		name       string
		who        []string
		gone, stay []string
	}{
		{"a contact by mail", []string{"--person", "Dora.Kern@acme.example"}, dora, []string{"Anna Berg", "Bob Stone", "Called"}},
		{"a contact by her id", []string{"--person", "k-1"}, dora, []string{"Acme"}},
		{"a colleague by name", []string{"--person", "anna  berg"}, anna, []string{"Dora Kern", "Mei Lin"}},
		{"a colleague, but the notes", []string{"--person", "U9", "--keep-notes"}, []string{"Anna Berg", "anna@north.example", annasDay[:20]},
			[]string{annasNote[:20]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := peopled(t)
			if got := holds(t, d.store, append(c.gone, c.stay...)...); len(got) != len(c.gone)+len(c.stay) {
				t.Fatalf("before, the file holds only %q", got)
			}
			minutes := d.minutes()
			before := strings.Split(d.must("audit", "verify"), "\n")[1]
			out := d.must(append([]string{"erase", "--yes"}, c.who...)...)
			if !strings.Contains(out, "“erased person 1”") || !strings.Contains(out, "Out of reach") || strings.Contains(out, "still stands") {
				t.Error(out)
			}
			if got := holds(t, d.store, c.gone...); len(got) > 0 {
				t.Errorf("the file still holds %q", got)
			}
			if got := holds(t, d.store, append(c.stay, "erased person 1")...); len(got) != len(c.stay)+1 {
				t.Errorf("the file holds only %q", got)
			}
			d.must("audit", "verify", "--checkpoint", before)
			if got := d.minutes(); got != minutes || got != 110 {
				t.Errorf("%d minutes, were %d", got, minutes)
			}
			if out := d.must("recount"); out != "0 numbers corrected.\n" {
				t.Error(out)
			}
			left, err := filepath.Glob(filepath.Join(d.dir, ".*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
			copied := filepath.Join(d.dir, "copy.db")
			d.must("backup", copied)
			d.must("restore", copied)
		})
	}
}

func TestAnErasureAsksAndRefusesWhatIsUnclear(t *testing.T) {
	d := peopled(t)
	s := d.open()
	_, err := s.Update(t.Context(), store.Change{Once: "twin", Actor: "U2", At: testTime, What: "test"}, func(tx *store.Tx) error {
		return store.Contacts.Put(tx, sales.Contact{ID: "K-9", Account: "A-2", Name: "Dora Kern", Created: testTime, By: "U2"})
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	was, err := os.ReadFile(d.store)
	if err != nil {
		t.Fatal(err)
	}
	d.refused(exitUsage, "--person WHO is missing", "erase")
	d.refused(exitFailure, "Nobody is called “Zoe”", "erase", "--person", "Zoe")
	d.refused(exitFailure, "give: --person K-1 --person K-9", "erase", "--person", "Dora Kern")
	d.refused(exitFailure, "可能是以下几位", "erase", "--person", "Dora Kern", "--lang", "zh")
	d.refused(exitFailure, "\n  K-9", "erase", "--person", "Dora Kern")
	d.refused(exitFailure, "add --others", "erase", "--person", "K-1")
	d.refused(exitFailure, "still in the configuration", "erase", "--person", "U2")
	d.refused(exitFailure, "nobody answered", "erase", "--person", "U9")
	if out := d.must("erase", "--dry-run", "--person", "U9"); !strings.Contains(out, "Anna Berg (U9, north) becomes “erased person 1”") ||
		!strings.Contains(out, "activity (1): N-2") || !strings.Contains(out, "--keep-notes") {
		t.Error(out)
	}
	if out := d.must("erase", "--dry-run", "--person", "U9", "--lang", "zh"); !strings.Contains(out, "将变为“erased person 1”") {
		t.Error(out)
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"--config", d.config, "erase", "--person", "U9"}, d.env, strings.NewReader("n\n"), &stdout, &stderr)
	if code != 0 || !strings.Contains(stdout.String(), "Nothing was erased.") {
		t.Errorf("exit code %d: %s%s", code, stdout.String(), stderr.String())
	}
	if is, err := os.ReadFile(d.store); err != nil || !bytes.Equal(is, was) {
		t.Errorf("the store was touched: %v", err)
	}
	d.must("erase", "--yes", "--person", "K-1", "--others")
	if got := holds(t, d.store, "998877", "dora.kern@acme.example"); len(got) > 0 {
		t.Errorf("the file still holds %q", got)
	}
	d.must("erase", "--yes", "--person", "U9")
	d.refused(exitFailure, "has been erased already", "erase", "--person", "U9")

	b, err := bolt.Open(d.store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.refused(exitRunning, "Stop the bot first", "erase", "--person", "K-2")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAllThatIsHeldOfAPersonIsWritten(t *testing.T) {
	d := peopled(t)
	for _, c := range []struct {
		who  string
		want map[string][]string
		not  string
	}{
		{"Dora Kern", map[string][]string{"contact.json": {"dora.kern@acme.example"}, "activity.json": {"DORA KERN"},
			"journal.json": {"Dora Alt", "as Dora Kern asked"}, "messages.json": {"Mei called Dora Kern"}}, annasDay},
		{"U9", map[string][]string{"person.json": {"anna@north.example"}, "activity.json": {"Visited the plant"},
			"standup.json": {annasDay}, "journal.json": {`"own":true`}, "messages.json": {"Looking for a new flat"}}, "Mei called"},
	} {
		out := filepath.Join(d.dir, c.who)
		d.must("export", "--person", c.who, "--out", out)
		for name, texts := range c.want {
			data, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Error(err)
			}
			for _, text := range texts {
				if !strings.Contains(string(data), text) {
					t.Errorf("%s of %s lacks %q: %s", name, c.who, text, data)
				}
			}
			if strings.Contains(string(data), c.not) {
				t.Errorf("%s of %s holds %q", name, c.who, c.not)
			}
		}
		if _, err := os.Stat(filepath.Join(out, "deal.json")); err == nil {
			t.Error("there is a file of deals that do not concern anybody")
		}
	}
	csv := filepath.Join(d.dir, "csv")
	d.must("export", "--person", "K-1", "--format", "csv", "--out", csv)
	if data, err := os.ReadFile(filepath.Join(csv, "contact.csv")); err != nil || strings.Contains(string(data), "Bob") ||
		!strings.Contains(string(data), "Dora Kern") {
		t.Errorf("%s %v", data, err)
	}
	d.refused(exitFailure, "Nobody is called", "export", "--person", "Zoe", "--out", filepath.Join(d.dir, "none"))
	if _, err := os.Stat(filepath.Join(d.dir, "none")); err == nil {
		t.Error("a folder was made for nobody")
	}
	d.refused(exitUsage, "json or csv", "export", "--person", "K-1", "--format", "xlsx", "--out", "x")
}
