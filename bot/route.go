package bot

import (
	"cmp"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
)

// meantForUs reports whether a line with a leading ! that is no command is certainly meant as one: it
// stands in a thread below a message of the bot, or is a command with one wrong letter.
func (b *Bot) meantForUs(ctx context.Context, in *incoming) bool {
	first, _ := utf8.DecodeRuneInString(in.line)
	if in.Kind != chat.Bang || !unicode.IsLetter(first) && !unicode.IsDigit(first) { // "!!!" is no command
		return false
	}
	if b.deps.Router.Mistyped(in.line) {
		return true
	}
	word, _, label := strings.Cut(strings.ReplaceAll(in.line, "：", ":"), ":")
	if label && !strings.Contains(word, " ") { // "!important: call me" is for people
		return false
	}
	return b.deps.OwnThread != nil && b.deps.OwnThread(ctx, in.Where)
}

// route finds the route and stores its name and arguments in in.
func (b *Bot) route(in *incoming) (chat.Route, bool) {
	router := b.deps.Router
	if !in.Kind.Typed() {
		route, ok := router.Named(in.Name)
		return route, ok
	}
	if in.Kind == chat.Slash {
		in.line = b.named(in.Name, in.line)
	} else if rest, ok := strings.CutPrefix(in.line, "/"); ok && !in.continued { // typed or pasted into a message
		name, line, _ := strings.Cut(rest, " ")
		if in.line = rest; name == allCommands || b.named(name, line) != line {
			in.line = b.named(name, strings.TrimSpace(line))
		}
	}
	if strings.TrimSpace(in.line) == "" {
		in.line = "help"
	}
	if in.continued { // not certainly said to us: it is proposed, and no command
		in.Name, in.Args, in.Unasked = b.config.Plain, in.line, true
		return router.Named(b.config.Plain)
	}
	route, rest, ok := router.Find(in.line)
	ok = ok && !b.sentence(in)
	if name := cmp.Or(b.meantRoute(in), b.overheardRoute(in), b.plainRoute(in)); !ok && name != "" {
		if route, ok = router.Named(name); ok {
			in.Name, in.Args = name, in.line
			return route, true
		}
	}
	switch {
	case in.Kind == chat.Edit && (!ok || route.Unsigned):
		in.explicit = false
		return chat.Route{}, false
	case ok:
		in.Name, in.Args = route.Name, rest
	}
	if in.Kind == chat.Edit && !route.Edit { // "!aprove" is now "!approve"
		in.Kind, in.mended = in.typed, true
	}
	return route, ok
}

// named is what stands behind a slash command with the name of its feature in front.
func (b *Bot) named(slash, line string) string {
	for _, r := range b.deps.Router.Routes() {
		if r.Slash != "" && r.Slash == slash {
			return strings.TrimSpace(r.Name + " " + line)
		}
	}
	return line
}

// sentence reports whether a message to us only begins with the name of a command, and goes on as a sentence.
func (b *Bot) sentence(in *incoming) bool {
	kind := cmp.Or(in.typed, in.Kind)
	return b.config.Sentence != nil && (kind == chat.Direct && in.Where.Direct || kind == chat.Mention) && b.config.Sentence(in.line, in.At)
}

// meantRoute is the route for a line that is certainly addressed to us and names no command, such as
// "I'm on leave tomorrow".
func (b *Bot) meantRoute(in *incoming) string {
	if b.config.Meant == nil || !in.explicit {
		return ""
	}
	return b.config.Meant(in.line, in.At)
}

// plainRoute is the route for plain words to us: a message, or what stands behind /sales. What begins with a !
// or stands behind the slash command of a feature is a command or nothing.
func (b *Bot) plainRoute(in *incoming) string {
	kind := in.Kind
	if kind == chat.Edit {
		kind = in.typed
	}
	if (in.explicit || in.Kind == chat.Edit) && (kind == chat.Direct || kind == chat.Mention || kind == chat.Slash && in.Name == allCommands) {
		return b.config.Plain
	}
	return ""
}

// allCommands is the slash command that reaches every command.
const allCommands = "sales"

// overheardRoute is the route for an addressed text that is no command, such as "yes". A mistyped
// command is none.
func (b *Bot) overheardRoute(in *incoming) string {
	if b.config.Overheard == nil || in.Kind == chat.Edit || in.Kind == chat.Slash || b.deps.Router.Mistyped(in.line) {
		return ""
	}
	return b.config.Overheard(in.line)
}
