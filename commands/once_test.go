package commands_test

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"testing"

	"dealdesk/commands"
	"dealdesk/commands/commandstest"
	"dealdesk/desk"
	"dealdesk/store"
)

// counting counts what is read and posted in a transaction.
type counting struct {
	store.Backend
	rosters int            // the delegations of Mei, read with every roster
	posts   map[string]int // by key
}

func (c *counting) Update(ctx context.Context, fn func(store.Bytes) error) error {
	return c.Backend.Update(ctx, func(b store.Bytes) error {
		c.rosters, c.posts = 0, map[string]int{}
		return fn(countedBytes{b, c})
	})
}

type countedBytes struct {
	store.Bytes
	*counting
}

func (b countedBytes) Scan(bucket string, from, to []byte, reverse bool) iter.Seq2[[]byte, []byte] {
	if strings.Contains(bucket, store.Delegations.Name) && strings.Contains(string(from), mei) {
		b.rosters++
	}
	return b.Bytes.Scan(bucket, from, to, reverse)
}

func (b countedBytes) Put(bucket string, key, value []byte) error {
	if bucket == "post" && len(key) > 0 && key[0] == 'r' {
		name := string(key[1:])
		if at := len(name) - 8; at > 0 && name[at] == 0 { // a number in binary
			name = name[:at] + strconv.Itoa(int(name[len(name)-1]))
		}
		b.posts[name]++
	}
	return b.Bytes.Put(bucket, key, value)
}

func TestAClickShowsEverythingOnce(t *testing.T) {
	w := acme(t)
	c := &counting{Backend: w.Raw}
	var err error
	if w.Store, err = store.Open(t.Context(), c, store.Options{}); err != nil {
		t.Fatal(err)
	}
	w.Desk = desk.New(w.Store, w.Desk.Cards.Lang, w.Desk.Cards.Company)
	if w.Router, err = commands.Router(w.Desk); err != nil {
		t.Fatal(err)
	}
	w.Want(w.Say(ana, "discount D-1 15% rival"), "R-1")
	asked := w.Message("ask/R-1/" + mei)
	click := w.Request(mei, "click")
	button, _ := commandstest.Button(&asked.Message, "Approve")
	click.Name, click.Value = button.Action, button.Value
	route, _ := w.Router.Named(click.Name)
	if reply, err := route.Do(w.Context(), click); err != nil || reply.Refused {
		t.Fatalf("%+v %v", reply, err)
	}
	if c.rosters != 1 {
		t.Errorf("the roster was read %d times", c.rosters)
	}
	for _, key := range []string{"deal/D-1/east", "deal/D-1/east/R-1", "ask/R-1/" + mei, "tell/R-1"} {
		if c.posts[key] != 1 {
			t.Errorf("%s was posted %d times: %v", key, c.posts[key], c.posts)
		}
	}
}
