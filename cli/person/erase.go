package person

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dealdesk/cli/serve"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// Eraser erases the data of one person from the store of a stopped bot.
type Eraser struct {
	Path    string
	Staff   sales.Staff  // of the configuration
	Names   []string     // what was typed
	Also    []string     // more words that mean the person
	Words   lang.Printer // for whoever types
	Company lang.Printer // for what stays in records
	Prove   func(ctx context.Context, path string) (string, error)
	Now     time.Time
	In      io.Reader
	Out     io.Writer

	Yes, Dry, KeepNotes, Others bool
}

func (e *Eraser) say(key string, args ...any) { fmt.Fprintln(e.Out, e.Words.Plain(key, args...)) }

// Do erases in a copy without free pages, shows the result, asks, and puts the copy in the place of
// the store. So at every moment the store is either untouched or as agreed, and no page of it holds
// erased data. The store stays locked meanwhile.
func (e *Eraser) Do(ctx context.Context) (err error) {
	st, backend, err := serve.OpenToServe(ctx, e.Path, bolt.Options{LockWait: serve.LockWait}, e.Now)
	if errors.Is(err, store.ErrLocked) {
		return errors.Join(err, &Problem{Key: "person.running"})
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var w *Whom
	if err := st.View(ctx, func(r store.Reader) (err error) {
		w, err = Pick(r, e.Names, e.Also, e.Others)
		return err
	}); err != nil {
		return err
	}
	if err := e.mayGo(w); err != nil {
		return err
	}
	w.erasure.KeepNotes = e.KeepNotes
	shop, err := store.MakeWorkshop(e.Path, "erase")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.Remove()) }()
	copied, erased := shop.File("copy.db"), shop.File("erased.db")
	if err := serve.WriteFile(copied, func(f *os.File) error {
		_, err := backend.Backup(ctx, f)
		return err
	}); err != nil {
		return err
	}
	done, err := e.redact(ctx, copied, w)
	if err != nil {
		return err
	}
	if err := bolt.Compact(copied, erased); err != nil {
		return err
	}
	at, err := e.Prove(ctx, erased)
	if err != nil {
		return err
	}
	if err := e.preview(w, done, erased); err != nil || e.Dry {
		return err
	}
	if agreed, err := e.agreed(); err != nil || !agreed {
		return err
	}
	if err := os.Rename(erased, e.Path); err != nil {
		return err
	}
	if err := store.SyncDir(e.Path); err != nil {
		return err
	}
	e.say("person.done", "Path", e.Path, "At", at)
	return nil
}

// mayGo refuses somebody who works here: the next start would enter them again.
func (e *Eraser) mayGo(w *Whom) error {
	for _, m := range w.Is {
		if !m.colleague() {
			continue
		}
		if _, named := e.Staff.Person(m.ID); named {
			return &Problem{"person.configured", []any{"ID", m.ID, "Name", m.Name}}
		}
		if m.person.InChat() && m.person.Role != "" {
			return &Problem{"person.here", []any{"ID", m.ID, "Name", m.Name}}
		}
		if m.person.Erased {
			return &Problem{"person.already", []any{"ID", m.ID, "Name", m.Name}}
		}
	}
	return nil
}

// redact erases in the file at path.
func (e *Eraser) redact(ctx context.Context, path string, w *Whom) (done store.Redacted, err error) {
	st, _, err := serve.OpenToServe(ctx, path, bolt.Options{}, e.Now)
	if err != nil {
		return done, err
	}
	change := store.Change{Once: fmt.Sprintf("erase|%d", e.Now.UnixNano()), Actor: "dealdesk", At: e.Now.UTC(), What: "erase"}
	_, err = st.Update(ctx, change, func(tx *store.Tx) error {
		_, number, _ := strings.Cut(tx.Next(sales.KindErased), "-")
		w.erasure.As = e.Company.Plain("person.as", "Number", number)
		r, err := w.redaction(tx)
		if err != nil {
			return err
		}
		done, err = tx.Redact(r)
		return err
	})
	return done, errors.Join(err, st.Close())
}

// maxListed bounds how many records of a table are listed.
const maxListed = 20

// preview shows what is different in the erased file, and what cannot be reached.
func (e *Eraser) preview(w *Whom, done store.Redacted, erased string) error {
	for _, m := range w.Is {
		e.say("person.becomes", "ID", m.ID, "Name", m.Name, "Place", m.Place, "As", w.erasure.As)
	}
	listed := map[string][]string{}
	var tables []string
	for _, c := range done.Records {
		if listed[c.Table] == nil {
			tables = append(tables, c.Table)
		}
		listed[c.Table] = append(listed[c.Table], c.ID)
	}
	e.say("person.records", "Count", len(done.Records))
	for _, t := range tables {
		some := listed[t][:min(len(listed[t]), maxListed)]
		more := ""
		if len(some) < len(listed[t]) {
			more = " …"
		}
		fmt.Fprintf(e.Out, "  %s (%d): %s%s\n", t, len(listed[t]), strings.Join(some, ", "), more)
	}
	e.say("person.copies", "Entries", done.Entries, "Posts", done.Posts, "Answers", done.Answers)
	if len(w.erasure.People) > 0 && !e.KeepNotes {
		e.say("person.notes")
	}
	left, err := count(erased, w.plain)
	if err != nil {
		return err
	}
	if left > 0 {
		e.say("person.left", "Count", left)
	}
	e.say("person.beyond")
	beside, err := filepath.Glob(e.Path + ".*")
	if err != nil {
		return err
	}
	beside = slices.DeleteFunc(beside, func(path string) bool { return path == serve.KeyPath(e.Path) })
	if len(beside) > 0 {
		e.say("person.beside", "Files", strings.Join(beside, "\n  "))
	}
	return nil
}

// count counts the places in a file that hold one of the words.
func count(path string, words []string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	const size = 4 << 20
	longest := 0
	for _, word := range words {
		longest = max(longest, len(word))
	}
	block := make([]byte, size+longest)
	for at := int64(0); ; at += size {
		got, err := f.ReadAt(block, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		for _, word := range words {
			for from := 0; ; n++ {
				i := bytes.Index(block[from:got], []byte(word))
				if i < 0 || from+i >= size {
					break
				}
				from += i + 1
			}
		}
		if got < len(block) {
			return n, nil
		}
	}
}

// agreed asks whether to go on. No answer at all is an error, so that a script that forgot --yes
// does not look as if it had worked.
func (e *Eraser) agreed() (bool, error) {
	if e.Yes {
		return true, nil
	}
	fmt.Fprint(e.Out, e.Words.Plain("person.ask"), " ")
	answer, err := bufio.NewReader(e.In).ReadString('\n')
	if answer = strings.TrimSpace(answer); answer == "" && errors.Is(err, io.EOF) {
		fmt.Fprintln(e.Out)
		return false, &Problem{Key: "person.nobody"}
	}
	for _, yes := range strings.Fields(e.Words.Plain("init.yes_words")) {
		if strings.EqualFold(answer, yes) {
			return true, nil
		}
	}
	e.say("person.kept")
	return false, nil
}
