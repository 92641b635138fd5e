package sales

import (
	"testing"
	"time"
)

// The ways around an approval that existing systems left open, one test each.

// twoSteps is a request that mia has approved and finance has not.
func twoSteps(t *testing.T) *court {
	c := try(t, atDesk(), Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, 1})
	if got := c.says("U-mia", Approve); got != "waiting" {
		t.Fatal(got)
	}
	return c
}

func (c *court) want(got, want string) {
	c.Helper()
	if got != want {
		c.Errorf("%s, want %s", got, want)
	}
}

func TestBypassConfirmWithoutSaving(t *testing.T) {
	c := twoSteps(t)
	c.want(c.clicks("U-fin", Approve, Seen{2, 2}), "stale") // terms from a form that were never stored
	c.want(c.clicks("U-fin", Approve, Seen{}), "stale")     // nothing was seen
	c.d.Amount.Minor *= 2                                   // stored behind the rules' back, under the old number
	c.want(c.says("U-fin", Approve), "voided")
}

func TestBypassEditAfterApproval(t *testing.T) {
	c := twoSteps(t)
	c.want(c.says("U-fin", Approve), "approved")
	granted := c.r
	c.d.Special = Special{FreeMonths: 2} // granted too
	d, _, err := c.d.Reprice(Money{24000000, "CNY"}, act)
	if err != nil {
		t.Fatal(err)
	}
	if d.Discount != 0 || d.Special != (Special{}) || d.Terms != 3 {
		t.Errorf("what was granted for another amount stays: %+v", d)
	}
	c.d = d
	c.want(c.says("U-fin", Approve), "already_decided")
	if again := d.Restored(c.d); again.Discount != 0 {
		t.Errorf("%+v", again)
	}
	if _, _, _, err := granted.Decide(d, Decision{By: fin, Verdict: Approve, Seen: Seen{3, 3}, Roster: c.ros}); err == nil {
		t.Error("an approval was used twice")
	}
}

func TestBypassEditWhileItWaits(t *testing.T) {
	asks := func(d Deal, p Percent, s Special) Deal {
		_, d, e, err := d.AskTerms(DefaultAuthority(), Ask{By: mia, Discount: p, Special: s, Roster: atDesk(), On: today})
		if err != nil || e == nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		edit func(Deal) Deal
		why  string
	}{
		"price": {func(d Deal) Deal {
			d, _, err := d.Reprice(Money{1, "CNY"}, act)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}, VoidAmount},
		"the name": {func(d Deal) Deal {
			d, err := d.Rename(d.Name + " and three years of support")
			if err != nil {
				t.Fatal(err)
			}
			return d
		}, VoidGoods},
		"the product": {func(d Deal) Deal {
			d, err := d.Describe("product", "everything")
			if err != nil {
				t.Fatal(err)
			}
			return d
		}, VoidGoods},
		"discount":     {func(d Deal) Deal { return asks(d, 500, Special{}) }, VoidTerms},
		"payment days": {func(d Deal) Deal { return asks(d, 0, Special{PaymentDays: 45}) }, VoidTerms},
		"free months":  {func(d Deal) Deal { return asks(d, 0, Special{FreeMonths: 1}) }, VoidTerms},
		"a promise":    {func(d Deal) Deal { return asks(d, 0, Special{Custom: "x"}) }, VoidTerms},
		"there and back": {func(d Deal) Deal {
			was := d
			return asks(d, 0, Special{Custom: "x"}).Restored(was)
		}, VoidTerms},
	} {
		t.Run(name, func(t *testing.T) {
			waits := twoSteps(t)
			waits.d = c.edit(waits.d)
			if why := waits.r.Outdated(waits.d); why != c.why {
				t.Errorf("it is outdated because of %q", why)
			}
			waits.want(waits.says("U-fin", Approve), "voided") // marked as voided or not
			waits.r, _ = waits.r.Void(c.why, "U-ann", monday)
			waits.want(waits.says("U-fin", Approve), "voided")
		})
	}
}

