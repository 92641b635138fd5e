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

// textsOf joins messages: the answer of an acknowledgement may be shown after what was sent behind it.
func textsOf(all []fakeslack.Message) (text string) {
	for _, m := range all {
		text += m.Text + "\n"
	}
	return text
}

// saidTo reports whether a person has read n messages that only they see: a file comes after the answer.
func saidTo(channel, user string, n int) func(*fakeslack.State) bool {
	return func(st *fakeslack.State) bool {
		read := 0
		for _, m := range st.Channels[channel].Ephemerals {
			if m.To == user {
				read++
			}
		}
		return read >= n
	}
}

func TestAFileReachesTheAskerAlone(t *testing.T) {
	overBoth(t, func(d *rig) {
		ana := d.slack.As("UANA")
		d.check(ana.Slash(d.ctx, "C1", "/sales", "table file"))
		d.wait("where the file is", saidTo("C1", "UANA", 2))
		if text := textsOf(d.ephemeral("C1", "UANA")); !strings.Contains(text, "goals.csv is in your direct messages with me.") {
			d.Errorf("Ana reads %q", text)
		}
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
		d.wait("the file", func(st *fakeslack.State) bool {
			all := st.Channels[ana.IM()].Messages
			return len(all) > 0 && len(all[len(all)-1].Files) > 0
		})
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
	d.wait("the reason", saidTo("C1", "UANA", 2))
	if text := textsOf(d.ephemeral("C1", "UANA")); !strings.Contains(text, "files:write") || !strings.Contains(text, "administrator") {
		t.Errorf("the asker reads %q", text)
	}
}
