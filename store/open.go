package store

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// openKey is the value under which an open deal is found, with all that a funnel counts: since when it is in its stage,
// the day on which it was opened, its pipeline, stage, currency, net amount, owner and team: "2026-11-21T10:00:00Z
// 2026-10-05 standard proposal CNY 4800000 U1 east".
func openKey(d sales.Deal) string {
	if d.Status != sales.Open {
		return ""
	}
	net := d.Net()
	return strings.Join([]string{DueKey(d.StageSince), string(calendar.DateOf(d.Created.UTC())), d.Pipeline, d.Stage, net.Currency,
		strconv.FormatInt(net.Minor, 10), InTeam(d.Owner, d.Team)}, " ")
}

// OpenDealsInBrief yields all open deals, those that are in their stage for longest first. It reads an index and no deal,
// so they have only what openKey names: the amount is the net one, and they were created at the first instant of their day.
func OpenDealsInBrief(r Reader) iter.Seq2[sales.Deal, error] {
	return func(yield func(sales.Deal, error) bool) {
		prefix := indexPrefix("open", "", false)
		known := map[string]string{} // most of it is alike
		text := func(b []byte) string {
			t, ok := known[string(b)]
			if !ok {
				t = string(b)
				known[t] = t
			}
			return t
		}
		for k := range r.bytes().Scan(Deals.Name, prefix, after(prefix), false) {
			key, id, ok := bytes.Cut(k[len(prefix):], []byte{0})
			var part [7][]byte
			for i := 0; i < len(part) && ok; i++ {
				part[i], key, ok = bytes.Cut(key, []byte(" "))
			}
			since, err := time.Parse(time.RFC3339, string(part[0]))
			minor, wrong := strconv.ParseInt(string(part[5]), 10, 64)
			if !ok || err != nil || wrong != nil {
				yield(sales.Deal{}, fmt.Errorf("%w: index of open deals %q", ErrCorrupt, k))
				return
			}
			d := sales.Deal{ID: decodeID(id), Status: sales.Open, StageSince: since, Created: calendar.Date(text(part[1])).In(time.UTC),
				Pipeline: text(part[2]), Stage: text(part[3]), Amount: sales.Money{Minor: minor, Currency: text(part[4])},
				Owner: text(part[6]), Team: text(key)}
			if !yield(d, nil) {
				return
			}
		}
	}
}
