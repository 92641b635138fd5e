package call

import (
	"cmp"
	"errors"
	"regexp"
	"strings"

	"dealdesk/chat"
	"dealdesk/store"
)

// mention is somebody named in a line, as the chat writes it: an id, and perhaps a name.
var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>`)

// nameMentions makes the mentions in what was typed read as names, as they did where it
// was typed. Only a verb that acts on people needs their ids.
func nameMentions(c *Call) error {
	fields := make(map[string]string, len(c.Req.Fields))
	for id, text := range c.Req.Fields {
		named, err := WithNames(c, text)
		if err != nil {
			return err
		}
		fields[id] = named
	}
	c.Req.Fields = fields
	for _, text := range []*string{&c.Req.Args, &c.Req.About.Text} {
		named, err := WithNames(c, *text)
		if err != nil {
			return err
		}
		*text = named
	}
	return nil
}

// WithNames is a text with names for the mentions in it.
func WithNames(c *Call, text string) (string, error) {
	var failed error
	named := named(c.Req, text, func(id string) string {
		p, _, err := store.People.Get(c.Read, id)
		failed = errors.Join(failed, err)
		return p.Name
	})
	return named, failed
}

// named is a text with names for the mentions in it, by what is on file, or else by what the chat
// said of them.
func named(req chat.Request, text string, onFile func(id string) string) string {
	if !strings.Contains(text, "<@") {
		return text
	}
	return mention.ReplaceAllStringFunc(text, func(found string) string {
		m := mention.FindStringSubmatch(found)
		name := m[2]
		if onFile != nil {
			name = cmp.Or(onFile(m[1]), name)
		}
		for _, who := range req.Named {
			if who.User == m[1] {
				name = cmp.Or(name, who.Name)
			}
		}
		return "@" + cmp.Or(name, m[1])
	})
}