func TestBypassDuplicateTheQuote(t *testing.T) {
	c := twoSteps(t)
	c.want(c.says("U-fin", Approve), "approved")
	twin := c.d // identical but for the number
	twin.ID = "D-8"
	made, _, err := NewDeal(twin, Templates()[0], act)
	if err != nil || made.Discount != 0 || made.Special != (Special{}) || made.Terms != 1 {
		t.Errorf("a copy brings what was granted: %+v %v", made, err)
	}
	other := twoSteps(t)
	other.d.ID = "D-8"
	other.want(other.says("U-fin", Approve), "not_found")
}

func TestBypassNoRejectPath(t *testing.T) {
	for _, v := range []Verdict{Reject, Change} {
		for _, steps := range []int{1, 2} {
			c := try(t, atDesk(), Panel{Who{"manager"}, 1}, Panel{Who{"finance"}, All})
			who, want := "U-mia", map[Verdict]string{Reject: "rejected", Change: "returned"}[v]
			if steps == 2 {
				c.says("U-mia", Approve)
				c.says("U-fin", Approve)
				who = "U-fox"
			}
			c.want(c.says(who, v), want)
			if c.r.By != who || c.r.Answer != "so" || c.d != aDeal() {
				t.Errorf("%+v", c.r)
			}
			c.want(c.says("U-fox", Approve), "already_decided")
		}
	}
}

func TestBypassSelfApproval(t *testing.T) {
	everybody := Panel{Who{"manager", "finance", "U-ann", "U-bo"}, 2}
	for name, c := range map[string]struct {
		ros       Roster
		who, want string
	}{
		"directly":                      {atDesk(), "U-ann", "own_request"},
		"after a promotion":             {atDesk().change("U-ann", func(p *Person) { p.Role = Director }), "U-ann", "own_request"},
		"as somebody's delegate":        {atDesk().lend("U-mia", "U-ann"), "U-ann", "own_request"},
		"through a delegate":            {atDesk().lend("U-ann", "U-eve"), "U-eve", "requesters_right"},
		"under another id, one address": {atDesk().change("U-ann", func(p *Person) { p.Email = "a@x" }).change("U-bo", func(p *Person) { p.Email = "A@x" }), "U-bo", "own_request"},
		"under another id, one import":  {atDesk().change("U-ann", func(p *Person) { p.External = "7" }).change("U-fin", func(p *Person) { p.External = "7" }), "U-fin", "own_request"},
		"through their other id's delegate": {atDesk().lend("U-fin", "U-eve").change("U-ann", func(p *Person) { p.Email = "a@x" }).change("U-fin", func(p *Person) { p.Email = "a@x" }),
			"U-eve", "requesters_right"},
		"their other id as a delegate": {atDesk().lend("U-mia", "U-eve").change("U-ann", func(p *Person) { p.Email = "a@x" }).change("U-eve", func(p *Person) { p.Email = "a@x" }),
			"U-eve", "own_request"},
	} {
		t.Run(name, func(t *testing.T) {
			court := try(t, c.ros, everybody)
			for _, v := range []Verdict{Approve, Reject, Change} {
				court.want(court.says(c.who, v), c.want)
			}
			if court.r.Asks(c.who) {
				t.Error("and they were asked to")
			}
		})
	}
}

func TestBypassRightWithdrawnMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		who    string
		change func(*Person) // of U-mia, U-fin or U-bo
		on     string
		want   string
	}{
		"deactivated":                     {"U-mia", func(p *Person) { p.Gone = true }, "U-mia", "not_found"},
		"made a guest":                    {"U-mia", func(p *Person) { p.Outside = true }, "U-mia", "not_found"},
		"a rep again":                     {"U-mia", func(p *Person) { p.Role = Rep }, "U-mia", "not_authorised"},
		"a lower limit of their own":      {"U-mia", func(p *Person) { p.Limit = 1000 }, "U-mia", "above_authority"},
		"the function taken away":         {"U-fin", func(p *Person) { p.Functions = nil }, "U-fin", "not_authorised"},
		"no longer an approver":           {"U-fin", func(p *Person) { p.Approver, p.Role = false, "" }, "U-fin", "not_found"},
		"the delegator deactivated":       {"U-bo", func(p *Person) { p.Gone = true }, "U-mia", "not_authorised"},
		"the delegator a rep again":       {"U-bo", func(p *Person) { p.Role = Rep }, "U-mia", "not_authorised"},
		"the delegator in another team":   {"U-bo", func(p *Person) { p.Role, p.Team = Manager, "south" }, "U-mia", "not_authorised"},
		"the delegate deactivated":        {"U-bo", func(p *Person) { p.Gone = true }, "U-bo", "not_found"},
		"the delegate without any role":   {"U-bo", func(p *Person) { p.Role = "" }, "U-bo", "not_found"},
		"the delegate in another company": {"U-bo", func(p *Person) { p.Outside = true }, "U-bo", "not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			court := try(t, atDesk().lend("U-mia", "U-bo"), Panel{Who{"manager", "finance"}, All})
			if !court.r.MayDecide(court.who(c.who), court.d, court.ros) {
				t.Fatal("they could not decide before")
			}
			court.ros = court.ros.change(c.on, c.change)
			if c.on == "U-mia" { // a team's manager also leads it by the team's record
				court.ros.Team.Manager = ""
			}
			for _, v := range []Verdict{Approve, Reject} {
				court.want(court.says(c.who, v), c.want)
			}
		})
	}
	t.Run("the delegation revoked", func(t *testing.T) {
		court := try(t, atDesk().lend("U-mia", "U-bo"), Panel{Who{"manager"}, 1})
		g, err := court.ros.Delegations[0].Revoke(mia, court.ros.At)
		if err != nil {
			t.Fatal(err)
		}
		court.ros.Delegations = []Delegation{g}
		court.want(court.says("U-bo", Approve), "not_authorised")
	})
	t.Run("the delegation over", func(t *testing.T) {
		court := try(t, atDesk().lend("U-mia", "U-bo"), Panel{Who{"manager"}, 1})
		court.ros = court.ros.later(239 * time.Hour) // and the hour that a click takes
		court.want(court.says("U-bo", Approve), "outside_days")
	})
}

func TestBypassStaleButton(t *testing.T) {
	c := twoSteps(t)
	c.want(c.clicks("U-mia", Approve, Seen{1, 1}), "already_voted") // the first click's button again
	c.want(c.clicks("U-fin", Approve, Seen{1, 1}), "stale")         // a card from before mia's vote
	c.want(c.clicks("U-fin", Approve, Seen{1, 3}), "stale")
	c.want(c.clicks("U-fin", Approve, Seen{0, 2}), "stale")
	c.want(c.clicks("U-fin", Approve, Seen{1, 2}), "approved")
	c.want(c.clicks("U-fin", Approve, Seen{1, 2}), "already_decided")
	c.want(c.clicks("U-fox", Reject, Seen{1, 2}), "already_decided")

	both := try(t, atDesk(), Panel{Who{"manager"}, 1}, Panel{Who{"director"}, 1})
	both.want(both.clicks("U-mia", Approve, Seen{1, 1}), "waiting")
	both.want(both.clicks("U-mia", Approve, Seen{1, 1}), "already_voted") // a double click decides one step
	both.want(both.clicks("U-dan", Approve, Seen{1, 1}), "stale")
	both.want(both.clicks("U-dan", Approve, Seen{1, 2}), "approved")
}

func TestBypassExpiredRequest(t *testing.T) {
	c := twoSteps(t)
	if !c.r.Expires.Equal(monday.Add(720 * time.Hour)) {
		t.Fatalf("a vote moved the end to %s", c.r.Expires)
	}
	c.ros.At = c.r.Expires.Add(-time.Hour) // a click takes an hour
	c.want(c.says("U-fin", Approve), "expired")
	c.ros.At = c.r.Expires.Add(-time.Hour - 1)
	c.want(c.says("U-fin", Approve), "approved")

	c = twoSteps(t)
	c.r, _ = c.r.Expire(c.r.Expires)
	c.ros.At = monday // and clocks set back
	c.want(c.says("U-fin", Approve), "expired")
}

func TestBypassTakenBackRequest(t *testing.T) {
	c := twoSteps(t)
	var err error
	if c.r, err = c.r.Recall(c.d, ann, north, c.ros.At); err != nil {
		t.Fatal(err)
	}
	c.want(c.says("U-fin", Approve), "recalled")
}
