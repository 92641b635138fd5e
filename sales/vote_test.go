package sales

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// court is a request in a test, with its deal and roster.
type court struct {
	*testing.T
	r   Approval
	d   Deal
	ros Roster
}

func try(t *testing.T, ros Roster, panels ...Panel) *court {
	t.Helper()
	r, d, err := asked(ros, panels...)
	if err != nil {
		t.Fatal(err)
	}
	return &court{t, r, d, ros}
}

func (c *court) who(id string) Person { return hearing{Roster: c.ros}.person(id) }

// says has someone give a verdict on what they see, an hour later, and returns the code of
// the refusal, or the status.
func (c *court) says(id string, v Verdict) string { return c.clicks(id, v, c.r.Seen()) }

func (c *court) clicks(id string, v Verdict, seen Seen) string {
	c.ros = c.ros.later(time.Hour)
	before := c.r
	r, d, e, err := c.r.Decide(c.d, Decision{By: c.who(id), Verdict: v, Reason: "so", Seen: seen, Roster: c.ros, On: today})
	if p, no := AsProblem(err); no {
		if !cmp.Equal(r, before) || d != c.d || e != nil {
			c.Errorf("the refusal %s changed something", p.Code)
		}
		return strings.TrimPrefix(p.Code, "approval.")
	}
	if (e != nil) != (r.Status == Approved) || (d != c.d) != (r.Status == Approved) {
		c.Errorf("%s, and the deal is %+v with %+v", r.Status, d, e)
	}
	c.r, c.d = r, d
	return string(r.Status)
}

// votes lists those of all steps: "U-bo/U-mia" for a delegate, a bar between steps.
func votes(r Approval) string {
	var steps []string
	for _, s := range r.Steps {
		var all []string
		for _, v := range s.Votes {
			if v.For != "" {
				v.By += "/" + v.For
			}
			all = append(all, v.By)
		}
		steps = append(steps, strings.Join(all, " "))
	}
	return strings.Join(steps, " | ")
}

