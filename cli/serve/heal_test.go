package serve

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/store"
)

// One damaged post is set aside, the others are still due, and the admins hear of it.
func TestTheAdminsHearOfADamagedPostAndTheOthersGoOn(t *testing.T) {
	o := newOutbox(t)
	o.update("admin", o.now, func(tx *store.Tx) error {
		mei, err := store.People.Find(tx, "UMEI")
		if err != nil {
			return err
		}
		mei.Admin = true
		return store.People.Put(tx, mei)
	})
	due, err := o.store.Due(t.Context(), o.now, 100)
	if err != nil || len(due) < 3 {
		t.Fatal(len(due), err)
	}
	spoiled := false
	err = o.kept.Update(t.Context(), func(b store.Bytes) error {
		for k, v := range b.Scan("post", []byte{'r'}, []byte{'s'}, false) {
			key, value := bytes.Clone(k), bytes.Clone(v)
			value[len(value)/2] ^= 4
			spoiled = true
			return b.Put("post", key, value)
		}
		return nil
	})
	if err != nil || !spoiled {
		t.Fatal(spoiled, err)
	}
	off := &Office{Store: o.store, desk: o.desk, log: slog.New(slog.DiscardHandler), now: func() time.Time { return o.now },
		damaged: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "damaged"}, []string{"became"})}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); off.heal(ctx) }()
	left, err := o.store.Due(t.Context(), o.now, 100)
	if err != nil || len(left) == 0 || len(left) == len(due) {
		t.Errorf("%d of %d are due: %v", len(left), len(due), err)
	}
	<-o.store.Wake()
	for told := false; !told; {
		posts, err := o.store.Due(t.Context(), o.now, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range posts {
			told = told || p.Kind == "staff" && strings.HasPrefix(p.Key, "damage/") && p.User != "" &&
				strings.Contains(string(p.Message.Text), "set it aside")
		}
		if !told {
			<-o.store.Wake()
		}
	}
	stop()
	<-ended
}
