package commands_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dealdesk/commands/commandstest"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestAnUndoRaisesNobodyByTheirOwnHand(t *testing.T) {
	w := governed(t)
	admin(w, adm, "team add East <@UADM>") // an admin who sells
	lowered := admin(w, eve, "team limit <@UADM> 5%")
	w.Want(w.Click(adm, lowered.Message, "撤销"), "Please ask another admin")
	if person(w, adm).Limit != 500 {
		t.Error("Adm has raised themselves by an undo")
	}
	w.Want(w.Click(eve, lowered.Message, "撤销"), "已撤销")
}

// An undo by somebody else never gives anyone more power than they have now (P11).
func TestAnUndoByAnotherAdminRaisesNobody(t *testing.T) {
	for _, c := range []struct{ name, before, change string }{
		{"a limit", "team limit <@UBOB> 8%", "team limit <@UBOB> 5%"},
		{"a limit taken away", "team limit <@UMEI> 40%", "team limit <@UMEI> none"},
		{"a function", "team function <@UBOB> finance", "team function <@UBOB> none"},
		{"a function of no policy yet", "team function <@UBOB> service", "team function <@UBOB> none"},
		{"a role", "", "team manager East <@UBOB>"},
		{"a director's role", "", "team director East none"},
		{"a place", "", "team remove <@UBOB>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := governed(t)
			if c.before != "" {
				admin(w, adm, c.before)
			}
			changed := admin(w, adm, c.change)
			is := recordLines(w)
			w.Want(w.Click(eve, changed.Message, "Undo"), "只有当初操作的Adm可以撤销")
			if diff := cmp.Diff(is, recordLines(w)); diff != "" {
				t.Errorf("the refusal changed something:\n%s", diff)
			}
			w.Want(w.Click(adm, changed.Message, "Undo"), "Undone")
		})
	}
	w := governed(t) // what gives nobody more may be undone, and its author is told
	named := admin(w, adm, "team limit <@UBOB> 12%")
	seq := lastSeq(w)
	w.Want(w.Click(eve, named.Message, "Undo"), "已撤销")
	if got := newsOf(w, seq, adm+"/undone"); !strings.Contains(string(got), "took back what you did: team limit") {
		t.Errorf("Adm reads %q", got)
	}
}

func TestWhatRaisesItsAuthorWaitsForAnotherAdmin(t *testing.T) {
	w := governed(t)
	asked := func(id string) store.Post { return w.Message(cards.ProposalKey(id, eve)) }
	w.Want(admin(w, adm, "team manager East <@UADM>"), "Not done yet", "Adm now manages East", "夏娃 has to confirm it")
	if team(w, "east").Manager != mei || person(w, adm).Role != sales.Admin {
		t.Fatalf("it holds before it is confirmed: %+v", team(w, "east"))
	}
	first := asked("B-1")
	w.Shows(first, "Adm想调整团队", "East的经理是Adm（之前：Mei）", "有效期到11月27日")
	w.Want(w.Click(adm, &first.Message, "确认"), "can't confirm a change that gives yourself more rights")
	w.Want(w.Click(mei, &first.Message, "确认"), "can't find that proposal")
	w.Want(w.Click(eve, &first.Message, "确认"), "East的经理是Adm")
	if team(w, "east").Manager != adm || person(w, adm).Role != sales.Manager || person(w, mei).Role != sales.Rep {
		t.Fatalf("it was confirmed and does not hold: %+v", person(w, adm))
	}
	w.Shows(asked("B-1"), "夏娃已确认")
	ended := asked("B-1")
	if _, stands := commandstest.Button(&ended.Message, "确认"); stands {
		t.Error("the button stands after the decision")
	}
	w.Shows(w.Message(cards.ProposalKey("B-1", adm)), "Your change of who sells where: ✅ Confirmed by 夏娃")
	w.Want(w.Click(eve, &first.Message, "不同意"), "已经结束了")
	w.Want(w.Say(eve, "undo"), "另一位管理员已经决定的不能撤销")

	// Declined, taken back, undone, expired: nothing of it holds.
	admin(w, adm, "team limit <@UADM> 30%")
	second := asked("B-2")
	w.Want(w.Click(eve, &second.Message, "不同意"), "已拒绝")
	third := admin(w, adm, "team limit <@UADM> 30%")
	w.Want(w.Click(adm, third.Message, "Take it back"), "Taken back")
	w.Shows(asked("B-3"), "Adm已撤回")
	w.Want(w.Click(eve, &second.Message, "确认"), "已经结束了")
	admin(w, adm, "team limit <@UADM> 30%")
	fourth := asked("B-4")
	w.Want(w.Say(adm, "undo"), "Undone")
	if gone := asked("B-4"); !gone.Deleted {
		t.Error("an undone proposal is still asked about")
	}
	w.Want(w.Click(eve, &fourth.Message, "确认"), "找不到这项调整")
	admin(w, adm, "team limit <@UADM> 30%")
	fifth := asked("B-5")
	w.Now = w.Now.Add(sales.ProposalFor)
	w.Want(w.Click(eve, &fifth.Message, "确认"), "已过期")
	if person(w, adm).Limit != 0 {
		t.Errorf("a limit of %v holds", person(w, adm).Limit)
	}
}

func TestAProposalIsConfirmedUnderTheRulesOfThatMoment(t *testing.T) {
	w := governed(t)
	admin(w, adm, "team manager East <@UADM>")
	card := w.Message(cards.ProposalKey("B-1", eve))
	admin(w, eve, "team add West <@UADM>") // meanwhile they sell elsewhere
	w.Want(w.Click(eve, &card.Message, "确认"), "不能带East")
	if team(w, "east").Manager != mei {
		t.Error("what is against the rules now was done")
	}
	admin(w, eve, "team remove <@UADM>")
	w.Want(w.Click(eve, &card.Message, "确认"), "East的经理是Adm")
}

func TestOneHumanWithTwoAccountsIsNoSecondAdmin(t *testing.T) {
	w := governed(t)
	act(w, "mail", func(tx *store.Tx) error {
		for _, id := range []string{adm, eve} {
			p, err := store.People.Find(tx, id)
			if err != nil {
				return err
			}
			p.Email = "one@example.com"
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	w.Want(admin(w, adm, "team function <@UADM> finance"), "there is no other admin in Slack to confirm it")
	w.Want(admin(w, adm, "team function <@UEVE> finance"), "there is no other admin in Slack to confirm it")
	if len(person(w, adm).Functions)+len(person(w, eve).Functions) > 0 {
		t.Error("it was done all the same")
	}
}
