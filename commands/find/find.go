// Package find looks for words in customers, deals and notes.
package find

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/store"
)

// more is the route of the next page. Its value names the kept words: a button carries no text.
const more = "find more"

// Feature returns the verbs of this package.
func Feature() call.Feature {
	return call.Feature{Verbs: []call.Verb{
		{Route: chat.Route{Name: "find", Help: true}, Free: true, Do: find},
		{Route: chat.Route{Name: more}, Do: page, Reads: true},
	}}
}

const (
	pageSize = 8
	enough   = 500 // found of one kind: nobody reads on
)

// hit is a record with the words.
type hit struct {
	kind  string // of find.kind_*
	title chat.Safe
	quote chat.Safe
	open  chat.Button
}

// search is one question, and who may see its answer.
type search struct {
	*call.Call
	text   string
	needle phrase.Needle
	shared bool         // asked in a channel: only what everybody there may see
	teams  []sales.Team // of that channel
	hits   []hit
	seen   map[string]bool // deals and customers looked at
	listed map[string]bool // deals among the hits already
}

// find answers a search. In a channel it contains only what every member of the channel's team may see,
// with a button that shows the rest to the person alone.
func find(c *call.Call) (chat.Reply, error) {
	words := phrase.Sought(c.Req.Args)
	if words == "" {
		return chat.Reply{}, sales.No("find.nothing")
	}
	where := c.Req.Where
	s, err := look(c, words, where.Channel != "" && !where.Direct && where.Channel[0] != 'D')
	if err != nil {
		return chat.Reply{}, err
	}
	value := ""
	if s.shared || len(s.hits) > pageSize {
		if value, err = c.KeepDraft(chat.Draft{Route: more, Args: words}); err != nil {
			return chat.Reply{}, err
		}
	}
	return s.answer(words, value, 0), nil
}

// page shows a later page, or everything, to whoever asked.
func page(c *call.Call) (chat.Reply, error) {
	id, at, _ := strings.Cut(c.Req.Value, "|")
	skip, err := strconv.Atoi(at)
	draft, ok, wrong := store.Drafts.Get(c.Read, id)
	if wrong != nil {
		return chat.Reply{}, wrong
	}
	if err != nil || skip < 0 || !ok || draft.User != c.Me.ID || draft.Route != more {
		return chat.Reply{}, sales.No("pick.gone")
	}
	s, err := look(c, draft.Args, false)
	if err != nil {
		return chat.Reply{}, err
	}
	reply := s.answer(draft.Args, id, skip)
	reply.Replace = skip > 0
	return reply, nil
}

func look(c *call.Call, words string, shared bool) (*search, error) {
	s := &search{Call: c, text: words, needle: phrase.NewNeedle(words), shared: shared, seen: map[string]bool{},
		listed: map[string]bool{}}
	if s.needle.Empty() {
		return s, sales.No("find.nothing")
	}
	if shared {
		var err error
		if s.teams, err = store.TeamsOfChannel(c.Read, c.Req.Where.Channel); err != nil {
			return s, err
		}
		// In the channel of somebody else's team, what is shown would tell of that team's deals.
		s.teams = slices.DeleteFunc(s.teams, func(t sales.Team) bool { return !sales.Visible(c.Me, sales.Record{Team: t}) })
	}
	for _, kind := range []func() error{s.byID, s.accounts, s.contacts, s.deals, s.notes, s.requests} {
		if err := kind(); err != nil {
			return s, err
		}
	}
	return s, nil
}

// each runs do on the records of a table that may contain the words, the latest first, until enough fit.
func each[T any](s *search, t store.Table[T], do func(T) (bool, error)) error {
	return among(t.Matching(s.Read, s.needle.Maybe), do)
}

func among[T any](list iter.Seq2[T, error], do func(T) (bool, error)) error {
	n := 0
	for v, err := range list {
		if err != nil {
			return err
		}
		fits, err := do(v)
		if err != nil {
			return err
		}
		if fits {
			n++
		}
		if n == enough {
			break
		}
	}
	return nil
}

// quoted returns the words around the match in the first of the texts that has it.
func (s *search) quoted(texts ...string) (chat.Safe, bool) {
	for _, text := range texts {
		if from, to, ok := s.needle.In(text); ok {
			before, match, after := phrase.Around(text, from, to)
			return "> " + chat.Join(" ", chat.EscapeLine(before), chat.Bold(chat.EscapeLine(match)), chat.EscapeLine(after)), true
		}
	}
	return "", false
}

// may reports whether the answer's readers may see any of these records.
func (s *search) may(id string, records func() ([]sales.Record, error)) (bool, error) {
	if sees, known := s.seen[id]; known {
		return sees, nil
	}
	all, err := records()
	if err != nil {
		return false, err
	}
	sees := sales.Visible(s.Me, all...)
	if s.shared {
		here := false
		for _, t := range s.teams {
			here = here || sales.Visible(sales.Member(t.ID), all...)
		}
		sees = sees && here
	}
	s.seen[id] = sees
	return sees, nil
}

