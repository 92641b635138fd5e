// Package talk reads what people say to the bot besides contacts and moves: that the last thing was wrong, what a
// manager asks, whom to add, that a step is put off. It keeps nothing and knows no record.
package talk

import (
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/width"

	"dealdesk/sales"
)

// longest is the longest text, in bytes, that says one such thing.
const longest = 300

// plain is a text in small letters, simplified characters and narrow marks, with one space between words.
func plain(text string) string {
	text = sales.Simplified(strings.ToLower(width.Fold.String(text)))
	text = strings.NewReplacer("’", "'", "。", ".", "、", ",", "“", `"`, "”", `"`).Replace(text)
	return Contracted(strings.Join(strings.Fields(text), " "))
}

// pattern is compiled when it is first used.
type pattern struct{ compiled func() *regexp.Regexp }

func reads(expr string) pattern {
	return pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

func (p pattern) in(text string) bool { return p.compiled().MatchString(text) }

func (p pattern) find(text string) []string { return p.compiled().FindStringSubmatch(text) }

// sentences begin as a command does, and go on as none: "new contact at Acme: ...", "give Acme 5% off".
var sentences = reads(`(?i)^\W*(?:(?:please|pls)\s+)?(?:(?:add|create|new)\s+)?(?:an? )?(?:new )?contact(?: person)?(?:\s*[:：]|` +
	`\s+(?:at|for|of|with|` +
	`in)\s)|^(?:请|帮我|麻烦)*(?:新增|增加|添加|加|新建|新)(?:一?[个位名])?联系人\s*[:：,，]|` +
	`^\W*lost (?:the |our )?[\p{L}][^,;]{1,40}(?:[,;]| because\b| due to\b)|` +
	`^\W*won['’]t\b|^\W*back from\b|^next (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|^next (?:week|month)\b|^deal[,!]|^(?:move|` +
	`push) .{1,40} back (?:in)?to |^推进会|^下一步.{2,8}[,，].{2,10}(?:那个|那边|的)$|` +
	`^note (?:for|on|to|about|re) [^:\n]{2,60}(?::| [-–—] )|^给.{2,12}(?:备注|记一笔|记一下|记个备注).{0,4}[:：]|` +
	`^\W*(?:please )?change (?:the |my |our )?(?:daily )?(?:stand-?up|check-?in|digest|reminders?|time ?zone|calendar|language)\b|` +
	`^(?:修改|更改|改)(?:一下)?(?:站会|提醒|时区|日历|语言)|` +
	`^\W*(?:please )?change (?:the |our )?(?:amount|value|price|(?:close |closing )?date|stage|owner) (?:of|for)\s|` +
	`^(?:amount|value|close date|stage|owner) (?:for|of) |^overdue (?:next )?(?:steps|deals|tasks|actions)$|^(?:丢单|输单).{0,6}(?:原因|为什么|为啥)|` +
	`^\W*(?:please )?(?:give|hand|pass) \p{L}+['’]s .{2,40} to |` +
	`^\W*(?:please )?(?:give|offer|grant)\s.{1,60}?\d[\d.]* ?(?:%|percent|pct) ?(?:off|discount|reduction)`)

// Sentence reports whether a line that begins with the name of a command says one of these things all the same.
func Sentence(line string) bool {
	_, _, putOff := PutOff(line)
	_, told, _ := NewCustomer(line)
	_, added, _ := ReadAddition(line)
	return putOff || added || wrongField.in(plain(line)) || told != "" || laterWith.in(plain(line)) || Asked(line) != None ||
		sentences.in(line)
}

// Contracted is a text in small letters with the apostrophes that hurried fingers leave out: "im off" is "i'm off".
// It is for reading only, never kept or shown.
func Contracted(text string) string {
	return contractions.ReplaceAllString(notContracted.ReplaceAllString(text, "${1}n't"), "$1$3$5'$2$4$6")
}

var (
	notContracted = regexp.MustCompile(`\b(do|ca|wo|did|is|was|are|were|have|has|does|would|could|should)nt\b`)
	contractions  = regexp.MustCompile(`\b(?:(i)(m|ve)|(you|they)(re|ve)|(that|what|who|how|he|she)(s))\b`)
)