// TestVotes plays short sequences: who approves (or, with !, rejects), and the result.
func TestVotes(t *testing.T) {
	manager, director, finance := Panel{Who{"manager"}, 1}, Panel{Who{"director"}, 1}, Panel{Who{"finance"}, 1}
	two, all := Panel{Who{"finance"}, 2}, Panel{Who{"finance"}, All}
	twins := func(ros Roster, ids ...string) Roster {
		for _, id := range ids {
			ros = ros.change(id, func(p *Person) { p.Email = "one@x.example" })
		}
		return ros
	}
	type deed struct {
		who, want string
	}
	for _, c := range []struct {
		name   string
		ros    Roster
		panels []Panel
		deeds  []deed
		votes  string
	}{
		{"one step", atDesk(), []Panel{manager}, []deed{{"U-mia", "approved"}, {"U-dan", "already_decided"}}, "U-mia"},
		{"a director may stand in for a manager", atDesk(), []Panel{manager}, []deed{{"U-dan", "approved"}}, "U-dan"},
		{"the manager not for the director", atDesk(), []Panel{director}, []deed{{"U-mia", "above_authority"}, {"U-dan", "approved"}}, "U-dan"},
		{"no director for finance", atDesk(), []Panel{finance}, []deed{{"U-dan", "not_authorised"}, {"U-mia", "not_authorised"}, {"U-fox", "approved"}}, "U-fox"},
		{"finance not for a manager", atDesk(), []Panel{manager}, []deed{{"U-fin", "not_authorised"}, {"U-mia", "approved"}}, "U-mia"},
		{"an admin, a rep, a guest, another team", atDesk(), []Panel{manager}, []deed{{"U-root", "not_authorised"}, {"U-bo", "not_authorised"}, {"U-fay", "not_found"}, {"U-li", "not_found"}}, ""},
		{"the requester", atDesk(), []Panel{{Who{"U-ann", "U-bo"}, 1}}, []deed{{"U-ann", "own_request"}, {"U-bo", "approved"}}, "U-bo"},

		{"by levels", atDesk(), []Panel{manager, director}, []deed{{"U-mia", "waiting"}, {"U-mia", "above_authority"}, {"U-dan", "approved"}}, "U-mia | U-dan"},
		{"a director fills one of both levels", atDesk(), []Panel{manager, director}, []deed{{"U-dan", "own_level"}, {"!U-dan", "own_level"}, {"U-mia", "waiting"}, {"U-dan", "approved"}}, "U-mia | U-dan"},
		{"not the manager's through a delegation", atDesk().lend("U-mia", "U-dan"), []Panel{manager, director}, []deed{{"U-dan", "own_level"}, {"U-mia", "waiting"}, {"U-dan", "approved"}}, "U-mia | U-dan"},
		{"one delegate of both levels", atDesk().lend("U-mia", "U-bo").lend("U-dan", "U-bo"), []Panel{manager, director}, []deed{{"U-bo", "waiting"}, {"U-bo", "other_step"}, {"U-dan", "approved"}}, "U-bo/U-mia | U-dan"},
		{"a manager who is also the director's delegate", atDesk().lend("U-dan", "U-mia"), []Panel{manager, director}, []deed{{"U-mia", "waiting"}, {"U-mia", "other_step"}, {"U-dan", "approved"}}, "U-mia | U-dan"},
		{"another account on the other level", twins(atDesk().lend("U-dan", "U-bo"), "U-mia", "U-bo"), []Panel{manager, director}, []deed{{"U-mia", "waiting"}, {"U-bo", "other_step"}, {"U-dan", "approved"}}, "U-mia | U-dan"},
		{"the manager on leave and one director", atDesk().away("U-mia"), []Panel{manager, director}, []deed{{"U-dan", "own_level"}, {"U-mia", "waiting"}, {"U-dan", "approved"}}, "U-mia | U-dan"},
		{"the manager on leave and two directors", atDesk().away("U-mia").change("U-eve", func(p *Person) { p.Role = Director }), []Panel{manager, director}, []deed{{"U-dan", "waiting"}, {"U-dan", "other_step"}, {"U-eve", "approved"}}, "U-dan | U-eve"},
		{"the manager on leave with a delegate", atDesk().away("U-mia").lend("U-mia", "U-bo").change("U-eve", func(p *Person) { p.Role = Director }), []Panel{manager, director}, []deed{{"U-dan", "own_level"}, {"U-bo", "waiting"}, {"U-dan", "approved"}}, "U-bo/U-mia | U-dan"},
		{"a manager who keeps the books, too", atDesk().change("U-mia", func(p *Person) { p.Functions = []string{"finance"} }), []Panel{manager, finance}, []deed{{"U-mia", "waiting"}, {"U-mia", "other_step"}, {"U-fin", "approved"}}, "U-mia | U-fin"},
		{"a director for the manager where only finance follows", atDesk(), []Panel{manager, finance}, []deed{{"U-dan", "waiting"}, {"U-dan", "not_authorised"}, {"U-fin", "approved"}}, "U-dan | U-fin"},
		{"rejected on the second level", atDesk(), []Panel{manager, director}, []deed{{"U-mia", "waiting"}, {"!U-dan", "rejected"}, {"U-dan", "already_decided"}}, "U-mia | "},
		{"rejected before it is their turn", atDesk(), []Panel{manager, finance}, []deed{{"!U-fin", "not_authorised"}}, " | "},

		{"two of two", atDesk(), []Panel{two}, []deed{{"U-fin", "waiting"}, {"U-fin", "already_voted"}, {"U-fox", "approved"}}, "U-fin U-fox"},
		{"one of two rejects", atDesk(), []Panel{two}, []deed{{"U-fin", "waiting"}, {"!U-fox", "rejected"}}, "U-fin"},
		{"two identities of one human", twins(atDesk().change("U-eve", func(p *Person) { p.Approver, p.Functions = true, []string{"finance"} }), "U-fin", "U-eve"), []Panel{two},
			[]deed{{"U-fin", "waiting"}, {"U-eve", "already_voted"}, {"U-fox", "approved"}}, "U-fin U-fox"},
		{"one's own right and a lent one", atDesk().lend("U-fox", "U-fin"), []Panel{two}, []deed{{"U-fin", "waiting"}, {"U-fin", "already_voted"}, {"U-fox", "approved"}}, "U-fin U-fox"},
		{"one's own right after it was used by a delegate", atDesk().lend("U-fox", "U-bo"), []Panel{two}, []deed{{"U-bo", "waiting"}, {"U-fox", "already_voted"}, {"U-bo", "already_voted"}, {"U-fin", "approved"}}, "U-bo/U-fox U-fin"},
		{"a lent right after its owner used it", atDesk().lend("U-fox", "U-bo"), []Panel{two}, []deed{{"U-fox", "waiting"}, {"U-bo", "already_voted"}, {"U-fin", "approved"}}, "U-fox U-fin"},
		{"one delegate of two", atDesk().lend("U-fox", "U-bo").lend("U-fin", "U-bo"), []Panel{two}, []deed{{"U-bo", "waiting"}, {"U-bo", "already_voted"}, {"U-fin", "approved"}}, "U-bo/U-fox U-fin"},
		{"two delegates of one", atDesk().lend("U-fox", "U-bo").lend("U-fox", "U-eve"), []Panel{two}, []deed{{"U-bo", "waiting"}, {"U-eve", "already_voted"}, {"U-fin", "approved"}}, "U-bo/U-fox U-fin"},
		{"a delegate who is the voter's twin", twins(atDesk().lend("U-fox", "U-bo"), "U-fin", "U-bo"), []Panel{two}, []deed{{"U-fin", "waiting"}, {"U-bo", "already_voted"}, {"U-fox", "approved"}}, "U-fin U-fox"},

		{"all", atDesk(), []Panel{all}, []deed{{"U-fin", "waiting"}, {"U-dan", "not_authorised"}, {"U-fox", "approved"}}, "U-fin U-fox"},
		{"all who are here", atDesk().away("U-fox"), []Panel{all}, []deed{{"U-fin", "approved"}}, "U-fin"},
		{"all, and someone on leave answers too", atDesk().away("U-fox"), []Panel{all}, []deed{{"U-fox", "waiting"}, {"U-fin", "approved"}}, "U-fox U-fin"},
		{"all of a function and the manager", atDesk(), []Panel{{Who{"finance", "manager"}, All}}, []deed{{"U-fin", "waiting"}, {"U-fox", "waiting"}, {"U-mia", "approved"}}, "U-fin U-fox U-mia"},
		{"a director for the manager among all, not for the others", atDesk(), []Panel{{Who{"finance", "manager"}, All}}, []deed{{"U-dan", "waiting"}, {"U-fin", "waiting"}, {"U-fox", "approved"}}, "U-dan U-fin U-fox"},
		{"two directors for the manager among all", atDesk().change("U-eve", func(p *Person) { p.Role = Director }), []Panel{{Who{"U-bo", "manager"}, All}}, []deed{{"U-dan", "waiting"}, {"U-eve", "waiting"}, {"U-bo", "approved"}}, "U-dan U-eve U-bo"},
		{"all, asked through delegates", atDesk().away("U-fin").lend("U-fin", "U-bo"), []Panel{all}, []deed{{"U-fox", "waiting"}, {"U-bo", "approved"}}, "U-fox U-bo/U-fin"},

		{"a delegate", atDesk().lend("U-mia", "U-bo"), []Panel{manager}, []deed{{"U-bo", "approved"}}, "U-bo/U-mia"},
		{"a delegate from another team sees and decides", atDesk().lend("U-mia", "U-li"), []Panel{manager}, []deed{{"U-li", "approved"}, {"U-li", "already_decided"}}, "U-li/U-mia"},
		{"a delegate rejects", atDesk().lend("U-mia", "U-bo"), []Panel{manager}, []deed{{"!U-bo", "rejected"}}, ""},
		{"a delegate beyond the delegator's limit", atDesk().lend("U-mia", "U-bo"), []Panel{director}, []deed{{"U-bo", "not_authorised"}}, ""},
		{"a delegate's delegate", atDesk().lend("U-mia", "U-bo").lend("U-bo", "U-eve"), []Panel{manager}, []deed{{"U-eve", "not_authorised"}}, ""},
		{"the requester as a delegate", atDesk().lend("U-mia", "U-ann"), []Panel{manager}, []deed{{"U-ann", "own_request"}}, ""},
		{"a delegate of the requester", atDesk().lend("U-ann", "U-eve"), []Panel{{Who{"U-ann", "U-bo"}, 1}}, []deed{{"U-eve", "requesters_right"}, {"U-bo", "approved"}}, "U-bo"},
		{"a delegate of the requester's twin", twins(atDesk().lend("U-fin", "U-eve"), "U-fin", "U-ann"), []Panel{finance}, []deed{{"U-eve", "requesters_right"}, {"U-fox", "approved"}}, "U-fox"},
		{"the requester's second identity", twins(atDesk(), "U-mia", "U-ann"), []Panel{manager}, []deed{{"U-mia", "own_request"}, {"U-dan", "approved"}}, "U-dan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			court := try(t, c.ros, c.panels...)
			for i, deed := range c.deeds {
				id, no := strings.CutPrefix(deed.who, "!")
				if got := court.says(id, map[bool]Verdict{false: Approve, true: Reject}[no]); got != deed.want {
					t.Fatalf("%d. %s: %s, want %s", i+1, deed.who, got, deed.want)
				}
			}
			if got := votes(court.r); got != c.votes {
				t.Errorf("the votes are %q, want %q", got, c.votes)
			}
		})
	}
}

