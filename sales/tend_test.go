package sales

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tended looks at a request again, and checks that a second look changes nothing more.
func (c *court) tended() string {
	c.Helper()
	r, d, e, ok := c.r.Tend(c.d, c.ros, today)
	if ok == cmp.Equal(r, c.r) || (e != nil) != (r.Status == Approved) || (d != c.d) != (e != nil) {
		c.Errorf("changed is %v: %+v %+v %+v", ok, r, d, e)
	}
	c.r, c.d = r, d
	if next, _, _, again := c.r.Tend(c.d, c.ros, today); again {
		c.Errorf("%s becomes %s without reason", seats(c.r), seats(next))
	}
	return seats(c.r)
}

func TestARequestFollowsChangesAmongPeople(t *testing.T) {
	manager, two, all := Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, 2}, Panel{Who{"finance"}, All}
	gone := func(p *Person) { p.Gone = true }
	for _, c := range []struct {
		name   string
		ros    Roster
		panel  Panel
		votes  string // who has approved before
		change func(Roster) Roster
		want   string
		status ApprovalStatus
	}{
		{"nothing", atDesk(), manager, "", func(ros Roster) Roster { return ros }, "U-mia", Waiting},
		{"leave changes nothing, escalation takes care of it", atDesk(), manager, "", func(ros Roster) Roster { return ros.away("U-mia") }, "U-mia", Waiting},
		{"the manager leaves", atDesk(), manager, "", func(ros Roster) Roster { return ros.change("U-mia", gone) }, "!U-dan empty", Waiting},
		{"manager and director leave", atDesk(), manager, "", func(ros Roster) Roster { return ros.change("U-mia", gone).change("U-dan", gone) }, "nobody", Waiting},
		{"the manager names a delegate", atDesk(), manager, "", func(ros Roster) Roster { return ros.lend("U-mia", "U-bo") }, "U-mia U-bo/U-mia", Waiting},
		{"the only one asked is a delegate, revoked", atDesk().away("U-mia").lend("U-mia", "U-bo"), manager, "", func(ros Roster) Roster { ros.Delegations = nil; return ros }, "U-mia", Waiting},
		{"the only one asked is a delegate who leaves", atDesk().away("U-mia").lend("U-mia", "U-bo"), manager, "", func(ros Roster) Roster { return ros.change("U-bo", gone) }, "U-mia", Waiting},
		{"delegate and manager leave", atDesk().away("U-mia").lend("U-mia", "U-bo"), manager, "", func(ros Roster) Roster { return ros.change("U-bo", gone).change("U-mia", gone) }, "!U-dan empty", Waiting},
		{"one of two leaves", atDesk(), two, "", func(ros Roster) Roster { return ros.change("U-fox", gone) }, "U-fin !U-dan empty", Waiting},
		{"one of two leaves after the other's vote", atDesk(), two, "U-fin", func(ros Roster) Roster { return ros.change("U-fox", gone) }, "!U-dan empty", Waiting},
		{"one of two leaves after their own vote", atDesk(), two, "U-fin", func(ros Roster) Roster { return ros.change("U-fin", gone) }, "U-fin U-fox", Waiting},
		{"one of all leaves", atDesk(), all, "", func(ros Roster) Roster { return ros.change("U-fox", gone) }, "U-fin U-fox", Waiting},
		{"the last of all leaves after the others' votes", atDesk(), all, "U-fin", func(ros Roster) Roster { return ros.change("U-fox", gone) }, "", Approved},
		{"the last of all loses the function", atDesk(), all, "U-fin", func(ros Roster) Roster { return ros.change("U-fox", func(p *Person) { p.Functions = nil }) }, "", Approved},
		{"the last of all turns out to be the requester", atDesk(), all, "U-fin", func(ros Roster) Roster {
			same := func(p *Person) { p.Email = "a@x.example" }
			return ros.change("U-fox", same).change("U-ann", same)
		}, "", Approved},
		{"all leave", atDesk(), all, "", func(ros Roster) Roster { return ros.change("U-fox", gone).change("U-fin", gone) }, "!U-dan empty", Waiting},
		{"of all, a delegate is revoked", atDesk().away("U-fox").lend("U-fox", "U-bo"), all, "U-fin", func(ros Roster) Roster { ros.Delegations = nil; return ros }, "U-fin U-fox", Waiting},
		{"of all, a delegate who has voted is revoked", atDesk().away("U-fox").lend("U-fox", "U-bo"), all, "U-bo", func(ros Roster) Roster { ros.Delegations = nil; return ros }, "U-fin", Waiting},
	} {
		t.Run(c.name, func(t *testing.T) {
			court := try(t, c.ros, c.panel)
			if c.votes != "" {
				court.want(court.says(c.votes, Approve), "waiting")
			}
			court.ros = c.change(court.ros)
			got := court.tended()
			if court.r.Status == Approved {
				got = ""
				if court.r.By != c.votes || court.d.Discount != 1500 || !court.r.Decided.Equal(court.ros.At) {
					t.Errorf("%+v", court.r)
				}
			}
			if got != c.want || court.r.Status != c.status {
				t.Errorf("%s, asked are %q, want %q", court.r.Status, got, c.want)
			}
		})
	}
}

