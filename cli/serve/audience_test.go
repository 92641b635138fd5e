package serve

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/store"
	"dealdesk/store/storetest"
)

func TestPostReachesOnlyThoseWhoMayReadIt(t *testing.T) {
	s, err := store.Open(t.Context(), storetest.NewMemory(nil), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now, desk := twinNow, cards.New(nil, sales.Company{})
	c := store.Change{Once: "staff", Actor: "config", At: now, What: "enrol"}
	_, err = s.Update(t.Context(), c, func(tx *store.Tx) error {
		for _, team := range []sales.Team{{ID: "north", Manager: "UM", Channel: "C1"}, {ID: "south", Manager: "US", Channel: "C2"}} {
			if err := store.Teams.Put(tx, team); err != nil {
				return err
			}
		}
		for _, p := range []sales.Person{
			{ID: "UM", Team: "north", Role: sales.Manager}, {ID: "UN", Team: "north", Role: sales.Rep},
			{ID: "US", Team: "south", Role: sales.Manager}, {ID: "UA", Role: sales.Admin},
			{ID: "UGONE", Team: "north", Role: sales.Rep, Gone: true}, {ID: "UOUT", Team: "north", Role: sales.Rep, Outside: true},
		} {
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		if err := store.Accounts.Put(tx, sales.Account{ID: "A-1", Name: "Acme", Owner: "UN", Team: "north"}); err != nil {
			return err
		}
		lent := sales.Delegation{ID: "S-1", From: "UM", To: "US", Start: now.Add(-time.Hour), End: now.Add(time.Hour)}
		if err := store.Delegations.Put(tx, lent); err != nil {
			return err
		}
		asked := sales.Approval{ID: "R-1", Deal: "D-1", Team: "north", Requester: "UN", Status: sales.Waiting,
			Steps: []sales.Step{{Panel: sales.Panel{Who: sales.Who{"manager"}, Need: 1}}}}
		if err := store.Approvals.Put(tx, asked); err != nil {
			return err
		}
		return store.Deals.Put(tx, sales.Deal{ID: "D-1", Name: "Deal", Owner: "UN", Team: "north", Status: sales.Open})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, about := range []string{"D-1", "A-1"} {
		for _, row := range []struct {
			post store.Post
			want bool
		}{
			{store.Post{Channel: "C1", Audience: "north"}, true},
			{store.Post{Channel: "C2", Audience: "south"}, false},
			{store.Post{Channel: "C3"}, false}, // for everybody: no deal may be shown there
			{store.Post{User: "UM"}, true},
			{store.Post{User: "UN"}, true},
			{store.Post{User: "UA"}, true},
			{store.Post{User: "US"}, false},
			{store.Post{User: "UGONE"}, false},
			{store.Post{User: "UOUT"}, false},
			{store.Post{User: "UNKNOWN"}, false},
		} {
			row.post.About = about
			err := s.View(t.Context(), func(r store.Reader) error {
				why, err := barred(r, desk, row.post, now)
				if (why == "") != row.want {
					t.Errorf("%s for %s%s: got %q", about, row.post.Audience, row.post.User, why)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		for to, want := range map[[2]string]bool{
			{"US", ""}: true, {"US", "D-99"}: false,
			// US decides on R-1 for UM and still does not see its deal; UN may not decide.
			{"US", "R-1"}: true, {"US", "D-1"}: false, {"UM", "R-1"}: true, {"UN", "R-1"}: true, {"UGONE", "R-1"}: false, {"US", "R-2"}: false,
			{"US", "X-1"}: false, {"UGONE", ""}: false, {"UOUT", ""}: false,
		} {
			if why, err := barred(r, desk, store.Post{User: to[0], About: to[1]}, now); (why == "") != want || err != nil {
				return fmt.Errorf("to %s about %q: got %q, %v", to[0], to[1], why, err)
			}
		}
		if why, err := barred(r, desk, store.Post{Channel: "C1", Audience: "north"}, now); why != "" || err != nil {
			return fmt.Errorf("to a channel about nothing: got %q, %v", why, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// outbox is a company with posts that wait to be sent: the card of Ana's deal D-1 and the
// messages below it, the answer to her request, the stand-up of her team, and the questions to
// her.
type outbox struct {
	*twin
	now time.Time
}

func newOutbox(t *testing.T) *outbox {
	o := &outbox{newTwin(t), twinNow}
	staff := o.staff
	staff.People = slices.Clone(staff.People)
	for i := range staff.People {
		staff.People[i].Name = strings.TrimPrefix(staff.People[i].ID, "U")
	}
	if _, err := o.desk.Enrol(t.Context(), staff, o.now); err != nil {
		t.Fatal(err)
	}
	o.types("UANA", "account new Acme")
	o.types("UANA", `deal new Acme "Data platform" 120k`)
	o.types("UANA", "log call D-1 20m talked pricing. next: send the quote tomorrow")
	o.types("UANA", "discount D-1 15% rival")
	o.types("UMEI", "reject R-1 too early")
	o.update("jobs", o.now, func(tx *store.Tx) error {
		ana, err := store.People.Find(tx, "UANA")
		if err != nil {
			return err
		}
		east, err := store.Teams.Find(tx, "east")
		if err != nil {
			return err
		}
		return errors.Join(o.desk.PostDigest(tx, east, today), o.desk.PostPrompt(tx, ana, today, time.UTC))
	})
	return o
}

// TestWaitingDigestOmitsDealsThatLeftTheTeam covers posts about more than one record.
func TestWaitingDigestOmitsDealsThatLeftTheTeam(t *testing.T) {
	o := newOutbox(t)
	o.now = o.now.AddDate(0, 0, 1)
	o.update("jobs", o.now, func(tx *store.Tx) error {
		east, err := store.Teams.Find(tx, "east")
		if err != nil {
			return err
		}
		return errors.Join(o.desk.PostDigest(tx, east, today.AddDays(1)), o.desk.PostReview(tx, east, calendar.Week(today)))
	})
	named := func() (keys []string) {
		for _, key := range []string{"digest/east/2026-11-25/answers", "review/east/2026-11-23/details"} {
			o.view(func(r store.Reader) error {
				p, _, err := store.PostByKey(r, key)
				if strings.Contains(encoded(t, p.Message), "D-1") {
					keys = append(keys, key)
				}
				return err
			})
		}
		return keys
	}
	o.types("UANA", "deal advance D-1 they are in a hurry")
	if before := named(); len(before) == 0 {
		t.Fatal("nothing names the deal while it is the team's")
	}
	o.gives("UMEI", "D-1", "ULILEI")
	if after := named(); len(after) > 0 {
		t.Errorf("the deal is named to the team that it has left: %v", after)
	}
	o.types("UMEI", "undo")
	if again := named(); len(again) == 0 {
		t.Error("the deal has come back and is not named")
	}
}

func (o *outbox) types(who, line string) {
	o.Helper()
	route, rest, ok := o.router.Find(line)
	if !ok {
		o.Fatalf("%q is no command", line)
	}
	o.acts++
	o.now = o.now.Add(time.Second)
	reply := o.does(chat.Request{ID: fmt.Sprint("types ", o.acts), Kind: chat.Slash, Name: route.Name, Args: rest, At: o.now,
		Who: chat.Who{User: who}})
	if reply.Message == nil || strings.Contains(string(reply.Message.Text), "You typed") {
		o.Fatalf("%s: %+v", line, reply)
	}
}

// gives lets a deal go to a colleague of another team, and says yes to the question.
func (o *outbox) gives(who, deal, to string) {
	o.Helper()
	draft := ""
	o.types(who, "deal give "+deal+" <@"+to+">")
	o.view(func(r store.Reader) error {
		for d, err := range store.Drafts.List(r, store.Query{}) {
			if err != nil {
				return err
			}
			if d.User == who {
				draft = d.ID
			}
		}
		return nil
	})
	o.acts++
	o.now = o.now.Add(time.Second)
	o.does(chat.Request{ID: fmt.Sprint("gives ", o.acts), Kind: chat.Click, Name: "pick", Value: draft + "/" + deal, At: o.now,
		Who: chat.Who{User: who}})
}

func (o *outbox) becomes(who chat.Who) {
	o.Helper()
	o.acts++
	o.does(chat.Request{ID: fmt.Sprint("becomes ", o.acts), Kind: chat.Profile, Name: "profile", At: o.now, Who: who})
}

// fate returns what happens to a post when its turn comes.
func (o *outbox) fate(key string) (fate string) {
	o.Helper()
	o.view(func(r store.Reader) error {
		p, ok, err := store.PostByKey(r, key)
		switch {
		case err != nil:
		case !ok:
			fate = "never written"
		case p.Deleted:
			fate = "taken back"
		default:
			fate, err = barred(r, o.desk.Cards, p, o.now)
		}
		return err
	})
	return fate
}

// TestWaitingPostIsNotSentToThoseWhoMayNoLongerReadIt changes records and people between the
// writing of posts and their turn.
func TestWaitingPostIsNotSentToThoseWhoMayNoLongerReadIt(t *testing.T) {
	const card, room, told, digest, question = "deal/D-1/east", "deal/D-1/east/N-1", "tell/R-1", "digest/east/2026-11-24",
		"standup/2026-11-24/UANA"
	for name, c := range map[string]struct {
		change func(*outbox)
		fates  map[string]string
	}{
		"nothing": {func(*outbox) {}, map[string]string{card: "", room: "", told: "", digest: "", question: ""}},
		"the deal goes to another team": {func(o *outbox) { o.gives("UMEI", "D-1", "ULILEI") },
			map[string]string{card: "taken back", room: barredHidden, told: barredHidden, digest: ""}},
		"Ana goes to another team": {func(o *outbox) { o.types("UADA", "team add 华南 <@UANA>") },
			map[string]string{card: "", told: ""}}, // the deal is still hers
		"Ana leaves": {func(o *outbox) { o.becomes(chat.Who{User: "UANA", Gone: true}) },
			map[string]string{card: "", told: barredGone, question: barredGone}},
		"Ana becomes a guest": {func(o *outbox) { o.becomes(chat.Who{User: "UANA", Guest: true}) },
			map[string]string{told: barredGone, question: barredGone}},
		"Ana is of another company": {func(o *outbox) { o.becomes(chat.Who{User: "UANA", Outside: true}) },
			map[string]string{told: barredGone, question: barredGone}},
		"Ana loses her place": {func(o *outbox) { o.types("UADA", "team remove <@UANA>") },
			map[string]string{told: barredGone, question: barredGone}},
		"the team gets another channel": {func(o *outbox) { o.types("UADA", "team channel East <#CNEW>") },
			map[string]string{card: barredMoved, room: barredMoved, digest: barredMoved}},
		"its channel becomes another team's": {func(o *outbox) {
			o.types("UADA", "team channel East <#CNEW>")
			o.types("UADA", "team channel 华南 <#CEAST>")
		}, map[string]string{card: barredMoved, room: barredMoved, digest: barredMoved}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOutbox(t)
			c.change(o)
			for key, want := range c.fates {
				if got := o.fate(key); got != want {
					t.Errorf("%s: %q, want %q", key, got, want)
				}
			}
		})
	}
}
