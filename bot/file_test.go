package bot_test

import (
	"context"
	"strings"
	"testing"

	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/chat"
)

// files returns the names and contents of the files shown in a conversation.
func (d *rig) files(channel string) (all []string) {
	d.slack.Look(func(s *fakeslack.State) {
		for _, m := range s.Channels[channel].Messages {
			for _, id := range m.Files {
				all = append(all, s.Files[id].Name+": "+string(s.Files[id].Content))
			}
		}
	})
	return all
}

var fileRoute = chat.Route{Name: "table file", Help: true, Do: func(context.Context, chat.Request) (chat.Reply, error) {
	return chat.Reply{Message: &chat.Message{Text: "2 rows"}, File: &chat.File{Name: "goals.csv", Content: []byte("goal\nG-1\n")}}, nil
}}

const goalsFile = "goals.csv: goal\nG-1\n"

func TestAFileReachesTheAskerAlone(t *testing.T) {
	overBoth(t, func(d *rig) {
		ana := d.slack.As("UANA")
		d.check(ana.Slash(d.ctx, "C1", "/sales", "table file"))
		d.idle()
		d.lastSays(d.ephemeral("C1", "UANA"), "goals.csv is in your direct messages with me.")
		if got := d.files(ana.IM()); len(got) != 1 || got[0] != goalsFile {
			d.Errorf("Ana's direct messages hold %q", got)
		}
		if got := d.files("C1"); len(got) != 0 {
			d.Errorf("the channel holds %q", got)
		}
	})
}

func TestAFileAskedForInDirectMessagesComesThere(t *testing.T) {
	overBoth(t, func(d *rig) {
		ana := d.slack.As("UANA")
		_, err := ana.Say(ana.IM(), "", "table file")
		d.check(err)
		d.idle()
		if got := d.files(ana.IM()); len(got) != 1 || got[0] != goalsFile {
			d.Errorf("Ana's direct messages hold %q", got)
		}
		if all := d.messages(ana.IM()); len(all) != 2 || all[0].Text != "2 rows" {
			d.Errorf("besides the table and its file there are %d messages", len(all)-2)
		}
	})
}

func TestWhoMayNotSendFilesSaysWhoCanMendIt(t *testing.T) {
	d := newRig(t, fakeslack.Options{Scopes: bot.Scopes()}).start()
	d.check(d.slack.As("UANA").Slash(d.ctx, "C1", "/sales", "table file"))
	d.idle()
	last := d.ephemeral("C1", "UANA")
	if text := last[len(last)-1].Text; !strings.Contains(text, "files:write") || !strings.Contains(text, "administrator") {
		t.Errorf("the asker reads %q", text)
	}
}
