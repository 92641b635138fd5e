package commands_test

import (
	"testing"

	"dealdesk/chat"
)

func TestASecondAccountIsKnownByItsAddress(t *testing.T) {
	w := acme(t)
	for who, address := range map[string]string{ana: "ana@x.example", mei: "Ana+manager@X.example"} {
		req := w.Request(who, chat.Profile)
		req.Name, req.Who.Email = "profile", address
		if _, err := w.Desk.KeepProfile(w.Context(), req); err != nil {
			t.Fatal(err)
		}
	}
	w.Want(w.Say(ana, "discount D-1 15% rival"), "A director is asked")
	w.Want(w.Say(mei, "approve R-1"), "R-1 is your own request")
	silent := w.Request(mei, chat.Profile) // the workspace no longer shows addresses
	silent.Name, silent.Who.Name = "profile", "Mei"
	if _, err := w.Desk.KeepProfile(w.Context(), silent); err != nil {
		t.Fatal(err)
	}
	w.Want(w.Say(mei, "approve R-1"), "R-1 is your own request")
	w.Want(w.Say(dan, "approve R-1"), "Approved by Dan")
}
