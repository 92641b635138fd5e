package call

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// FollowSlack is the choice that leaves a setting to Slack.
const FollowSlack = "slack"

// LanguageOptions returns the languages as options, each with its own name for itself.
func LanguageOptions(c *Call) (all []chat.Option) {
	for _, l := range c.Desk.Cards.Lang.Languages() {
		all = append(all, chat.Option{Label: c.Desk.Cards.Lang.Printer(l).Plain("settings.name"), Value: l})
	}
	return all
}

// LanguageNamed parses "zh", "en", "slack", and the names of each language in all languages.
func LanguageNamed(c *Call, typed string) (string, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	switch typed {
	case "", FollowSlack, "auto":
		return "", true
	}
	for _, l := range c.Desk.Cards.Lang.Languages() {
		if strings.HasPrefix(strings.ToLower(l)+"-", typed+"-") {
			return l, true
		}
		for _, in := range c.Desk.Cards.Lang.Languages() {
			names := strings.ToLower(c.Desk.Cards.Lang.Printer(in).Plain("language_names." + l))
			if slices.Contains(strings.Fields(names), typed) {
				return l, true
			}
		}
	}
	return "", false
}

// ZoneNamed parses the name of a zone or its city, in all languages: Asia/Shanghai, Berlin, new york,
// 上海. The zone "" follows Slack.
func ZoneNamed(c *Call, typed string) (string, bool) {
	if typed == "" || c.OneOf("common.", []string{"none"}, typed) != "" || strings.EqualFold(typed, FollowSlack) {
		return "", true
	}
	for _, l := range c.Desk.Cards.Lang.Languages() {
		p := c.Desk.Cards.Lang.Printer(l)
		for zone, key := range map[string]string{
			"Asia/Shanghai": "zone_words.shanghai", "Asia/Hong_Kong": "zone_words.hong_kong", "Asia/Taipei": "zone_words.taipei",
			"Asia/Singapore": "zone_words.singapore", "Asia/Tokyo": "zone_words.tokyo", "Europe/London": "zone_words.london",
			"Europe/Berlin": "zone_words.berlin", "America/New_York": "zone_words.new_york", "America/Los_Angeles": "zone_words.los_angeles",
		} {
			for word := range strings.FieldsFuncSeq(p.Plain(key), func(r rune) bool { return r == ',' || r == '、' }) {
				if sales.SameSpelling(strings.TrimSpace(word), typed) {
					return zone, true
				}
			}
		}
	}
	words := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool { return r == ' ' || r == '_' })
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	for _, zone := range append([]string{typed}, cities(strings.Join(words, "_"))...) {
		if loc, err := time.LoadLocation(zone); err == nil && !strings.EqualFold(zone, "local") {
			return loc.String(), true
		}
	}
	return typed, false
}

// cities returns the zones that a city may be the name of.
func cities(name string) (zones []string) {
	if name == "" || strings.Contains(name, "/") {
		return nil
	}
	for _, part := range []string{"Asia", "Europe", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian"} {
		zones = append(zones, part+"/"+name)
	}
	return zones
}

// Days are days as the person typed them. In Chinese 3/12 is in March; in English it may be in December,
// too.
func Days(c *Call, typed string) string {
	if strings.HasPrefix(c.Words.Language(), "zh") {
		return phrase.MonthFirst(typed)
	}
	return typed
}

// PastSpan reads a period of what was done: "since the 1st" ends today, and a day without a date is the last one there
// was.
func PastSpan(c *Call, text string) (calendar.Span, bool) {
	text = Days(c, text)
	if m := sinceDay.FindStringSubmatch(text); m != nil {
		from, _ := PastSpan(c, m[1]+m[2])
		return calendar.Span{From: from.From, To: c.Today}, from.From != "" && from.From <= c.Today
	}
	if day, err := phrase.WhenPast(text, c.Req.At, c.Work()); err == nil && day.Clock == "" {
		if from, to, err := phrase.Span(text, c.Req.At); err != nil || from == to { // a day, and not a month that ends on it
			return calendar.Span{From: day.Date, To: day.Date}, true
		}
	}
	from, to, err := phrase.Span(text, c.Req.At)
	return calendar.Span{From: from, To: to}, err == nil
}

// sinceDay is a period from a day on: since Monday, 从10月1日到现在, 9月以来.
var sinceDay = regexp.MustCompile(`(?i)^since (.+)$|^[从自]?(.+?)(?:以来|至今|到现在|到今天|到目前|开始到现在)$`)

// AheadSpan reads a period of what is still to come. Unlike in a report, of the two that a month or a quarter without a
// year may be, the nearer one is meant.
func AheadSpan(c *Call, text string) (calendar.Span, bool) {
	at := func(now time.Time) (calendar.Span, bool) {
		from, to, err := phrase.Span(Days(c, text), now)
		return calendar.Span{From: from, To: to}, err == nil
	}
	span, ok := at(c.Req.At)
	if !ok || span.To >= c.Today {
		return span, ok
	}
	next := calendar.Span{From: span.From.AddMonths(12), To: span.To.AddDays(1).AddMonths(12).AddDays(-1)}
	if c.Today.DaysTo(next.From) > span.To.DaysTo(c.Today) {
		return span, true
	}
	if then, _ := at(next.From.In(c.Zone)); then == next { // said a year later it means that one, so it names no year
		return next, true
	}
	return span, true
}