func TestARequestWaitsWhileNobodyIsLeftToDecide(t *testing.T) {
	c := try(t, atDesk(), Panel{Who{"manager"}, 1})
	gone, back := func(p *Person) { p.Gone = true }, func(p *Person) { p.Gone = false }
	c.ros = c.ros.change("U-mia", gone).change("U-dan", gone)
	c.want(c.tended(), "nobody")
	c.ros = c.ros.later(time.Hour).change("U-dan", back)
	c.want(c.tended(), "!U-dan empty")
	c.ros = c.ros.later(time.Hour).change("U-mia", back)
	c.want(c.tended(), "!U-dan empty") // one is enough
	c.want(c.says("U-mia", Approve), "approved")
}

func TestANextStepThatNobodyCanDecideSaysSo(t *testing.T) {
	c := try(t, atDesk(), Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, 1})
	c.ros = c.ros.change("U-fin", func(p *Person) { p.Functions = nil }).away("U-fox")
	c.want(c.says("U-mia", Approve), "waiting")
	c.want(seats(c.r), "!U-dan away")
	c.want(c.says("U-mia", Approve), "not_authorised")
	c.want(c.says("U-fox", Approve), "approved") // from the beach
}

func TestAnEndedRequestIsNotTended(t *testing.T) {
	c := try(t, atDesk(), Panel{Who{"finance"}, All})
	c.says("U-fin", Approve)
	c.ros = c.ros.change("U-fox", func(p *Person) { p.Gone = true })
	for name, r := range map[string]Approval{
		"recalled": c.r.end(Recalled, "U-ann", "", monday), "void": c.r.end(Voided, "U-ann", VoidAmount, monday), "rejected": c.r.end(Rejected, "U-fox", "", monday),
	} {
		if _, d, _, ok := r.Tend(c.d, c.ros, today); ok || d != c.d {
			t.Errorf("what was %s changed", name)
		}
	}
	for name, x := range map[string]struct {
		ros  Roster
		deal Deal
	}{"late": {c.ros.later(720 * time.Hour), c.d}, "outdated": {c.ros, Deal{ID: "D-7", Terms: 2, Status: Open}}} {
		if _, _, _, ok := c.r.Tend(x.deal, x.ros, today); ok {
			t.Errorf("what is %s changed", name)
		}
	}
}

// slow counts business time at half speed for one person.
func slow(person string) Business {
	return func(who string, from time.Time, d time.Duration) time.Time {
		if who == person {
			d *= 2
		}
		return from.Add(d)
	}
}

func reminded(whom []Seat) (all string) {
	for _, s := range whom {
		all += s.By + " "
	}
	return all
}

func TestDecidersAreRemindedOnceInTheirOwnTime(t *testing.T) {
	c, a := try(t, atDesk(), Panel{Who{"finance"}, 2}, Panel{Who{"manager"}, 1}), only()
	remind := func(at time.Duration) string {
		c.ros.At = monday.Add(at)
		r, whom := c.r.Remind(a, c.d, c.ros, slow("U-fox"))
		if (whom == nil) != cmp.Equal(r, c.r) {
			t.Errorf("after %v: reminded %v, %+v", at, whom, r.Steps)
		}
		c.r = r
		return reminded(whom)
	}
	c.want(remind(4*time.Hour-1), "")
	c.want(remind(4*time.Hour), "U-fin ")
	c.want(remind(4*time.Hour), "")
	c.want(remind(8*time.Hour-1), "")
	c.want(remind(8*time.Hour), "U-fox ")
	c.want(remind(99*time.Hour), "")
	for _, who := range []string{"U-fin", "U-fox"} {
		c.says(who, Approve)
	}
	since := c.ros.At.Sub(monday)
	c.want(remind(since+4*time.Hour-1), "") // the next step's time begins with its turn
	c.want(remind(since+4*time.Hour), "U-mia ")

	c = try(t, atDesk(), Panel{Who{"finance"}, 2})
	c.says("U-fin", Approve)
	c.want(remind(9*time.Hour), "U-fox ") // not those who have answered
	c = try(t, atDesk(), Panel{Who{"finance"}, 2})
	c.ros = c.ros.change("U-fin", func(p *Person) { p.Gone = true })
	c.want(remind(9*time.Hour), "U-fox ") // nor those who cannot
	a.Remind = 0
	c = try(t, atDesk(), Panel{Who{"finance"}, 2})
	c.want(remind(99*time.Hour), "")
}

