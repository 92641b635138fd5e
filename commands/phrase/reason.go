package phrase

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"dealdesk/sales/calendar"
)

// SpanWhy is Span for days with a reason behind them: "Mon-Wed holiday", 周四周五 家里有事. Words that
// may limit or move the days are no reason.
func SpanWhy(s string, now time.Time) (from, to calendar.Date, why string, err error) {
	text := strings.TrimFunc(s, isSpace)
	text = strings.TrimPrefix(text, "on ")
	if from, to, err = Span(text, now); err == nil || len(text) > maxReason {
		return from, to, "", err
	}
	for i, last := len(text), rune(0); i > 0; i = strings.LastIndexFunc(text[:i], func(r rune) bool { last = r; return true }) {
		if i == len(text) || !isSpace(last) && !unicode.Is(unicode.Han, last) && !strings.ContainsRune(",，:：(（", last) {
			continue
		}
		why = strings.TrimFunc(text[i:], func(r rune) bool { return isSpace(r) || strings.ContainsRune(",，:：()（）", r) })
		a, b, wrong := Span(strings.TrimRight(text[:i], " \u3000,，:：(（"), now)
		if wrong == nil && why != "" && !moreDays.MatchString(why) {
			return a, b, why, nil
		}
	}
	return "", "", "", err
}

const maxReason = 300

// moreDays are words behind a day that may say which part of it, or which other days.
var moreDays = regexp.MustCompile(`(?i)\d|\b(mon|tues?|weds?|thur?s?|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|` +
	`sept?|oct|nov|dec|january|february|march|april|june|july|august|(septem|octo|novem|decem)ber)\b|` +
	`\b(today|tomorrow|next|last|every|weeks?|weekend|months?|days?|hours?|am|pm|morning|afternoon|evening|noon|half|except|excluding|` +
	`without|but|no|not|cancel|unless|if|maybe|or|to|till|until|from|onwards?|through)\b|` +
	`[二两三四五六七八九十几半][天日周个]|上午|下午|早上|晚上|中午|周|星期|礼拜|月|号|除|不含|不包括|不请|不休|取消|但|到|至|和|起|之后|以后|以前|之前|如果|每`)

// putOff is an answer that puts the stand-up off.
var putOff = regexp.MustCompile(`(?i)^(?:(?:maybe |a bit |ask me |remind me )?later|not now|in a bit|later today|i'?ll do it later|` +
	`(?:迟点|晚点|稍后|待会儿?|等会儿?|等一下|过会儿?|回头)(?:再说|再填|再写|再答|再问我?|吧|填|写)?)[\s.!。！]*$`)

// PutsOff reports whether a line only puts the answer off: later, 迟点再说.
func PutsOff(line string) bool { return putOff.MatchString(strings.TrimFunc(line, isSpace)) }

var further = regexp.MustCompile(`(?i)^\s*(?:(?:and )?also\b|plus\b|还要|还有|另外|再加上)[\s:：,，]*`)

// Further cuts off the words that say that a line comes to what was said before: also …, 还要 ….
func Further(line string) (rest string, ok bool) {
	m := further.FindString(line)
	return line[len(m):], m != "" && len(m) < len(line)
}

// Clears reports whether a text in the place of a value takes it away: none, clear, 清除.
func Clears(text string) bool {
	return Nothing(text) || slices.Contains([]string{"clear", "清除", "清空"}, strings.ToLower(strings.TrimFunc(text, isSpace)))
}
