package person

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/sales/forecast"
	"dealdesk/sales/goal"
	"dealdesk/store"
)

func decode(data []byte, to any) error {
	if len(data) == 0 {
		return nil
	}
	return json.Unmarshal(data, to)
}

// redaction returns the redaction of the person. It reads the whole journal first: what the
// person wrote is also in messages that others got, and in the answers to them.
func (w *Whom) redaction(r store.Reader) (store.Redaction, error) {
	own := map[string]bool{} // the beginnings of the texts that the person wrote
	see := func(table, id string, data []byte) error {
		left, err := w.record(table, data)
		if err != nil {
			return fmt.Errorf("%s %s: %w", table, id, err)
		}
		kept := map[string]bool{}
		store.RedactStrings(left, func(s string) string { kept[s] = true; return s })
		store.RedactStrings(data, func(s string) string {
			if start := beginning(s); start != "" && !kept[s] {
				own[start] = true
			}
			return s
		})
		return nil
	}
	err := store.EachRecord(r, func(table string, raw store.Raw) error { return see(table, raw.ID, raw.JSON) })
	if err != nil {
		return store.Redaction{}, err
	}
	err = store.EachChange(r, func(_ store.Entry, p store.Payload) error {
		for _, c := range p.Changes {
			for _, data := range [][]byte{c.Old, c.New} {
				if err := see(c.Table, c.ID, data); err != nil {
					return err
				}
			}
		}
		return nil
	})
	hide := func(s string) string { return w.traces.Hide(s, w.erasure.As) }
	return store.Redaction{
		Record: func(table, id string, data []byte) ([]byte, error) {
			left, err := w.record(table, data)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", table, id, err)
			}
			return store.RedactStrings(left, hide), nil
		},
		Text: func(s string) string {
			if quotes(s, own) {
				return w.erasure.As
			}
			return hide(s)
		},
		Own: func(actor string) bool { return w.erasure.Is(actor) && !w.erasure.KeepNotes },
	}, err
}

// record returns what is left of the person's own record. Everything else stays as it is, byte for byte.
func (w *Whom) record(table string, data []byte) ([]byte, error) {
	e := w.erasure
	switch {
	case len(data) == 0:
		return data, nil
	case table == store.People.Name:
		return left(data, func(p sales.Person) bool { return e.Is(p.ID) }, e.Person)
	case table == store.Contacts.Name:
		return left(data, func(k sales.Contact) bool { return w.has(k.ID) }, e.Contact)
	case table == store.Activities.Name:
		return left(data, func(a sales.Activity) bool { return e.Is(a.By) && !e.KeepNotes }, e.Activity)
	case table == store.Standups.Name:
		return left(data, func(s sales.Standup) bool { return e.Is(s.Person) }, e.Standup)
	case table == store.Approvals.Name && !e.KeepNotes && len(e.People) > 0:
		return left(data, func(sales.Approval) bool { return true }, e.Approval)
	case table == store.Goals.Name && !e.KeepNotes:
		return left(data, func(g goal.Goal) bool { return e.Is(g.Agreement.By) }, func(g goal.Goal) goal.Goal { return g.Erased(e) })
	case table == store.Forecasts.Name && !e.KeepNotes:
		return left(data, func(f forecast.Forecast) bool { return e.Is(f.Override.By) },
			func(f forecast.Forecast) forecast.Forecast { return f.Erased(e) })
	case table == store.Drafts.Name:
		return left(data, func(d chat.Draft) bool { return e.Is(d.User) }, func(d chat.Draft) chat.Draft {
			d.Args, d.Create = "", ""
			return d
		})
	case table == store.Configured.Name && len(e.People) > 0:
		return left(data, func(sales.Staff) bool { return true }, func(s sales.Staff) sales.Staff {
			for i, p := range s.People {
				s.People[i] = e.Person(p)
			}
			return s
		})
	}
	return data, nil
}

func left[T any](data []byte, concerns func(T) bool, of func(T) T) ([]byte, error) {
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, err
	}
	if !concerns(v) {
		return data, nil
	}
	return json.Marshal(of(v))
}

// startLength is how many letters and digits of a text have to be the same for it to be a quotation.
const startLength = 24

// beginning returns how a text begins, without what a message changes in it; "" if that is too
// short to tell it from others.
func beginning(s string) string {
	letters := plain(s)
	if len(letters) < startLength {
		return ""
	}
	return string(letters[:startLength])
}

// quotes reports whether a text quotes one of those that begin like own.
func quotes(s string, own map[string]bool) bool {
	letters := plain(s)
	for i := 0; i+startLength <= len(letters); i++ {
		if own[string(letters[i:i+startLength])] {
			return true
		}
	}
	return false
}

func plain(s string) (letters []rune) {
	for _, r := range strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	return letters
}