func TestTheLastVoteGrantsWhatEveryVoterSaw(t *testing.T) {
	wanted := Special{PaymentDays: 60, FreeMonths: 2, Custom: "a trainer on site"}
	d := aDeal()
	a := DefaultAuthority()
	a.Policies = []Policy{{"Credit", When{PaymentDays: 60}, []Panel{{Who{"finance"}, 1}}}}
	ros := atDesk()
	r, d, _, err := d.AskTerms(a, Ask{ID: "R-3", By: ann, Discount: 1200, Special: wanted, Reason: "three years", Roster: ros, On: today})
	if err != nil {
		t.Fatal(err)
	}
	ros = ros.later(time.Hour)
	r, d, e, err := r.Decide(d, Decision{By: mia, Verdict: Approve, Reason: " good customer ", Seen: Seen{1, 1}, Roster: ros, On: today})
	if err != nil || e != nil || r.Status != Waiting || d.Terms != 1 || seats(r) != "U-fin U-fox" || !r.Steps[1].Since.Equal(ros.At) ||
		r.Answer != "" {
		t.Fatalf("%+v %+v %v", r, e, err)
	}
	if r.Waited(ros.At) != time.Hour {
		t.Errorf("it has waited %v", r.Waited(ros.At))
	}
	ros = ros.later(time.Hour)
	r, d, e, err = r.Decide(d, Decision{By: fin, Verdict: Approve, Seen: Seen{1, 2}, Roster: ros, On: today})
	if err != nil || r.Status != Approved || r.By != "U-fin" || !r.Decided.Equal(ros.At) || d.Special != wanted || d.Discount != 1200 ||
		d.Terms != 2 {
		t.Fatalf("%+v %+v %v", r, d, err)
	}
	want := Event{Deal: "D-7", Account: "A-1", Team: "north", Owner: "U-ann", Pipeline: "standard", By: "U-fin", Kind: Granted, To: "R-3",
		Reason: "three years",
		Before: aDeal().Amount, Amount: d.Net(), Discount: 1200, Special: wanted, At: ros.At, On: today}
	if diff := cmp.Diff(want, *e); diff != "" {
		t.Error(diff)
	}
	if v := r.Steps[0].Votes[0]; v.Reason != "good customer" || !v.At.Equal(monday.Add(time.Hour)) {
		t.Errorf("%+v", v)
	}
	if r.Waited(ros.At.AddDate(0, 0, 9)) != 2*time.Hour {
		t.Errorf("it waited %v", r.Waited(ros.At))
	}
}

