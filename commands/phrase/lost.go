package phrase

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// lostBecause are the words people say why a deal was lost, by the code of the reason. The
// longest that is found wins, so "no budget" comes before "budget".
var lostBecause = []struct {
	code  string
	words []string
}{
	{"price", []string{"too expensive", "expensive", "overpriced", "too costly", "too dear", "cost too much",
		"costs too much", "price too high",
		"our price", "the price", "on price", "pricing", "cheaper", "太贵", "价格高", "价格太高", "报价高", "报价太高", "嫌贵", "便宜"}},
	{"competitor", []string{"went with", "chose", "picked", "switched to", "competitor", "competition", "rival",
		"signed with", "bought from", "lost to", "lost out to",
		"输给", "抢走", "抢去", "抢了", "选了", "选择了", "竞争对手", "被抢", "同行", "友商", "对手"}},
	{"no_budget", []string{"no budget", "no money", "budget cut", "budget was cut", "budget is gone", "budget gone", "budget freeze",
		"budget frozen", "budget is frozen", "budget pulled", "without budget",
		"can't afford", "cannot afford",
		"没有预算", "没预算", "预算被砍", "预算冻结", "预算 冻结", "预算取消", "预算砍", "预算不足", "预算不够", "没钱", "资金"}},
	{"no_need", []string{"no need", "not needed", "don't need", "do not need", "no longer need", "not interested",
		"no interest", "没有需求", "没需求", "不需要", "用不上", "不感兴趣"}},
	{"timing", []string{"too early", "too late", "wrong time", "bad timing", "timing", "not now", "next year",
		"postponed", "太早", "太晚", "时机", "推迟", "明年再", "暂缓"}},
	{"product", []string{"missing feature", "feature missing", "features", "not good enough", "product gap", "lacks",
		"does not fit", "doesn't fit", "no integration",
		"功能不", "缺功能", "产品不", "不满足", "达不到要求"}},
	{"no_decision", []string{"no decision", "went quiet", "gone quiet", "went silent", "no answer", "no reply",
		"ghosted", "stalled", "never decided", "on hold",
		"没有决定", "没决定", "搁置", "不回复", "没回复", "没有回复", "没下文", "失联"}},
}

// beforeRival are those of the words above that a rival's name follows.
var beforeRival = []string{"went with", "chose", "picked", "switched to", "signed with",
	"bought from", "lost to", "lost out to", "选了", "选择了"}

// toRival matches a rival beside another reason: 太贵了 输给用友, 被金蝶抢走了, too expensive, lost to Initech.
var toRival = reads(`输给了?\s*([^\s，。；,;.!！了]+)|被([^\s，。；,;.!！]+?)(?:抢走|抢去|抢了|签走|拿下)|` +
	`\b(?:lost (?:out )?to|went with|signed with|bought from|switched to)\s+(\p{Lu}[^,;.!]*)`)

// LostBecause finds the reason in what somebody says of a lost deal, and the rival named
// beside words such as "went with" or 输给. code is "" if nothing is understood.
func LostBecause(text string) (code, rival string) {
	low, longest, end, by := simply(text), 0, 0, ""
	if len(low) != len(text) {
		low = text // no letter of ours changes its length; theirs may
	}
	for _, r := range lostBecause {
		for _, w := range r.words {
			i := strings.Index(low, w)
			if i < 0 || len(w) <= longest || w[0] < 0x80 && !wholeWords(low, i, i+len(w)) {
				continue
			}
			code, longest, end, by = r.code, len(w), i+len(w), w
		}
	}
	if m := toRival.FindStringSubmatch(text); m != nil {
		return cmp.Or(code, "competitor"), strings.TrimFunc(cmp.Or(m[1], m[2], m[3]), isSpace)
	}
	if code == "competitor" && slices.Contains(beforeRival, by) {
		rival = strings.TrimFunc(text[end:], func(r rune) bool { return isSpace(r) || strings.ContainsRune(".,;!。，；！", r) })
		if rival == "公司" || utf8.RuneCountInString(rival) > 60 { // 对手公司 names nobody
			rival = ""
		}
	}
	return code, rival
}

// wholeWords reports whether no letter touches a stretch of the text.
func wholeWords(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return !letter(before) && !letter(after)
}
