package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxHanName is how many characters a customer's Chinese name has at most, without 有限公司; longer ones are
// sentences.
const maxHanName = 12

// unlikely are words of a sentence that no customer's name has.
var unlikely = [...]string{"给", "跟", "打了", "打电话", "上午", "中午", "下午", "晚上", "早上", "今天", "昨天", "明天", "前天", "刚才", "刚刚",
	"周一", "周二", "周三", "周四", "周五", "星期", "拜访", "电话", "微信", "聊了", "见了", "说了", "谈了", "发了", "客户"}

// talk are English words that stand where a name is expected, but name what was done or when.
var talk = [...]string{
	"about", "again", "another", "back", "briefly", "chat", "chatted", "client", "coffee", "customer", "done",
	"first", "great", "i", "long", "lunch", "morning", "nice", "nobody", "people", "quick", "quickly", "short",
	"shortly", "someone", "somebody", "spoke", "talk", "talked", "team", "that", "this", "today", "tomorrow",
	"took", "very", "yesterday",
}

// PlausibleName reports whether a text may be the name of a customer still unknown, and not a part of a
// sentence: only then is it offered to be created.
func PlausibleName(text string) bool {
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, han) {
		return utf8.RuneCountInString(Fold(text)) <= maxHanName &&
			!slices.ContainsFunc(unlikely[:], func(word string) bool { return strings.Contains(text, word) })
	}
	return text != "" && !everyday(text) && !slices.Contains(talk[:], strings.ToLower(text))
}