func TestAnOpenRequestKeepsItsStepsWhenThePolicyChanges(t *testing.T) {
	c := try(t, atDesk(), Panel{Who{"U-bo"}, 1}, Panel{Who{"finance"}, 1})
	// The new policy no longer asks any of these people, but Authority plays no part in a decision.
	if got := c.says("U-mia", Approve); got != "not_authorised" {
		t.Error(got)
	}
	if got := c.says("U-bo", Approve) + " " + c.says("U-fin", Approve); got != "waiting approved" {
		t.Error(got)
	}
}

func TestSpecialTermsHaveBounds(t *testing.T) {
	for _, c := range []struct {
		special Special
		code    string
	}{
		{Special{PaymentDays: -1}, "discount.payment_out_of_range"},
		{Special{PaymentDays: 366}, "discount.payment_out_of_range"},
		{Special{PaymentDays: 365}, ""},
		{Special{FreeMonths: -1}, "discount.free_out_of_range"},
		{Special{FreeMonths: 37}, "discount.free_out_of_range"},
		{Special{FreeMonths: 36}, ""},
		{Special{Custom: strings.Repeat("好", 501)}, "text.too_long"},
		{Special{Custom: strings.Repeat("好", 500)}, ""},
		{Special{Custom: " \n"}, "discount.unchanged"},
		{Special{}, "discount.unchanged"},
	} {
		d := aDeal()
		r, got, _, err := d.AskTerms(DefaultAuthority(),
			Ask{ID: "R-3", By: ann, Special: c.special, Reason: "rival", Roster: atDesk(), On: today})
		if c.code == "" {
			if err != nil || r.Special != c.special {
				t.Errorf("%+v: %v", c.special, err)
			}
			continue
		}
		refused(t, err, c.code)
		if got != d {
			t.Errorf("%+v changed the deal", c.special)
		}
	}
}

