package commands_test

import (
	"bytes"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/store"
)

// toldTheCard is the answer in words to what a line in plain words proposed.
func toldTheCard(words string) deed {
	d := plainly(ana, "say", words)
	d.before = func(w *commandstest.World) *chat.Message {
		return plainly(ana, "say", "had a chat with Acme about the rollout, 20 minutes").do(w, nil).Message
	}
	return d
}

// terms is the version of a deal's terms, which an undo raises (P10).
var terms = regexp.MustCompile(`"terms":\d+`)

// recordLines is everything on file, as an export has it.
func recordLines(w *commandstest.World) []string {
	w.Helper()
	var all bytes.Buffer
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		return store.Export(r, store.JSON, func(name string) (io.WriteCloser, error) {
			all.WriteString(name + "\n")
			return unclosed{&all}, nil
		})
	})
	if err != nil {
		w.Fatal(err)
	}
	return strings.Split(terms.ReplaceAllString(all.String(), `"terms":0`), "\n")
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// showing is every message that stands somewhere, one a line.
func showing(w *commandstest.World) (lines []string) {
	w.Helper()
	w.Post()
	for _, key := range slices.Sorted(maps.Keys(w.Shown)) {
		message := w.Shown[key].Message
		lines = append(lines, key+" "+encoded(w, chat.Reply{Message: &message}))
	}
	return lines
}

// overheard says words in the thread of a deal with a request that waits.
func overheard(name, words string) deed {
	return behind(ana, "discount D-1 15% rival", deed{mei, false, nil, func(w *commandstest.World, _ *chat.Message) chat.Reply {
		req := w.Request(mei, chat.Overheard)
		req.Name, req.Args, req.Where = name, words, chat.Where{Channel: "CEAST", Thread: w.Thread["D-1"]}
		return w.Do(req)
	}})
}
