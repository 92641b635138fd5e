package commands_test

import (
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
)

func TestAChannelIsGreetedOnceInTheLanguageOfItsTeam(t *testing.T) {
	w := commandstest.NewWorld(t)
	for range 2 { // added, taken out and added again
		for _, channel := range []string{"CEAST", "CSOUTH"} {
			req := w.Request(commandstest.Adm, chat.Joined)
			req.Name, req.Where = "joined", chat.Where{Channel: channel}
			if reply := w.Do(req); reply.Message != nil {
				t.Errorf("the person was told %q", reply.Message.Text)
			}
		}
	}
	said := map[string]int{}
	for key, p := range w.Shown {
		if strings.HasPrefix(key, "joined/") {
			said[p.Channel]++
			if n := len(p.Message.Blocks[len(p.Message.Blocks)-1].Buttons); n != 3 || p.Rev != 1 {
				t.Errorf("%s has %d things to try, revision %d", p.Channel, n, p.Rev)
			}
		}
	}
	if len(said) != 2 {
		t.Errorf("greeted %v", said)
	}
}