func TestTheNextLevelIsAskedOnceEveryoneHasHadTheirTime(t *testing.T) {
	c, a := try(t, atDesk(), Panel{Who{"finance"}, 2}), only()
	escalate := func(at time.Duration) string {
		c.ros.At = monday.Add(at)
		r, whom := c.r.Escalate(a, c.d, c.ros, slow("U-fox"))
		if (whom == nil) != cmp.Equal(r, c.r) {
			t.Errorf("after %v: asked %v, %+v", at, whom, r.Steps)
		}
		c.r = r
		return reminded(whom)
	}
	c.want(c.says("U-dan", Approve), "not_authorised")
	c.want(escalate(8*time.Hour), "")
	c.want(escalate(16*time.Hour-1), "")
	c.want(escalate(16*time.Hour), "U-dan ")
	c.want(seats(c.r), "U-fin U-fox !U-dan slow")
	c.want(escalate(99*time.Hour), "")
	c.want(c.says("U-dan", Approve), "waiting")
	c.want(c.says("U-fin", Approve), "approved")

	c = try(t, atDesk(), Panel{Who{"finance"}, All})
	c.says("U-fox", Approve)
	c.want(escalate(8*time.Hour), "U-dan ") // someone who has answered needs no time
	c.want(c.says("U-dan", Approve), "approved")

	c = try(t, atDesk(), Panel{Who{"director"}, 1})
	c.want(escalate(99*time.Hour), "") // there is no next level
	c = try(t, atDesk().away("U-mia"), Panel{Who{"manager"}, 1})
	c.want(escalate(99*time.Hour), "") // it is asked already
	c = try(t, atDesk(), Panel{Who{"manager"}, 1})
	c.ros = c.ros.change("U-dan", func(p *Person) { p.Gone = true })
	c.want(escalate(99*time.Hour), "")
	c.want(seats(c.r), "U-mia")
	a.Escalate = 0
	c = try(t, atDesk(), Panel{Who{"manager"}, 1})
	c.want(escalate(99*time.Hour), "")
}

func TestOnlyWaitingRequestsAreRemindedOrEscalated(t *testing.T) {
	c := try(t, atDesk(), Panel{Who{"manager"}, 1})
	for name, at := range map[string]time.Duration{"waiting": 100 * time.Hour, "late": 720 * time.Hour} {
		ros := c.ros.later(at)
		_, whom := c.r.Remind(only(), c.d, ros, slow(""))
		_, next := c.r.Escalate(only(), c.d, ros, slow(""))
		if want := name == "waiting"; (whom != nil) != want || (next != nil) != want {
			t.Errorf("%s: %v %v", name, whom, next)
		}
	}
	won, _, err := c.d.Win(Templates()[0], Facts{}, "they signed", act)
	if err != nil {
		t.Fatal(err)
	}
	if _, whom := c.r.Remind(only(), won, c.ros.later(99*time.Hour), slow("")); whom != nil {
		t.Errorf("of a won deal: %v", whom)
	}
}

func TestADealThatGoesToAnotherTeamIsDecidedThere(t *testing.T) {
	c := try(t, atDesk(), Panel{Who{"finance"}, 1}, Panel{Who{"manager"}, 1})
	c.want(c.says("U-fin", Approve), "waiting")
	c.d.Team, c.d.Owner = "south", "U-sue"
	c.ros.Team = Team{ID: "south", Manager: "U-li"}
	if got := c.r.Moved(c.d, c.ros); got.Team != "south" || seats(got) != "U-li" || votes(got) != "U-fin | " {
		t.Errorf("%s: %s %s", got.Team, seats(got), votes(got))
	} else {
		c.r = got
	}
	c.want(c.says("U-mia", Approve), "not_found")
	c.want(c.says("U-li", Approve), "approved")
}
