package importer_test

import (
	"testing"

	"dealdesk/cli/importer"
	"dealdesk/cli/importer/sheet"
	"dealdesk/commands/commandstest"
)

func TestALostReasonInOwnWordsIsTakenAsInTheChat(t *testing.T) {
	w := commandstest.NewWorld(t)
	_, rows := bring(w, importer.Input{}, someone, "Deal ID,Owner,Stage,Close,Amount,Loss reason\n"+
		"R1,Hugo Pell,Lost,2025-02-02,5,Too expensive\nR2,Hugo Pell,Lost,2025-02-02,5,Went with Dell\n"+
		"R3,Hugo Pell,Lost,2025-02-02,5,Bad luck\nR4,Hugo Pell,Lost,2025-02-02,5,PRICE\n")
	const bare = " created no_account no_start"
	if got := told(sheet.Deals, rows); got != "2 created corrected no_account no_start\n3 created corrected no_account no_start\n4"+
		bare+"\n5"+bare {
		t.Errorf("%s", got)
	}
	for id, want := range map[string]string{"R1": "price ", "R2": "competitor Dell", "R3": "Bad luck ", "R4": "price "} {
		if d, _ := imported(w, id); d.Reason+" "+d.Competitor != want {
			t.Errorf("%s: %q %q, want %q", id, d.Reason, d.Competitor, want)
		}
	}
}
