// Package commandstest is a small company over a real store, for tests of commands: people type,
// click and fill in forms, and tests read what they are shown.
package commandstest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/desk/cards"
	_ "dealdesk/dice" // fixes what rapid draws
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// World is a desk over a real store, with two teams and a clock that tests move.
type World struct {
	testing.TB
	Desk   *desk.Desk
	Store  *store.Store
	Raw    store.Backend // of store
	Router *chat.Router
	Now    time.Time
	Acts   int
	Thread map[string]string // deal id -> timestamp of its card
	Shown  map[string]store.Post

	path string // of the store
}

// The people of the world. Ana and Bob sell for Mei in the east, under Dan; Li Lei sells
// in the west for Wei and reads Chinese.
const (
	Ana   = "UANA"
	Bob   = "UBOB"
	Mei   = "UMEI"
	Dan   = "UDAN"
	Lilei = "ULILEI"
	Wei   = "UWEI"
	Adm   = "UADM"
	Guest = "UGUEST"
)

func NewWorld(t testing.TB) *World {
	t.Helper()
	w := open(t, filepath.Join(t.TempDir(), "desk.db"))
	if _, err := w.Desk.Enrol(t.Context(), TestStaff(), w.Now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if diff, err := w.Store.Recount(context.Background()); err != nil || len(diff) > 0 {
			t.Errorf("the counters do not equal a recount: %v %v", diff, err)
		}
	})
	return w
}

// Copy returns a world of its own that begins with the same records.
func (w *World) Copy(t testing.TB) *World {
	t.Helper()
	path := filepath.Join(t.TempDir(), "desk.db")
	data, err := os.ReadFile(w.path)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c := open(t, path)
	c.Now, c.Acts = w.Now, w.Acts
	return c
}

func open(t testing.TB, path string) *World {
	t.Helper()
	backend, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), backend, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	company := sales.Company{
		Name: "Test", Language: "en", Currency: "CNY", Zone: shanghai, Admins: []string{Adm},
		Pipelines: sales.Templates(), LostReasons: sales.LostReasons(), Sources: sales.Sources(), Authority: sales.DefaultAuthority(),
		Standup: sales.StandupPlan{Days: "1-5", Anonymous: true}, Alerts: sales.Alerts{Limits: sales.Limits{Quiet: 3}},
	}
	w := &World{TB: t, Desk: desk.New(s, words, company), Store: s, Raw: backend, path: path,
		Thread: map[string]string{}, Shown: map[string]store.Post{}}
	w.Now = time.Date(2026, 11, 24, 10, 0, 0, 0, shanghai) // a Tuesday
	if w.Router, err = commands.Router(w.Desk); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestStaff returns the configured staff of the world, and more people.
func TestStaff(more ...sales.Person) sales.Staff {
	return sales.Staff{
		Teams: []sales.Team{
			{ID: "east", Name: "East", Channel: "CEAST", Manager: Mei, Director: Dan},
			{ID: "west", Name: "West", Channel: "CWEST", Manager: Wei, Director: Dan, Language: "zh-Hans"},
		},
		People: append([]sales.Person{
			{ID: Ana, Name: "Ana", Team: "east", Role: sales.Rep}, {ID: Bob, Name: "Bob", Team: "east", Role: sales.Rep},
			{ID: Mei, Name: "Mei", Team: "east", Role: sales.Manager}, {ID: Dan, Name: "Dan", Role: sales.Director},
			{ID: Lilei, Name: "李雷", Team: "west", Role: sales.Rep, Language: "zh-Hans"},
			{ID: Wei, Name: "魏华", Team: "west", Role: sales.Manager, Language: "zh-Hans"},
			{ID: Adm, Name: "Adm", Role: sales.Admin},
		}, more...),
	}
}

// Request returns a request of a person with a new ID.
func (w *World) Request(who string, kind chat.Kind) chat.Request {
	w.Acts++
	w.Now = w.Now.Add(time.Second)
	return chat.Request{ID: fmt.Sprint("act", w.Acts), Kind: kind, At: w.Now, Who: chat.Who{User: who, Locale: "en-US", Zone: "Asia/Shanghai"},
		Where: chat.Where{Channel: "CEAST"}}
}

// Do sends a request through its route.
func (w *World) Do(req chat.Request) chat.Reply {
	w.Helper()
	route, ok := w.Router.Named(req.Name)
	if !ok {
		w.Fatalf("no route %q", req.Name)
	}
	reply, err := route.Do(w.Context(), req)
	if err != nil {
		w.Fatalf("%s %q: %v", req.Name, req.Args, err)
	}
	w.worded(req.Name, reply)
	w.Post()
	return reply
}

// Say types a line to the bot.
func (w *World) Say(who, line string) chat.Reply {
	w.Helper()
	req := w.Request(who, chat.Slash)
	return w.Typed(req, line)
}

