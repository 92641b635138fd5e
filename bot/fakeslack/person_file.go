package fakeslack

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
)

const (
	maxPersonFile = 10 << 20  // bytes: what Slack takes in a form; in messages it takes more
	maxPeopleHold = 100 << 20 // of all that people have uploaded, because it is kept in memory
	maxPerMessage = 10        // files
)

// Upload takes a file that the person is about to share or to put into a form. Nobody
// else sees it before that.
func (p *Person) Upload(name string, content []byte) (id string, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := p.who(); err != nil {
		return "", err
	}
	held := len(content)
	for _, f := range s.st.Files {
		if f.User != s.opt.BotUser {
			held += f.Size
		}
	}
	switch {
	case len(content) == 0:
		return "", errors.New("the file is empty")
	case len(content) > maxPersonFile:
		return "", fmt.Errorf("the file is larger than %d MB", maxPersonFile>>20)
	case held > maxPeopleHold:
		return "", errors.New("there is no room for more files; delete messages that have some")
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\\' {
			return '_'
		}
		return r
	}, path.Base("/"+name))
	f := &File{ID: s.st.id("F"), Name: name, Title: name, User: p.id, At: s.opt.Now(), Size: len(content), Content: slices.Clone(content)}
	s.st.Files[f.ID] = f
	return f.ID, nil
}

// Share is Say with files that the person has uploaded; the text may be empty then.
func (p *Person) Share(channel, thread, text string, files ...string) (ts string, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ch, err := p.in(channel)
	if err != nil {
		return "", err
	}
	m := &Message{User: p.id, ClientMsgID: s.st.id("client-msg-"), Files: files}
	if strings.TrimSpace(text) == "" && len(files) == 0 {
		return "", errors.New("there is nothing to send")
	}
	if strings.TrimSpace(text) != "" {
		m.Text = s.typed(text, false)
		m.Blocks = s.named([]Block{richBlock(m.Text)})
	}
	if thread != "" {
		parent := ch.find(thread, "")
		if parent == nil {
			return "", fmt.Errorf("there is no message %s in %s", thread, channel)
		}
		if m.ThreadTS = thread; parent.ThreadTS != "" {
			m.ThreadTS = parent.ThreadTS
		}
	}
	if len(files) > maxPerMessage {
		return "", fmt.Errorf("at most %d files in a message", maxPerMessage)
	}
	for _, id := range files {
		if f := s.st.Files[id]; f == nil || f.User != p.id || f.Shared {
			return "", fmt.Errorf("%s has no file %s to share", p.id, id)
		}
	}
	if len(files) > 0 {
		m.Subtype = "file_share"
	}
	for _, id := range files {
		s.st.Files[id].Shared = true
	}
	s.post(ch, m)
	for _, id := range files {
		s.emit(ch, obj{"type": "file_shared", "file_id": id, "user_id": p.id, "file": obj{"id": id}, "channel_id": ch.ID})
	}
	return m.TS, nil
}
