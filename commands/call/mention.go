package call

import (
	"cmp"
	"errors"
	"regexp"
	"strings"

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
	if !strings.Contains(text, "<@") {
		return text, nil
	}
	var failed error
	return mention.ReplaceAllStringFunc(text, func(found string) string {
		m := mention.FindStringSubmatch(found)
		p, _, err := store.People.Get(c.Read, m[1])
		failed = errors.Join(failed, err)
		name := cmp.Or(p.Name, m[2])
		for _, who := range c.Req.Named {
			if who.User == m[1] {
				name = cmp.Or(name, who.Name)
			}
		}
		return "@" + cmp.Or(name, m[1])
	}), failed
}
