package person

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"dealdesk/store"
)

// Export writes all that is held about one person: each table's records about them, made by them or
// naming them, what they did according to the journal, and the messages to them or about them.
func Export(ctx context.Context, st *store.Store, names, also []string, f store.Format, create func(string) (io.WriteCloser, error)) error {
	return st.View(ctx, func(r store.Reader) error {
		w, err := Pick(r, names, also, true)
		if err != nil {
			return err
		}
		if err := store.ExportSome(r, f, func(_ string, raw store.Raw) bool { return w.about(raw.ID, raw.JSON) }, create); err != nil {
			return err
		}
		if err := w.write(create, "journal.json", func(put func(any) error) error {
			return store.EachChange(r, func(e store.Entry, p store.Payload) error {
				done := act{Seq: e.Seq, At: e.At.Format("2006-01-02T15:04:05Z07:00"), What: e.What, Reason: p.Reason}
				mine := w.has(e.Actor)
				for _, c := range p.Changes {
					if mine || w.about(c.ID, c.Old) || w.about(c.ID, c.New) {
						done.Records = append(done.Records, c)
					}
				}
				if !mine && len(done.Records) == 0 {
					return nil
				}
				done.Own = mine
				return put(done)
			})
		}); err != nil {
			return err
		}
		return w.write(create, "messages.json", func(put func(any) error) error {
			return store.EachPost(r, func(p store.Post) error {
				data, err := json.Marshal(p.Message)
				if err != nil || !w.has(p.User) && !w.about("", data) {
					return err
				}
				return put(p)
			})
		})
	})
}

// act is an entry of the journal as far as it concerns the person.
type act struct {
	Seq     uint64               `json:"entry"`
	At      string               `json:"at"`
	What    string               `json:"what"`
	Own     bool                 `json:"own"` // the person did it
	Reason  string               `json:"reason,omitempty"`
	Records []store.RecordChange `json:"records,omitempty"`
}

// write writes a list, one value per line.
func (w *Whom) write(create func(string) (io.WriteCloser, error), name string, each func(put func(any) error) error) error {
	file, err := create(name)
	if err != nil {
		return err
	}
	before := "[\n"
	err = each(func(v any) error {
		data, err := json.Marshal(v)
		if err == nil {
			_, err = fmt.Fprintf(file, "%s%s", before, data)
		}
		before = ",\n"
		return err
	})
	if before == "[\n" {
		_, _ = io.WriteString(file, "[")
	}
	if _, end := io.WriteString(file, "\n]\n"); err == nil {
		err = end
	}
	if end := file.Close(); err == nil {
		err = end
	}
	return err
}
