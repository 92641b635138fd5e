package commands_test

import (
	"fmt"
	"testing"
	"time"

	"dealdesk/chat"
)

// Slack promises no order. Whatever comes first, the newest text stays, logged once.
func TestTheNewestTextOfAMessageWinsInEveryOrder(t *testing.T) {
	texts := []string{"first words", "second words", "third words"} // the message and two edits
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			w := acme(t)
			for _, n := range order {
				req := w.Request(ana, chat.Mention)
				req.Where.TS = "77.1"
				if n > 0 {
					req = w.Request(ana, chat.Edit)
					req.About = chat.Said{Channel: "CEAST", TS: "77.1", User: ana, At: w.Now, Edited: w.Now.Add(time.Duration(n) * time.Minute)}
				}
				w.Typed(req, "log call Acme Corporation 20m "+texts[n])
			}
			all := activities(w)
			if len(all) != 1 || all[0].Note != "third words" {
				t.Errorf("logged are %+v", all)
			}
			w.Shows(w.Room("D-1", "N-1"), "third words")
		})
	}
}