func TestSpecialTermsWithinOnesOwnAuthorityAreGrantedAtOnce(t *testing.T) {
	d := aDeal()
	d.Special = Special{FreeMonths: 2}
	r, got, e, err := d.AskTerms(DefaultAuthority(), Ask{ID: "R-3", By: ann, Special: Special{PaymentDays: 15}, Roster: atDesk(), On: today})
	if err != nil || !r.Own() || got.Special != (Special{PaymentDays: 15}) || got.Terms != 2 || e.Special != got.Special {
		t.Errorf("%+v %+v %v", r, got, err)
	}
	r, got, _, err = d.AskTerms(DefaultAuthority(),
		Ask{ID: "R-3", By: mia, Discount: 500, Special: Special{Custom: "x"}, Roster: atDesk(), On: today})
	if err != nil || !r.Own() || got.Special.Custom != "x" {
		t.Errorf("a manager's: %+v %v", r, err)
	}
}

func TestOneHumanIsFoundUnderEveryIdentity(t *testing.T) {
	for _, c := range []struct {
		a, b Person
		want bool
	}{
		{Person{ID: "U-1"}, Person{ID: "U-1"}, true},
		{Person{ID: "U-1"}, Person{ID: "U-2"}, false},
		{Person{ID: "U-1", Email: "a@x.example"}, Person{ID: "U-2", Email: " A@X.example "}, true},
		{Person{ID: "U-1", Email: "a@x.example"}, Person{ID: "U-2", Email: "b@x.example"}, false},
		{Person{ID: "U-1", Email: "a@x.example"}, Person{ID: "U-2", Email: "a+second@X.example"}, true},
		{Person{ID: "U-1", Email: "a+b@x.example"}, Person{ID: "U-2", Email: "a+c@x.example"}, true},
		{Person{ID: "U-1", Email: "+a@x.example"}, Person{ID: "U-2", Email: "+b@x.example"}, false},
		{Person{ID: "U-1", Email: "a@x.example"}, Person{ID: "U-2", Email: "a@y.example"}, false},
		{Person{ID: "U-1", Email: " "}, Person{ID: "U-2", Email: ""}, false},
		{Person{ID: "U-1", External: "7"}, Person{ID: "U-2", External: "7"}, true},
		{Person{ID: "U-1", External: "7", Email: "a@x.example"}, Person{ID: "U-2", External: "7", Email: "b@x.example"}, true},
	} {
		if got := Same(c.a, c.b); got != c.want || Same(c.b, c.a) != got {
			t.Errorf("%+v and %+v: %v", c.a, c.b, got)
		}
	}
}

func TestARequestIsShownToDelegatesAndToThoseWhoSeeItsDeal(t *testing.T) {
	r, d, err := asked(atDesk(), Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, 1})
	if err != nil {
		t.Fatal(err)
	}
	ros := atDesk().lend("U-fin", "U-li")
	for id, want := range map[string]bool{"U-ann": true, "U-bo": true, "U-mia": true, "U-dan": true, "U-fin": true, "U-root": true,
		"U-li": true, "U-fay": false} {
		p := hearing{Roster: ros}.person(id)
		if got := r.ShownTo(p, d, ros); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
	if over := ros.later(240 * time.Hour); r.ShownTo(li, d, over) {
		t.Error("a delegate goes on seeing it")
	}
	var may []string
	for _, p := range ros.People {
		if r.MayDecide(p, d, ros) {
			may = append(may, p.ID)
		}
	}
	if got := fmt.Sprint(may); got != "[U-mia U-dan]" {
		t.Errorf("%s may decide", got)
	}
	ended := r.end(Rejected, "U-mia", "", monday)
	if slices.ContainsFunc(ros.People, func(p Person) bool { return ended.MayDecide(p, d, ros) }) {
		t.Error("an ended request can be decided")
	}
}
