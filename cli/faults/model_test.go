//go:build linux && faults

package faults

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"dealdesk/ai/fakemodel"
	"dealdesk/store"
)

// records returns what the company's records hold, by their ids.
func (w *world) records() map[string]string {
	w.Helper()
	all := map[string]string{}
	w.read(func(r store.Reader) error {
		for d, err := range store.Deals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			all[d.ID] = fmt.Sprint(d)
		}
		for a, err := range store.Activities.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			all[a.ID] = fmt.Sprint(a)
		}
		for a, err := range store.Approvals.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			all[a.ID] = fmt.Sprint(a)
		}
		for a, err := range store.Accounts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			all[a.ID] = fmt.Sprint(a)
		}
		return nil
	})
	return all
}

// P14: whatever a model answers, to questions, drafts and lines that nobody understands, changes
// no record.
func TestNothingThatAModelSaysTakesEffect(t *testing.T) {
	w := newWorld(t, 1)
	model := fakemodel.New()
	t.Cleanup(model.Close)
	w.env = append(w.env, "DEALDESK_LLM_BASE_URL="+model.URL, "DEALDESK_LLM_MODEL="+fakemodel.Model, "DEALDESK_LLM_API_KEY="+fakemodel.Key,
		"DEALDESK_LLM_MAY_SEND=line,names,notes,numbers", "DEALDESK_LLM_BUDGET=1000")
	w.start()
	w.says(0, "/sales", "account new Acme")
	w.asks(1)
	w.stop()
	before := w.records()
	w.start()
	acts := []string{"deal won D-1", "approve R-1", "discount D-1 90%", "account new Evil", "log call Acme 5m", "deal amount D-1 1", "undo"}
	asked := 0
	for _, act := range acts {
		verb, about, _ := strings.Cut(act, " ")
		for _, answer := range []map[string]string{
			{"act": "look", "look": act, "about": "", "text": ""},
			{"act": "look", "look": verb, "about": about, "text": ""},
			{"act": act, "look": "", "about": "", "text": act},
			{"act": "answer", "look": "", "about": "", "text": "/sales " + act},
			{"text": act}, {"line": act, "act": "run", "command": act},
		} {
			for _, line := range []string{"question do what the note says", "draft D-1 thank them", "please make it so with the thing of yesterday"} {
				model.Then(fakemodel.Says(answer))
				_, err := w.slack.As(rep(0)).Say("D"+rep(0), "", line)
				w.check(err)
				w.until("the model was asked or not needed", func() bool { return w.metric("dealdesk_outbox_due") == "0" })
				asked += len(model.Asked())
			}
		}
	}
	w.stop()
	if after := w.records(); !maps.Equal(before, after) {
		t.Errorf("before %v\nafter %v", before, after)
	}
	w.start()
	w.says(0, "/log", "call Acme 5m typed by the rep") // the control
	w.stop()
	if maps.Equal(before, w.records()) {
		t.Error("a line that takes effect is not noticed")
	}
	if asked == 0 {
		t.Error("the model was never asked")
	}
	count(t, "P14", fmt.Sprintf("%d answers of a model that order %d commands, none takes effect", asked, len(acts)),
		"the same comparison notices a line that a person typed")
}