func (s *search) mayID(id string) (bool, error) {
	return s.may(id, func() ([]sales.Record, error) { return store.Whose(s.Read, id) })
}

func (s *search) add(kind string, title, quote chat.Safe, verb, value string) {
	s.hits = append(s.hits, hit{kind, title, quote, chat.Button{Label: s.Words.Plain("common.show"), Action: verb, Value: value}})
}

// byID adds the deal or the customer whose number the words are.
func (s *search) byID() error {
	id, ok := phrase.ID(s.text)
	if !ok {
		return nil
	}
	switch sales.KindOf(id) {
	case sales.KindDeal:
		if _, known, err := store.Deals.Get(s.Read, id); err != nil || !known {
			return err
		}
		_, err := s.ofDeal("deal", id, "", "")
		return err
	case sales.KindAccount:
		a, known, err := store.Accounts.Get(s.Read, id)
		if err != nil || !known {
			return err
		}
		if sees, err := s.mayID(id); err != nil || !sees {
			return err
		}
		return s.addAccount(a, "")
	}
	return nil
}

// openDeals is how many open deals of a customer are listed with it.
const openDeals = 5

// addAccount adds a customer and its open deals.
func (s *search) addAccount(a sales.Account, quote chat.Safe) error {
	s.add("account", chat.Join(" · ", chat.Escape(a.ID), chat.EscapeLine(a.Name)), quote, "account", a.ID)
	open, err := s.OpenDeals(a.ID)
	if err != nil {
		return err
	}
	for _, d := range open[:min(len(open), openDeals)] {
		if _, err := s.ofDeal("deal", d.ID, "", ""); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) accounts() error {
	found := false
	err := each(s, store.Accounts, func(a sales.Account) (bool, error) {
		quote, fits := s.quoted(a.Name)
		if !fits {
			return false, nil
		}
		sees, err := s.mayID(a.ID)
		if sees {
			found = true
			err = s.addAccount(a, quote)
		}
		return sees, err
	})
	if err != nil || found {
		return err
	}
	return s.alike()
}

// alike adds the customers whose name is close to the words, such as their pinyin.
func (s *search) alike() error {
	names, err := s.AccountNames()
	if err != nil {
		return err
	}
	fits, err := names.Alike(s.text)
	if err != nil {
		return err
	}
	for _, m := range fits {
		sees, err := s.mayID(m.ID)
		if err != nil {
			return err
		}
		if sees {
			if err := s.addAccount(sales.Account{ID: m.ID, Name: m.Name}, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *search) contacts() error {
	return each(s, store.Contacts, func(k sales.Contact) (bool, error) {
		quote, fits := s.quoted(k.Name, k.Title)
		if !fits {
			return false, nil
		}
		sees, err := s.mayID(k.Account)
		if sees {
			s.add("contact", chat.Join(" · ", chat.Escape(k.ID), chat.EscapeLine(k.Name)), quote, "account", k.Account)
		}
		return sees, err
	})
}

func (s *search) deals() error {
	return each(s, store.Deals, func(d sales.Deal) (bool, error) {
		quote, fits := s.quoted(d.Name, d.Product, d.Need, d.Next.What, s.Desk.Cards.LostReason(s.Words, d.Reason), d.Competitor)
		if !fits {
			return false, nil
		}
		return s.ofDeal("deal", d.ID, "", quote)
	})
}

func (s *search) notes() error {
	return each(s, store.Activities, func(a sales.Activity) (bool, error) {
		quote, fits := s.quoted(a.Note)
		switch {
		case !fits:
			return false, nil
		case a.Deal != "":
			return s.ofDeal("note", a.Deal, chat.Escape(a.ID+" · "+s.Words.Day(string(a.On))), quote)
		}
		sees, err := s.mayID(a.Account)
		if sees {
			s.add("note", chat.Escape(a.ID+" · "+s.Words.Day(string(a.On))), quote, "account", a.Account)
		}
		return sees, err
	})
}

func (s *search) requests() error {
	return each(s, store.Approvals, func(a sales.Approval) (bool, error) {
		quote, fits := s.quoted(a.Reason)
		if !fits {
			return false, nil
		}
		return s.ofDeal("request", a.Deal, chat.Escape(a.ID), quote)
	})
}

// ofDeal adds a record of a deal, or the deal itself.
func (s *search) ofDeal(kind, deal string, what, quote chat.Safe) (bool, error) {
	sees, err := s.mayID(deal)
	if err != nil || !sees {
		return false, err
	}
	if kind == "deal" && s.listed[deal] {
		return true, nil
	}
	s.listed[deal] = s.listed[deal] || kind == "deal"
	d, err := store.Deals.Find(s.Read, deal)
	if err != nil {
		return false, err
	}
	title, err := s.Desk.Cards.DealTitle(s.Read, d)
	s.add(kind, chat.Join(" · ", what, title), quote, "deal", deal)
	return true, err
}
