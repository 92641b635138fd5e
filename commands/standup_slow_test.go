package commands_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// kept is all bytes of the store: bucket and key to value.
func keptTexts(w *commandstest.World) map[string]string {
	w.Helper()
	all := map[string]string{}
	buckets := []string{"log", "answer", "post", "queue", "count"}
	for _, t := range store.Tables() {
		buckets = append(buckets, t.TableName())
	}
	if err := w.Raw.View(context.Background(), func(b store.Bytes) error {
		for _, bucket := range buckets {
			for k, v := range b.Scan(bucket, nil, nil, false) {
				all[bucket+" "+string(k)] = string(v)
			}
		}
		return nil
	}); err != nil {
		w.Fatal(err)
	}
	return all
}

// traces are what is kept now and was not before.
func traces(w *commandstest.World, before map[string]string) (traces []string) {
	for key, value := range keptTexts(w) {
		if before[key] != value {
			traces = append(traces, key+" = "+value)
		}
	}
	slices.Sort(traces)
	return traces
}

func TestARemarkWithoutANameLeavesNoTraceOfWhoAndWhen(t *testing.T) {
	w := commandstest.NewWorld(t)
	for _, c := range []struct {
		who string
		do  func(who string) (chat.Reply, string)
	}{
		{ana, func(who string) (chat.Reply, string) {
			req := w.Request(who, chat.Slash)
			req.ID = "trigger:13345.738.8088930838d88f008e0"
			return w.Typed(req, "standup slow quotes wait for a signature"), req.ID
		}},
		{bob, func(who string) (chat.Reply, string) {
			before := keptTexts(w)
			form := w.Say(who, "standup slow").Modal
			if left := traces(w, before); left != nil {
				w.Errorf("to open the form left %q", left)
			}
			req := w.Request(who, chat.Submit)
			req.Name, req.Fields = form.Action, map[string]string{"text": "nobody answers the phone"}
			return w.Do(req), req.ID
		}},
	} {
		before := keptTexts(w)
		reply, id := c.do(c.who)
		w.Want(reply, "Kept without your name", "neither changed nor undone")
		if _, undo := commandstest.Button(reply.Message, "Undo"); undo {
			t.Error("an Undo button would tell whose it is")
		}
		traces := traces(w, before)
		kept := strings.Join(traces, "\n")
		if !strings.Contains(kept, `"on":"2026-11-24"`) || !strings.Contains(kept, `"actor":"nobody"`) ||
			!strings.Contains(kept, `"at":"2026-11-24T00:00:00Z"`) {
			t.Errorf("not kept: %q", kept)
		}
		for _, tell := range []string{c.who, id, "trigger:", "CEAST", "Shanghai", "en-US", w.Now.UTC().Format("T15:"), `"Ana"`, `"Mei"`,
			`"Bob"`} {
			if strings.Contains(kept, tell) {
				t.Errorf("%q tells on %s:\n%q", tell, c.who, kept)
			}
		}
		if slices.ContainsFunc(traces, func(s string) bool {
			return strings.HasPrefix(s, "answer") || strings.HasPrefix(s, "post") || strings.HasPrefix(s, "queue")
		}) {
			t.Errorf("an answer or a message was kept: %q", traces)
		}
	}
	w.Want(w.Say(ana, "undo"), "othing") // it is nobody's change, so not Ana's either
}

// What somebody says twice, or Slack delivers twice, is said once: there is no key of the
// request to know it by.
func TestARemarkWithoutANameIsThereOnceAndAlikeFromEverybody(t *testing.T) {
	w := commandstest.NewWorld(t)
	slows := func() (all []sales.Slow) {
		if err := w.Store.View(t.Context(), func(r store.Reader) error {
			for s, err := range store.Slows.List(r, store.Query{}) {
				if err != nil {
					return err
				}
				all = append(all, s)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return all
	}
	req := w.Request(ana, chat.Slash)
	req.Name, req.Args = "standup slow", "too many forms"
	first := w.Do(req)
	if again := w.Do(req); again.Message.Text != first.Message.Text {
		t.Errorf("the repeat hears %q", again.Message.Text)
	}
	w.Say(bob, "standup slow too many forms")
	if all := slows(); len(all) != 1 {
		t.Errorf("kept are %+v", all)
	}
}

func TestTheTeamReadsRemarksTheNextDayInAnOrderThatTellsNothing(t *testing.T) {
	w := commandstest.NewWorld(t)
	remarks := []string{"one", "two", "three", "four", "five", "six"}
	for i, text := range remarks {
		w.Say([]string{ana, bob, mei}[i%3], "standup slow remark "+text)
	}
	today := digest(w, "east")
	if err := w.Store.View(t.Context(), func(r store.Reader) error {
		p, ok, err := store.PostByKey(r, today+"/answers")
		if ok && strings.Contains(string(p.Message.Text), "remark") {
			t.Errorf("the digest of the day tells who was just typing: %s", p.Message.Text)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	w.Now = w.Now.AddDate(0, 0, 1)
	thread := w.Message(digest(w, "east") + "/answers")
	w.Shows(thread, "What slows us down, without names", "remark one", "remark six")
	var order []string
	for _, line := range strings.Split(string(thread.Message.Text), "\n") {
		if _, said, ok := strings.Cut(line, "• remark "); ok {
			order = append(order, said)
		}
	}
	if len(order) != len(remarks) || slices.Equal(order, remarks) {
		t.Errorf("they stand in the order they were said: %v", order)
	}
}

func TestRemarksAreRefusedWhereTheyWouldNotBeWithoutAName(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Want(w.Say(lilei, "匿名反馈 审批太慢"), "只有2个人")
	w.Want(w.Say(lilei, "匿名反馈"), "只有2个人")
	w.Want(w.Say(dan, "standup slow approvals"), "not in a team")
	w.Want(w.Say(guest, "standup slow approvals"), "")
	w.Want(w.Say(ana, "standup slow "+strings.Repeat("x", sales.SlowMax+1)), "500")
	form := w.Say(ana, "standup slow").Modal
	if reply := w.Submit(ana, form, map[string]string{"text": "  "}); reply.Errors["text"] == "" {
		t.Errorf("nothing is %+v", reply)
	}
	before := keptTexts(w)
	for _, kind := range []chat.Kind{chat.Direct, chat.Mention, chat.Bang, chat.Edit} {
		w.Want(w.Typed(w.Request(ana, kind), "standup slow the meeting is too long"), "A message has your name on it")
	}
	if left := traces(w, before); left != nil {
		t.Errorf("a message left %q", left)
	}
	w.Desk.Cards.Company.Standup.Anonymous = false
	w.Want(w.Say(ana, "standup slow approvals"), "not switched on")
	asked := w.Message(prompt(w, bob))
	if _, there := commandstest.Button(&asked.Message, "What slows us down?"); there {
		t.Error("the question offers what is switched off")
	}
}