// In types a line in a deal's room.
func (w *World) In(who, deal, line string) chat.Reply {
	w.Helper()
	req := w.Request(who, chat.Bang)
	req.Where.Channel, req.Where.Thread = w.Card(deal).Channel, w.Thread[deal]
	req.Where.TS = fmt.Sprintf("9%d.0", w.Acts)
	return w.Typed(req, line)
}

func (w *World) Typed(req chat.Request, line string) chat.Reply {
	w.Helper()
	route, rest, ok := w.Router.Find(line)
	if !ok {
		w.Fatalf("%q finds no route", line)
	}
	req.Name, req.Args = route.Name, rest
	return w.Do(req)
}

// Click clicks the button with a label in a reply or message.
func (w *World) Click(who string, m *chat.Message, label string) chat.Reply {
	w.Helper()
	b, ok := Button(m, label)
	if !ok {
		w.Fatalf("no button %q in %+v", label, m)
	}
	req := w.Request(who, chat.Click)
	req.Name, req.Value = b.Action, b.Value
	return w.Do(req)
}

// Submit fills in a form.
func (w *World) Submit(who string, m *chat.Modal, fields map[string]string) chat.Reply {
	w.Helper()
	if m == nil {
		w.Fatal("no form is open")
	}
	req := w.Request(who, chat.Submit)
	req.Name, req.Value, req.Fields = m.Action, m.Value, map[string]string{}
	for _, b := range m.Blocks {
		if b.Input != nil {
			req.Fields[b.Input.ID] = b.Input.Initial
		}
	}
	for k, v := range fields {
		if _, there := req.Fields[k]; !there {
			w.Fatalf("the form has no field %q", k)
		}
		req.Fields[k] = v
	}
	return w.Do(req)
}

func Button(m *chat.Message, label string) (found chat.Button, ok bool) {
	for _, b := range m.Blocks {
		all := b.Buttons
		if b.Section != nil && b.Section.Button != nil {
			all = append(slices.Clone(all), *b.Section.Button)
		}
		for _, b := range all {
			if strings.Contains(b.Label, label) {
				return b, true
			}
		}
	}
	return found, false
}

// Post plays the sender: it marks all waiting posts as sent.
func (w *World) Post() {
	w.Helper()
	for {
		due, err := w.Store.Due(w.Context(), w.Now, 100)
		if err != nil {
			w.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		var done []store.Outcome
		for _, p := range due {
			w.worded(p.Key, p.Message)
			ts := p.TS
			if ts == "" {
				ts = fmt.Sprintf("%d.%d", 1000+w.Acts, p.Number)
			}
			if w.Shown[p.Key] = p; p.Deleted {
				delete(w.Shown, p.Key)
			}
			done = append(done, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Channel, TS: ts, At: w.Now})
			if parts := strings.Split(p.Key, "/"); parts[0] == "deal" && len(parts) == 3 {
				w.Thread[parts[1]] = ts
			}
		}
		if err := w.Store.Settle(w.Context(), done); err != nil {
			w.Fatal(err)
		}
	}
}

// BareKey matches a key that the printer shows because it has no words. Nobody should ever see one.
var BareKey = regexp.MustCompile(`\[[a-z_\x{2060}]+(\.[a-z0-9_\x{2060} -]+)+\]`)

// worded checks that what is shown contains no bare key.
func (w *World) worded(what string, shown any) {
	w.Helper()
	data, err := json.Marshal(shown)
	if err != nil {
		w.Fatal(err)
	}
	if key := BareKey.Find(data); key != nil {
		w.Errorf("%s shows the key %s:\n%s", what, key, data)
	}
}

// Message returns a post as it is now.
func (w *World) Message(key string) store.Post {
	w.Helper()
	var p store.Post
	err := w.Store.View(w.Context(), func(r store.Reader) (err error) {
		var ok bool
		if p, ok, err = store.PostByKey(r, key); err == nil && !ok {
			err = fmt.Errorf("no post %s", key)
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return p
}

func (w *World) Card(deal string) store.Post {
	w.Helper()
	return w.Message(cards.DealKey(deal, "east"))
}

func (w *World) Room(deal, record string) store.Post {
	w.Helper()
	return w.Message(cards.RoomKey(deal, "east", record))
}

// Deal returns a deal from the store.
func (w *World) Deal(id string) sales.Deal {
	w.Helper()
	var d sales.Deal
	if err := w.Store.View(w.Context(), func(r store.Reader) (err error) { d, err = store.Deals.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return d
}

// Want checks that a reply contains texts.
func (w *World) Want(reply chat.Reply, texts ...string) chat.Reply {
	w.Helper()
	if reply.Message == nil {
		w.Fatalf("no message in %+v", reply)
	}
	said := strings.ReplaceAll(string(reply.Message.Text), "\u2060", "")
	for _, text := range texts {
		if !strings.Contains(said, text) {
			w.Errorf("want %q in:\n%s", text, said)
		}
	}
	return reply
}

// Shows checks that a post contains texts.
func (w *World) Shows(p store.Post, texts ...string) {
	w.Helper()
	w.Want(chat.Reply{Message: &p.Message}, texts...)
}
