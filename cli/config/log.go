package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales"
)

var (
	logWord   = regexp.MustCompile(`^[a-z\p{Han}][a-z0-9\p{Han}]+([ -][a-z0-9\p{Han}]+)*$`).MatchString
	emojiName = regexp.MustCompile(`^[\p{L}\p{M}\p{Nd}_+'-]+$`).MatchString
)

// logWords reads [log.words]: further words for kinds of contact.
func (r *reader) logWords() map[string]sales.ActivityKind {
	return r.byKind("log.words", r.config.Log.Words, sales.ActivityKind.Contact, func(at, word string) string {
		word = sales.Simplified(strings.ToLower(word))
		if !logWord(word) {
			r.wrong(at, "config.log_word", "Text", word)
		}
		return word
	})
}

// logEmojis reads [log.emojis]: all the reactions that log a message.
func (r *reader) logEmojis() map[string]sales.ActivityKind {
	logged := func(k sales.ActivityKind) bool { return k != sales.Attempt && k != sales.Score }
	return r.byKind("log.emojis", r.config.Log.Emojis, logged, func(at, name string) string {
		if !emojiName(name) {
			r.wrong(at, "config.emoji", "Text", name)
		}
		return name
	})
}

// byKind turns lists by kind of contact into the kind of each word, which must be there once. check
// returns a word as it is kept.
func (r *reader) byKind(table string, lists map[string][]string, allowed func(sales.ActivityKind) bool,
	check func(at, word string) string) map[string]sales.ActivityKind {
	if len(lists) == 0 {
		return nil
	}
	var known []string
	for _, kind := range sales.ActivityKinds {
		if allowed(kind) {
			known = append(known, string(kind))
		}
	}
	kinds := map[string]sales.ActivityKind{}
	for _, kind := range slices.Sorted(maps.Keys(lists)) {
		at := table + "." + kind
		r.oneOf(at, kind, known)
		if len(lists[kind]) == 0 {
			r.wrong(at, "config.empty")
		}
		for i, word := range lists[kind] {
			at := at + "." + strconv.Itoa(i)
			word = check(at, word)
			if other, twice := kinds[word]; twice {
				r.wrong(at, "config.kind_twice", "Text", word, "Other", string(other))
			}
			kinds[word] = sales.ActivityKind(kind)
		}
	}
	return kinds
}
