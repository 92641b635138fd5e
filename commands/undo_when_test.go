package commands_test

import (
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/sales"
	"dealdesk/store"
)

func TestOnesOwnChangeCanBeUndoneForTenMinutesAndNotASecondLonger(t *testing.T) {
	for _, typed := range []bool{false, true} {
		for late, want := range map[time.Duration]string{0: "Undone", time.Second: "more than 10 minutes ago"} {
			w := acme(t)
			changed := w.Say(ana, "deal amount D-1 90k")
			w.Now = w.Now.Add(10*time.Minute - time.Second + late) // each request takes a second
			if !typed {
				w.Want(w.Click(ana, changed.Message, "Undo"), want)
				continue
			}
			if late > 0 {
				want = "nothing in the last ten minutes"
			}
			w.Want(w.Say(ana, "undo"), want)
		}
	}
}

func TestAnAdminUndoesLaterWhatSomebodyDid(t *testing.T) {
	w := acme(t)
	changed := w.Say(ana, "deal amount D-1 90k")
	w.Say(ana, "deal next D-1 call them Fri")
	w.Now = w.Now.Add(3 * time.Hour)
	for _, other := range []string{bob, mei, dan} {
		w.Want(w.Click(other, changed.Message, "Undo"), "Only the person who did it")
		w.Want(w.Say(other, "undo D-1"), "nothing about D-1 that you can undo")
		w.Want(w.Say(other, "undo Ana"), "nothing about Ana that you can undo")
	}
	w.Want(w.Click(ana, changed.Message, "Undo"), "an admin can still undo it")
	w.Want(w.Say(ana, "undo D-1"), "nothing about D-1")

	listed := w.Want(w.Say(adm, "undo D-1"), "Which of these", "Ana: the next step of D-1",
		"Amount: ¥120,000 → ¥90,000", "Ana: the new deal D-1", "10:00")
	w.Want(w.Click(adm, listed.Message, "Undo"), "Undone: the next step of D-1") // the latest comes first
	w.Want(w.Click(adm, changed.Message, "Undo"), "Undone: the amount of D-1")
	if d := w.Deal("D-1"); d.Amount.Minor != 12_000_000 || !d.Next.Missing() {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(adm, "undo <@UANA>"), "Ana: the new deal D-1", "Ana: the new customer A-1 · Acme Corporation")
	w.Want(w.Say(adm, "undo D-9"), "can't find D-9")
	w.Want(w.Say(lilei, "undo D-1"), "在你能看到的商机里没有 D-1")
	w.Want(w.Say(adm, "undo R-9"), "R-9")
}

func TestADecisionIsNotAmongWhatAnAdminMayUndo(t *testing.T) {
	w := acme(t)
	w.Say(ana, "discount D-1 15% rival")
	w.Say(mei, "approve R-1")
	w.Want(w.Say(adm, "undo R-1"), "Ana: the discount on D-1")
	silent(w, w.Say(adm, "undo R-1"), "approve")
}

func TestWhatSomebodyDidBeforeTheyLeftIsAnAdminsToUndo(t *testing.T) {
	w := acme(t)
	changed := w.Say(ana, "deal amount D-1 90k")
	w.Do(chat.Request{ID: "left", Kind: chat.Profile, Name: "profile", At: w.Now, Who: chat.Who{User: ana, Name: "Ana", Gone: true}})
	w.Want(w.Click(ana, changed.Message, "Undo"), "Only members")
	w.Want(w.Click(adm, changed.Message, "Undo"), "Undone")
	if d := w.Deal("D-1"); d.Amount.Minor != 12_000_000 {
		t.Errorf("%+v", d)
	}
}

func TestARefusedUndoNamesTheRecordInWordsAndWhoChangedIt(t *testing.T) {
	for name, c := range map[string]struct{ first, second, by, want string }{
		"a deal":     {"deal next D-1 call them Fri", "deal next D-1 call at once Thu", mei, "D-1 has been changed since by Mei"},
		"a customer": {"account rename A-1 Zed", "account rename A-1 Zed Corp", mei, "A-1 has been changed since by Mei"},
		"a stand-up": {"standup plan call them", "standup plan call them twice", ana, "The stand-up of Tue 24 Nov has been changed since by Ana"},
		"a person":   {"settings zone Asia/Tokyo", "settings zone Asia/Seoul", ana, "The profile of Ana has been changed since by Ana"},
		"a contact":  {"log call D-1 5m hello", "", ana, "The contact logged on D-1 has been changed since by Ana"},
		"a request":  {"discount D-1 15% rival", "deal amount D-1 90k", mei, "R-1 has been changed since by Mei"},
	} {
		t.Run(name, func(t *testing.T) {
			w := acme(t)
			did := w.Say(ana, c.first)
			if c.second != "" {
				w.Say(c.by, c.second)
			} else {
				w.Submit(ana, w.Click(ana, did.Message, "Edit").Modal, map[string]string{"note": "changed"})
			}
			w.Want(w.Click(ana, did.Message, "Undo"), c.want, "can no longer be undone")
		})
	}
}

func TestAnUndoIsAnEntryOfTheJournalAndIsMadeOnce(t *testing.T) {
	w := acme(t)
	changed := w.Say(ana, "deal amount D-1 90k")
	w.Click(ana, changed.Message, "Undo")
	w.Want(w.Click(ana, changed.Message, "Undo"), "already undone")
	w.Want(w.Click(adm, changed.Message, "Undo"), "already undone")
	var undos []store.Entry
	err := w.Store.View(t.Context(), func(r store.Reader) error {
		for e, err := range store.Entries(r, store.EntryQuery{}) {
			if err != nil {
				return err
			}
			if e.Undoes != 0 {
				undos = append(undos, e)
			}
		}
		return nil
	})
	if err != nil || len(undos) != 1 || undos[0].Actor != ana || undos[0].What != "undo" {
		t.Errorf("%+v %v", undos, err)
	}
}

func TestAnEditOfAMessageIsUndoneToWhatItSaidBefore(t *testing.T) {
	w := acme(t)
	req := w.Request(ana, chat.Mention)
	req.Where.TS = "77.1"
	w.Typed(req, "log call Acme 20m first words")
	before := activity(w, "N-1")
	edit := w.Request(ana, chat.Edit)
	edit.About = chat.Said{Channel: "CEAST", TS: "77.1", User: ana}
	changed := w.Typed(edit, "log visit Acme 45m better words")
	w.Want(w.Click(ana, changed.Message, "Undo"), "Undone: the contact with D-1")
	if after := activity(w, "N-1"); after != before || after.Kind != sales.Call {
		t.Errorf("%+v, was %+v", after, before)
	}
	w.Shows(w.Room("D-1", "N-1"), "first words")
}

func TestAnUndoSaysWhatIsApprovedAndWhichDays(t *testing.T) {
	w := acme(t)
	asked := w.Say(ana, "discount D-1 15% rival")
	w.Want(w.In(mei, "D-1", "approve: fine"), "Approved by Mei", ": fine")
	w.Want(w.Click(ana, asked.Message, "Undo"), "R-1 was approved by Mei", "/discount D-1 none")
	w.Say(ana, "standup leave 11/26")
	w.Want(w.Say(ana, "undo"), "Undone: the leave of Ana", "Leave: Thu 26 Nov → none")
}
