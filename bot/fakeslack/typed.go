package fakeslack

import (
	"regexp"
	"slices"
	"strings"
)

var (
	token   = regexp.MustCompile(`<(?:@[UW][A-Za-z0-9]*|#C[A-Za-z0-9]*(?:\|[^>]*)?|![a-z]+|(?:https?|mailto):[^>\s]+)>`)
	mention = regexp.MustCompile(`(^|[^\pL\pN_&])([@#])([\pL\pN._-]+)`)
	address = regexp.MustCompile(`https?://[^\s<>，。；：！？、（）《》]*[^\s<>，。；：！？、（）《》.,:;!?'"()]`)
	emoji   = regexp.MustCompile(`:(?:[a-z0-9_'-]*[a-z][a-z0-9_'-]*|[+-]1|100):`)
	escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

	unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// encodeTyped encodes typed text like Slack: mentions and URLs become tokens, the three
// special characters become entities, and existing tokens stay. In commands the tokens
// contain names.
func (s *Server) encodeTyped(text string, command bool) string {
	var out strings.Builder
	last := 0
	for _, at := range append(token.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part := text[last:at[0]]
		if command && s.opt.PlainCommands {
			out.WriteString(escaper.Replace(part))
		} else {
			out.WriteString(s.encodeText(part, command))
		}
		out.WriteString(text[at[0]:at[1]])
		last = at[1]
	}
	return out.String()
}

// encodeText encodes text without tokens.
func (s *Server) encodeText(text string, command bool) string {
	var out strings.Builder
	last := 0
	for _, at := range append(address.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part := escaper.Replace(text[last:at[0]])
		out.WriteString(mention.ReplaceAllStringFunc(part, func(m string) string { return s.mentionToken(m, command) }))
		if last = at[1]; at[0] < at[1] {
			out.WriteString("<" + escaper.Replace(text[at[0]:at[1]]) + ">")
		}
	}
	return out.String()
}

// mentionToken turns "@name" or "#name" into a token if that name exists, with or without
// trailing punctuation.
func (s *Server) mentionToken(m string, command bool) string {
	parts := mention.FindStringSubmatch(m)
	before, sign, word := parts[1], parts[2], parts[3]
	if sign == "@" && slices.Contains([]string{"here", "channel", "everyone"}, word) {
		return before + "<!" + word + ">"
	}
	for _, name := range []string{word, strings.TrimRight(word, "._-")} {
		id := s.lookUp(sign, name)
		if id == "" {
			continue
		}
		if command || sign == "#" {
			id += "|" + name
		}
		return before + "<" + sign + id + ">" + word[len(name):]
	}
	return m
}

// lookUp returns the id of a person by handle, or of a channel by name.
func (s *Server) lookUp(sign, name string) string {
	if sign == "@" {
		for _, u := range s.st.Users {
			if strings.EqualFold(u.Name, name) {
				return u.ID
			}
		}
		return ""
	}
	for _, c := range s.st.Channels {
		if c.Name == name {
			return c.ID
		}
	}
	return ""
}

// richBlock returns the rich_text block that Slack's client makes of typed text.
func richBlock(wire string) Block {
	var parts []any
	add := func(t string) {
		last := 0
		for _, at := range append(emoji.FindAllStringIndex(t, -1), []int{len(t), len(t)}) {
			if at[0] > last {
				parts = append(parts, obj{"type": "text", "text": unescaper.Replace(t[last:at[0]])})
			}
			if last = at[1]; at[0] < at[1] {
				parts = append(parts, obj{"type": "emoji", "name": t[at[0]+1 : at[1]-1]})
			}
		}
	}
	last := 0
	for _, at := range token.FindAllStringIndex(wire, -1) {
		add(wire[last:at[0]])
		inner, _, _ := strings.Cut(wire[at[0]+1:at[1]-1], "|")
		switch inner[0] {
		case '@':
			parts = append(parts, obj{"type": "user", "user_id": inner[1:]})
		case '#':
			parts = append(parts, obj{"type": "channel", "channel_id": inner[1:]})
		case '!':
			parts = append(parts, obj{"type": "broadcast", "range": inner[1:]})
		default:
			parts = append(parts, obj{"type": "link", "url": unescaper.Replace(inner)})
		}
		last = at[1]
	}
	add(wire[last:])
	return Block{"type": "rich_text", "elements": []any{obj{"type": "rich_text_section", "elements": parts}}}
}
