package call

import (
	"strings"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// TheMessage returns the message that a shortcut was used on and makes its thread the place of the request,
// so that in a deal's room that deal is meant. There has to be something to read in it, by a person.
func TheMessage(c *Call) (chat.Said, error) {
	said := c.Req.About
	switch {
	case said.User == "":
		return said, sales.No("message.of_app")
	case strings.TrimSpace(said.Text) == "":
		return said, sales.No("message.no_words")
	}
	c.Req.Where.Channel, c.Req.Where.Thread = said.Channel, said.Thread
	return said, nil
}

// RecordIn returns what a text is about: the deal or customer whose number it holds, or the first customer
// that it names anywhere by its whole name, with one open deal that deal; "" if there is none.
func RecordIn(c *Call, text string) (id string, err error) {
	index, err := c.AccountNames()
	if err != nil {
		return "", err
	}
	for _, w := range phrase.Words(text) {
		if id, ok := phrase.ID(w.Text); ok && strings.Contains(w.Text, "-") {
			if _, err := TitleOf(c, id); err == nil {
				return id, nil
			}
		}
	}
	for i := range text {
		if i > 0 && joinedAt(text, i) {
			continue
		}
		if n := index.Known(text[i:]); n > 0 {
			fits, err := index.Named(text[i : i+n])
			if err != nil || len(fits) != 1 {
				return "", err
			}
			open, err := c.OpenDeals(fits[0].ID)
			if len(open) == 1 {
				return open[0].ID, err
			}
			return fits[0].ID, err
		}
	}
	return "", index.Err
}

// joinedAt reports whether a word of an alphabet goes on at a byte of a text.
func joinedAt(text string, i int) bool {
	letter := func(b byte) bool { return b < 0x80 && (b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9') }
	return letter(text[i-1]) && letter(text[i])
}
