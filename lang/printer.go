package lang

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"dealdesk/chat"
)

// Args are the values of placeholders by name, for callers that have them in a map.
type Args = map[string]any

// Printer writes words in one language. It is a pointer inside, free to copy and safe for
// concurrent use.
type Printer struct {
	*voice
	year int // dates of this year are written without it; 0: none
}

type voice struct {
	language string
	words    *i18n.Localizer
	plain    map[string]message // by key, words without a plural: most of them
	verbs    map[string][]string
	group    string // between thousands
	decimal  string // before a fraction
	short    []unit // large numbers in few characters, smallest first
}

func newPrinter(name string, bundle *i18n.Bundle, messages []*i18n.Message, verbs map[string][]string) (Printer, error) {
	v := &voice{language: name, words: i18n.NewLocalizer(bundle, name), plain: map[string]message{}, verbs: verbs}
	for _, m := range messages {
		words, err := parse(m.Other)
		if err != nil {
			return Printer{}, fmt.Errorf("%s: %w", m.ID, err)
		}
		v.plain[m.ID] = words
	}
	p := Printer{voice: v}
	v.group, v.decimal = p.Plain("number.group"), p.Plain("number.decimal")
	var err error
	v.short, err = units(p.Plain("number.short"))
	return p, err
}

// Year returns the same printer for readers who know the year of t: dates of that year are
// written without it.
func (p Printer) Year(t time.Time) Printer {
	p.year = t.Year()
	return p
}

// Language as in Catalog.Languages.
func (p Printer) Language() string { return p.language }

// Has reports whether the files have words under key.
func (p Printer) Has(key string) bool {
	_, has := p.plain[key]
	return has
}

// Say fills in the words under key. args are name, value pairs, or one Args. Strings are
// what people wrote and get escaped; a chat.Safe stays as it is; numbers, times, lists of
// strings and the amounts, percents and dates of sales are written the way of the language;
// the number Count also selects the plural. A missing key or value is shown as its name in
// brackets; a test prevents that.
func (p Printer) Say(key string, args ...any) chat.Safe {
	request := i18n.LocalizeConfig{MessageID: key, TemplateParser: parser{}}
	var given []argument
	if len(args) == 1 {
		if named, ok := args[0].(Args); ok {
			given = make([]argument, 0, len(named))
			for name, value := range named {
				given = append(given, p.argument(name, value, &request))
			}
		}
	} else if len(args) > 1 {
		given = make([]argument, 0, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			name, _ := args[i].(string)
			given = append(given, p.argument(name, args[i+1], &request))
		}
	}
	if words, known := p.plain[key]; known && request.PluralCount == nil {
		return chat.Safe(words.fill(given))
	}
	request.TemplateData = given
	text, err := p.words.Localize(&request)
	if err != nil && text == "" {
		return "[" + chat.Escape(key) + "]"
	}
	return chat.Safe(text)
}

// Plain is Say for labels, titles and options, where markup means nothing: the same
// words without marks and escapes.
func (p Printer) Plain(key string, args ...any) string { return Unmark(p.Say(key, args...)) }

// argument is a placeholder's name and the text to fill in.
type argument struct {
	name string
	text chat.Safe
}

func (p Printer) argument(name string, value any, request *i18n.LocalizeConfig) argument {
	if name == "Count" {
		if n, ok := integer(value); ok {
			request.PluralCount = n
		}
	}
	return argument{name, p.text(value)}
}

// The value types of sales (Money, Percent, Date), described by their methods because lang
// does not import sales.
type (
	// Amount counts the minor unit of its currency, which has Places decimals.
	Amount interface {
		Amount() (minor int64, currency string)
		Places() int
	}
	share interface{ Hundredths() int }
	day   interface {
		Weekday() time.Weekday
		Valid() bool
	}
)

func (p Printer) text(value any) chat.Safe {
	switch v := value.(type) {
	case chat.Safe:
		return v
	case string:
		return chat.EscapeLine(v)
	case int:
		return chat.Safe(p.Number(int64(v)))
	case nil:
		return ""
	case Amount:
		return chat.Safe(p.Money(v))
	case share:
		return chat.Safe(p.Percent(v.Hundredths()))
	case day:
		return chat.Escape(p.Day(fmt.Sprint(v)))
	case time.Time:
		return chat.Safe(p.Moment(v) + " " + p.Zone(v))
	case []string:
		items := make([]chat.Safe, len(v))
		for i, s := range v {
			items[i] = chat.EscapeLine(s)
		}
		return p.List(items, false)
	}
	if n, ok := integer(value); ok {
		return chat.Safe(p.Number(n))
	}
	return chat.Escape(fmt.Sprint(value))
}

func integer(value any) (int64, bool) {
	if n, ok := value.(int); ok {
		return int64(n), true
	}
	switch v := reflect.ValueOf(value); {
	case v.CanInt():
		return v.Int(), true
	case v.CanUint():
		return int64(v.Uint()), true
	}
	return 0, false
}

// List joins items the way the language lists things: "a, b and c", or with "or".
func (p Printer) List(items []chat.Safe, or bool) chat.Safe {
	if len(items) < 2 {
		return chat.Join("", items...)
	}
	last := "list.and"
	if or {
		last = "list.or"
	}
	head := chat.Join(string(p.Say("list.comma")), items[:len(items)-1]...)
	return head + p.Say(last) + items[len(items)-1]
}

// Verb is the name under which help lists a route: in English its own, otherwise the first
// of the language's names.
func (p Printer) Verb(route string) string {
	if p.language != fallback && len(p.verbs[route]) > 0 {
		return p.verbs[route][0]
	}
	return route
}

// Help explains a route: a line to type, and what it does.
func (p Printer) Help(route string) (usage string, what chat.Safe) {
	return p.Plain("help." + route + ".usage"), p.Say("help." + route + ".what")
}

// Unmark turns Slack's markup into what a person sees: without marks and escapes, links by
// their text.
func Unmark(s chat.Safe) string {
	text := string(s)
	if !strings.ContainsFunc(text, func(r rune) bool { return strings.ContainsRune("*_~`<&", r) || chat.Hidden(r) }) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	last := ' '
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		rest := text[size:]
		switch r {
		case '<':
			if link, after, closed := strings.Cut(rest, ">"); closed {
				if _, label, named := strings.Cut(link, "|"); named {
					link = label
				}
				b.WriteString(link)
				last, text = '>', after
				continue
			}
		case '*', '_', '~', '`':
			// Escape puts a word joiner after marks that people typed; inside a word a mark
			// forms nothing.
			next, _ := utf8.DecodeRuneInString(rest)
			if next != '\u2060' && !(wordy(last) && wordy(next)) {
				last, text = r, rest
				continue
			}
		}
		b.WriteRune(r)
		last, text = r, rest
	}
	return chat.Clean(entities.Replace(b.String()))
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
