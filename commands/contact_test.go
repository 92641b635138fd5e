package commands_test

import (
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// contacts of a customer, as they are kept.
func contacts(w *commandstest.World, account string) (all []sales.Contact) {
	w.Helper()
	if err := w.Store.View(w.Context(), func(r store.Reader) error {
		for k, err := range store.ContactsOf(r, account) {
			if err != nil {
				return err
			}
			k.ID, k.Created, k.By, k.Account = "", k.Created.Truncate(0), "", ""
			all = append(all, k)
		}
		return nil
	}); err != nil {
		w.Fatal(err)
	}
	for i := range all {
		all[i].Created = sales.Contact{}.Created
	}
	return all
}

func TestAContactIsReadWithMailAndPhone(t *testing.T) {
	for line, want := range map[string]sales.Contact{
		`"Mary Wood" decider CFO mary@acme.com +44 20 7946 0958`: {Name: "Mary Wood", Role: sales.Decider, Title: "CFO", Email: "mary@acme.com", Phone: "+44 20 7946 0958"},
		"Mary Wood, CFO, tel 020 7946 0958":                      {Name: "Mary Wood", Title: "CFO", Phone: "020 7946 0958"},
		"Mary Wood mail: mary@acme.com":                          {Name: "Mary Wood", Email: "mary@acme.com"},
		"王芳 决策人 财务总监 13800138000 wang@huaxing.cn":                {Name: "王芳", Role: sales.Decider, Title: "财务总监", Phone: "13800138000", Email: "wang@huaxing.cn"},
		"Mary Wood": {Name: "Mary Wood"},
	} {
		w := commandstest.NewWorld(t)
		w.Say(ana, "account new Acme")
		w.Want(w.Say(ana, "contact add Acme "+line), want.Name, want.Phone, want.Email)
		if got := contacts(w, "A-1"); len(got) != 1 || got[0] != want {
			t.Errorf("%q: %+v, want %+v", line, got, want)
		}
	}
}

func TestTheSameContactTwiceIsAskedAbout(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, `contact add Acme "Mary Wood" decider CFO`)
	asked := w.Want(w.Say(ana, `contact add Acme "mary wood" mary@acme.com`), "looks like somebody on file",
		"Mary Wood · decision maker · CFO")
	if n := len(contacts(w, "A-1")); n != 1 {
		t.Fatalf("%d contacts before the answer", n)
	}
	w.Want(w.Click(ana, asked.Message, "Update Mary Wood"), "changed", "CFO", "mary@acme.com")
	if got := contacts(w, "A-1"); len(got) != 1 ||
		got[0] != (sales.Contact{Name: "mary wood", Role: sales.Decider, Title: "CFO", Email: "mary@acme.com"}) {
		t.Errorf("is %+v", got)
	}
	asked = w.Want(w.Say(ana, "contact add Acme M. Hill, CTO, mary@acme.com"), "looks like somebody on file")
	w.Want(w.Click(ana, asked.Message, "another"), "M. Hill")
	if n := len(contacts(w, "A-1")); n != 2 {
		t.Errorf("%d contacts, want both", n)
	}
	w.Want(w.Click(ana, asked.Message, "another"), "no longer") // the draft is used up
	form := w.Say(ana, "contact add Acme")
	w.Want(w.Submit(ana, form.Modal, map[string]string{"name": "Mary Wood"}), "looks like somebody on file")
}

func TestContactsAreListedChangedAndRemoved(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Want(w.Say(ana, "contact list Acme"), "Nobody is on file")
	w.Say(ana, `contact add Acme "Mary Wood" decider CFO`)
	w.Say(ana, `contact add Acme "Tom Hill" user`)
	list := w.Want(w.Say(ana, "contacts Acme"), "Mary Wood · decision maker · CFO", "Tom Hill · user")
	w.Want(w.Say(ana, "contact edit Acme Tom 020 7946 0958"), "Tom Hill", "020 7946 0958")
	w.Want(w.Say(ana, "contact edit Acme Tom Hill buyer Head of IT"), "Tom Hill · buyer · Head of IT · 020 7946 0958")
	form := w.Click(ana, list.Message, "Edit") // the first one's
	w.Want(w.Submit(ana, form.Modal, map[string]string{"title": ""}), "Mary Wood · decision maker")
	if got := contacts(w, "A-1")[0]; got.Title != "" {
		t.Errorf("the emptied title is still %q", got.Title)
	}
	which := w.Want(w.Say(ana, "contact remove Acme"), "Which contact at Acme?")
	removed := w.Want(w.Click(ana, which.Message, "Tom Hill"), "removed: Tom Hill")
	if n := len(contacts(w, "A-1")); n != 1 {
		t.Errorf("%d contacts remain", n)
	}
	w.Want(w.Click(ana, removed.Message, "Undo"))
	if n := len(contacts(w, "A-1")); n != 2 {
		t.Errorf("after the undo there are %d contacts", n)
	}
	w.Want(w.Say(ana, "contact remove Acme Zoe"), "can't find “Zoe”")
}

func TestAContactOfAnInvisibleCustomerIsUnknown(t *testing.T) {
	w := commandstest.NewWorld(t)
	w.Say(ana, "account new Acme")
	w.Say(ana, `contact add Acme "Mary Wood"`)
	for _, route := range []string{"contact edit", "contact remove"} {
		req := w.Request(lilei, chat.Click)
		req.Name, req.Value = route, "K-1"
		hidden := w.Do(req)
		req = w.Request(lilei, chat.Click)
		req.Name, req.Value = route, "K-9"
		unknown := w.Do(req)
		w.Want(hidden, "没有联系人 K-1")
		w.Want(unknown, "没有联系人 K-9")
	}
	if n := len(contacts(w, "A-1")); n != 1 {
		t.Errorf("%d contacts remain", n)
	}
}
