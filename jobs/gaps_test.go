package jobs

import (
	"strings"
	"testing"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
)

func TestAdminsAreToldOnceAMonthWhatACalendarLacks(t *testing.T) {
	c := plans()
	c.Admins = []string{"UADA", "UGONE"}
	cn, ok := calendar.Shipped("cn")
	if !ok {
		t.Fatal("no calendar of China")
	}
	c.Calendars = map[string]calendar.Calendar{"cn": cn}
	o := open(t, c, "2026-11-18 14:00")
	o.person(sales.Person{ID: "UADA", Name: "Ada", Role: sales.Admin, Admin: true})
	o.person(sales.Person{ID: "UGONE", Name: "Gus", Role: sales.Admin, Admin: true, Gone: true})
	warned := func(month, user string) (post store.Post, ok bool) {
		err := o.store.View(t.Context(), func(r store.Reader) (err error) {
			post, ok, err = store.PostByKey(r, "calendar/"+month+"/"+user)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return post, ok
	}
	o.tick("2026-11-18 14:01")
	post, ok := warned("2026-11", "UADA")
	if morning := time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC); !ok || !post.NotBefore.Equal(morning) ||
		!strings.Contains(string(post.Message.Text), "2027") {
		t.Fatalf("told %+v", post)
	}
	if _, ok := warned("2026-11", "UGONE"); ok {
		t.Error("someone who has left is told")
	}
	o.restart()
	o.tick("2026-11-30 08:00")
	if again, _ := warned("2026-11", "UADA"); again.Rev != post.Rev {
		t.Error("told twice in a month")
	}
	o.tick("2026-12-01 08:00")
	if next, ok := warned("2026-12", "UADA"); !ok || !next.NotBefore.Equal(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("in December told %+v", next)
	}

	known := open(t, plans(), "2026-11-18 14:00")
	known.person(sales.Person{ID: "UADA", Name: "Ada", Role: sales.Admin, Admin: true})
	known.tick("2026-11-18 14:01")
	if known.runner.warned != "" {
		t.Error("a company without a calendar is warned of gaps")
	}
}
