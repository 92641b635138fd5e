package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

// world is a desk over a real store, with two teams and a clock that tests move.
type world struct {
	*testing.T
	desk   *Desk
	store  *store.Store
	raw    store.Backend // of store
	router *chat.Router
	now    time.Time
	acts   int
	thread map[string]string // deal id -> timestamp of its card
	shown  map[string]store.Post
}

// The people of the world. Ana and Bob sell for Mei in the east, under Dan; Li Lei sells
// in the west for Wei and reads Chinese.
const (
	ana   = "UANA"
	bob   = "UBOB"
	mei   = "UMEI"
	dan   = "UDAN"
	lilei = "ULILEI"
	wei   = "UWEI"
	adm   = "UADM"
	guest = "UGUEST"
)

func newWorld(t *testing.T) *world {
	t.Helper()
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
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
		Name: "Test", Language: "en", Currency: "CNY", Zone: shanghai, Admins: []string{adm},
		Pipelines: sales.Templates(), LostReasons: sales.LostReasons(), Authority: sales.DefaultAuthority(),
		Standup: sales.StandupPlan{Days: "1-5", Anonymous: true}, Alerts: sales.Alerts{Quiet: 3},
	}
	w := &world{T: t, desk: New(s, words, company), store: s, raw: backend, thread: map[string]string{}, shown: map[string]store.Post{}}
	w.now = time.Date(2026, 11, 24, 10, 0, 0, 0, shanghai) // a Tuesday
	if w.router, err = w.desk.Router(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.Enrol(t.Context(), testStaff(), w.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if diff, err := s.Recount(context.Background()); err != nil || len(diff) > 0 {
			t.Errorf("the counters do not equal a recount: %v %v", diff, err)
		}
	})
	return w
}

// testStaff is what the configuration of the world says, and more people.
func testStaff(more ...sales.Person) sales.Staff {
	return sales.Staff{
		Teams: []sales.Team{
			{ID: "east", Name: "East", Channel: "CEAST", Manager: mei, Director: dan},
			{ID: "west", Name: "West", Channel: "CWEST", Manager: wei, Director: dan, Language: "zh-Hans"},
		},
		People: append([]sales.Person{
			{ID: ana, Name: "Ana", Team: "east", Role: sales.Rep}, {ID: bob, Name: "Bob", Team: "east", Role: sales.Rep},
			{ID: mei, Name: "Mei", Team: "east", Role: sales.Manager}, {ID: dan, Name: "Dan", Role: sales.Director},
			{ID: lilei, Name: "李雷", Team: "west", Role: sales.Rep, Language: "zh-Hans"}, {ID: wei, Name: "魏华", Team: "west", Role: sales.Manager, Language: "zh-Hans"},
			{ID: adm, Name: "Adm", Role: sales.Admin},
		}, more...),
	}
}

// request is something a person does.
func (w *world) request(who string, kind chat.Kind) chat.Request {
	w.acts++
	w.now = w.now.Add(time.Second)
	return chat.Request{ID: fmt.Sprint("act", w.acts), Kind: kind, At: w.now, Who: chat.Who{User: who, Locale: "en-US", Zone: "Asia/Shanghai"}, Where: chat.Where{Channel: "CEAST"}}
}

// do sends a request through its route.
func (w *world) do(req chat.Request) chat.Reply {
	w.Helper()
	route, ok := w.router.Named(req.Name)
	if !ok {
		w.Fatalf("no route %q", req.Name)
	}
	reply, err := route.Do(w.Context(), req)
	if err != nil {
		w.Fatalf("%s %q: %v", req.Name, req.Args, err)
	}
	w.worded(req.Name, reply)
	w.post()
	return reply
}

// say types a line to the bot.
func (w *world) say(who, line string) chat.Reply {
	w.Helper()
	req := w.request(who, chat.Slash)
	return w.typed(req, line)
}

// in types a line in a deal's room.
func (w *world) in(who, deal, line string) chat.Reply {
	w.Helper()
	req := w.request(who, chat.Bang)
	req.Where.Channel, req.Where.Thread = w.card(deal).Channel, w.thread[deal]
	req.Where.TS = fmt.Sprintf("9%d.0", w.acts)
	return w.typed(req, line)
}

func (w *world) typed(req chat.Request, line string) chat.Reply {
	w.Helper()
	route, rest, ok := w.router.Find(line)
	if !ok {
		w.Fatalf("%q finds no route", line)
	}
	req.Name, req.Args = route.Name, rest
	return w.do(req)
}

// click presses the button with this label in a reply or message.
func (w *world) click(who string, m *chat.Message, label string) chat.Reply {
	w.Helper()
	b, ok := button(m, label)
	if !ok {
		w.Fatalf("no button %q in %+v", label, m)
	}
	req := w.request(who, chat.Click)
	req.Name, req.Value = b.Action, b.Value
	return w.do(req)
}

// submit fills in a form.
func (w *world) submit(who string, m *chat.Modal, fields map[string]string) chat.Reply {
	w.Helper()
	if m == nil {
		w.Fatal("no form is open")
	}
	req := w.request(who, chat.Submit)
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
	return w.do(req)
}

func button(m *chat.Message, label string) (found chat.Button, ok bool) {
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

// post plays the sender: everything wanted is shown.
func (w *world) post() {
	w.Helper()
	for {
		due, err := w.store.Due(w.Context(), w.now, 100)
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
				ts = fmt.Sprintf("%d.%d", 1000+w.acts, p.Number)
			}
			if w.shown[p.Key] = p; p.Deleted {
				delete(w.shown, p.Key)
			}
			done = append(done, store.Outcome{Key: p.Key, Rev: p.Rev, State: store.Posted, Channel: p.Channel, TS: ts, At: w.now})
			if parts := strings.Split(p.Key, "/"); parts[0] == "deal" && len(parts) == 3 {
				w.thread[parts[1]] = ts
			}
		}
		if err := w.store.Settle(w.Context(), done); err != nil {
			w.Fatal(err)
		}
	}
}

// bareKey is how the printer shows a key without words. Nobody should ever see one.
var bareKey = regexp.MustCompile(`\[[a-z_\x{2060}]+(\.[a-z0-9_\x{2060} -]+)+\]`)

// worded checks that what is shown shows no key.
func (w *world) worded(what string, shown any) {
	w.Helper()
	data, err := json.Marshal(shown)
	if err != nil {
		w.Fatal(err)
	}
	if key := bareKey.Find(data); key != nil {
		w.Errorf("%s shows the key %s:\n%s", what, key, data)
	}
}

// message is what a post shows now.
func (w *world) message(key string) store.Post {
	w.Helper()
	var p store.Post
	err := w.store.View(w.Context(), func(r store.Reader) (err error) {
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

func (w *world) card(deal string) store.Post {
	w.Helper()
	return w.message(cards.DealKey(deal, "east"))
}

func (w *world) room(deal, record string) store.Post {
	w.Helper()
	return w.message(cards.RoomKey(deal, "east", record))
}

// deal reads a deal back.
func (w *world) deal(id string) sales.Deal {
	w.Helper()
	var d sales.Deal
	if err := w.store.View(w.Context(), func(r store.Reader) (err error) { d, err = store.Deals.Find(r, id); return err }); err != nil {
		w.Fatal(err)
	}
	return d
}

// want checks that a reply says something.
func (w *world) want(reply chat.Reply, texts ...string) chat.Reply {
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

// shows checks that a post says something.
func (w *world) shows(p store.Post, texts ...string) {
	w.Helper()
	w.want(chat.Reply{Message: &p.Message}, texts...)
}
