package jobs

import (
	"strings"
	"testing"

	"dealdesk/sales"
	"dealdesk/store"
)

func TestTheJournalsCheckpointIsPostedOnceADayIfAnythingWasWritten(t *testing.T) {
	c := plans()
	c.Audit = "CAUDIT"
	o := open(t, c, "2026-11-18 08:00")
	write := func() { o.do(func(*store.Tx) error { return nil }) }
	head := func() (at store.Checkpoint) {
		err := o.store.View(t.Context(), func(r store.Reader) (err error) {
			at, err = store.Head(r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	o.tick("2026-11-18 08:59")
	o.tick("2026-11-18 09:00")
	o.wantKeys("checkpoint") // nothing was ever written
	write()
	o.restart()
	want := head()
	o.tick("2026-11-18 09:01")
	o.wantKeys("checkpoint", "checkpoint/2026-11-18")
	if text := o.text("checkpoint/2026-11-18"); !strings.Contains(text, "verify --checkpoint "+want.String()) {
		t.Errorf("posted %q, want %s", text, want)
	}
	if p := o.posts()["checkpoint/2026-11-18"]; p.Channel != "CAUDIT" {
		t.Errorf("posted in %s", p.Channel)
	}
	o.tick("2026-11-19 10:00") // since then only the post itself was written
	write()
	o.tick("2026-11-19 10:01") // late in the day it is no longer of use
	o.wantKeys("checkpoint", "checkpoint/2026-11-18")
	o.tick("2026-11-20 08:59")
	o.wantKeys("checkpoint", "checkpoint/2026-11-18")
	o.tick("2026-11-20 12:00")
	o.restart()
	o.tick("2026-11-20 13:00")
	o.wantKeys("checkpoint", "checkpoint/2026-11-18", "checkpoint/2026-11-20")

	c.Audit = ""
	silent := open(t, c, "2026-11-18 10:00")
	silent.person(sales.Person{ID: "UADA", Name: "Ada", Role: sales.Admin})
	silent.tick("2026-11-18 10:01")
	silent.wantKeys("checkpoint")
}
