package commands_test

import (
	"testing"

	"dealdesk/sales"
)

func TestSpecialTermsAreAskedForInOneLineAndShownEverywhere(t *testing.T) {
	w := acme(t)
	const terms = "15% off, 60 days to pay, 2 months free and “pays in two instalments”"
	w.Want(w.Say(ana, `discount D-1 15% net 60 2 months free terms "pays in two instalments" rival cut the price`), terms, "leaving ¥102,000")
	card := w.Room("D-1", "R-1")
	w.Shows(card, "Ana asks for "+terms, "rival cut the price")
	w.Shows(w.Message("ask/R-1/"+mei), terms)
	granted := w.Click(mei, &card.Message, "Approve")
	w.Want(granted, "Approved by Mei")
	want := sales.Special{PaymentDays: 60, FreeMonths: 2, Custom: "pays in two instalments"}
	if d := w.Deal("D-1"); d.Discount != 1500 || d.Special != want || d.Terms != 2 {
		t.Errorf("%+v", d)
	}
	w.Shows(w.Card("D-1"), "¥102,000 (list ¥120,000, "+terms+")")
	w.Want(w.Say(ana, "deal history D-1"), "granted "+terms)
	w.Shows(w.Message("tell/R-1"), terms)

	// What a line does not name stays; the amount is new terms, and its undo brings them back.
	w.Want(w.Say(ana, "discount D-1 net 90 they pay late everywhere"), "R-2", "15% off, 90 days to pay, 2 months free")
	w.Want(w.In(ana, "D-1", "recall"), "Taken back")
	w.Want(w.Say(ana, "deal amount D-1 100k"), "no longer applies", terms)
	if d := w.Deal("D-1"); d.Special != (sales.Special{}) {
		t.Errorf("%+v", d)
	}
	w.Want(w.Say(ana, "undo"), "Undone")
	w.Shows(w.Card("D-1"), terms)

	// Who may grant 15 % may grant it without the rest; to give all of it up needs nobody.
	w.Want(w.Say(mei, "discount D-1 usual terms"), "granted 15% off")
	w.Want(w.Say(ana, "discount D-1 none"), "took the discount back")
	if d := w.Deal("D-1"); d.Discount != 0 || d.Special != (sales.Special{}) {
		t.Errorf("%+v", d)
	}
}

func TestTheFormOfADiscountHoldsWhatTheDealHas(t *testing.T) {
	w := acme(t)
	form := w.Say(ana, "discount D-1").Modal
	for field, typed := range map[string]string{"payment_days": "soon", "free_months": "many", "discount": "lots"} {
		if reply := w.Submit(ana, form, map[string]string{field: typed}); reply.Errors[field] == "" {
			t.Errorf("%s %q is no error of its field: %+v", field, typed, reply)
		}
	}
	for field, typed := range map[string]string{"payment_days": "366", "free_months": "37"} {
		if reply := w.Submit(ana, form, map[string]string{field: typed}); reply.Errors[field] == "" {
			t.Errorf("%s %q is no error of its field: %+v", field, typed, reply)
		}
	}
	if reply := w.Submit(ana, form, nil); reply.Errors["discount"] == "" {
		t.Errorf("nothing asked for is no error: %+v", reply)
	}
	w.Want(w.Submit(ana, form, map[string]string{"discount": "九折", "payment_days": "60天", "free_months": "2", "custom": "training",
		"reason": "rival"}), "10% off, 60 days to pay, 2 months free and “training”")
	w.Want(w.In(mei, "D-1", "approve"), "Approved by Mei")
	form = w.Say(ana, "discount D-1").Modal
	is := map[string]string{}
	for _, b := range form.Blocks {
		if b.Input != nil {
			is[b.Input.ID] = b.Input.Initial
		}
	}
	if is["discount"] != "10%" || is["payment_days"] != "60" || is["free_months"] != "2" || is["custom"] != "training" {
		t.Errorf("the form holds %v", is)
	}
	w.Want(w.Submit(ana, form, map[string]string{"free_months": "", "custom": "", "reason": "they want less"}), "R-2",
		"10% off and 60 days to pay")
	w.Say(ana, "recall R-2")
	all := map[string]string{"discount": "", "payment_days": "", "free_months": "", "custom": ""}
	w.Want(w.Submit(ana, w.Say(ana, "discount D-1").Modal, all), "took the discount back")
}
