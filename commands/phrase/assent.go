package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// assents are the ways people say yes to what was asked in a thread.
var assents = []string{
	"looks good", "look good", "lgtm", "sounds good", "all good", "good to go", "go ahead", "go for it", "fine by me", "fine with me",
	"ok", "okay", "okey", "yes", "yep", "approve", "approved", "i approve", "agreed", "i agree", "do it", "ship it", "+1", "👍", "✅", "👌",
	"可以", "同意", "没问题", "行", "好的", "好", "批准", "批了", "准了", "通过", "就这么办", "按这个来", "支持",
}

// assentTails may follow an assent without changing its meaning.
var assentTails = []string{
	"to me", "with me", "by me", "from me", "from my side", "for me", "thanks", "thank you", "thx", "please", "of course", "sure", "everyone",
	"all",
	"的", "了", "吧", "啊", "呀", "哈", "谢谢", "我看", "我这边", "我",
}

// courtesies may follow an approval that was typed as a command. They neither limit nor question it.
var courtesies = []string{
	"this", "that", "it", "this one", "the request", "the discount", "as asked", "as requested", "in full", "now", "great", "good",
	"great work", "good work",
	"great job", "good job", "nice", "nice work", "nice one", "well done", "perfect", "fine", "cheers", "makes sense", "fair enough",
	"worth it", "good deal",
	"great deal", "good luck", "go get it", "go get them", "🎉", "🙂", "💪", "🙏", ":tada:", ":muscle:", ":pray:", ":slightly_smiling_face:",
	"这个", "这条", "这个折扣", "这个申请", "申请", "全部", "很好", "不错", "合理", "值得", "做得好", "干得好", "干得漂亮", "辛苦", "辛苦了", "加油", "大家",
}

// Doubtful reports whether the words after an approval could be a condition, another number or a
// no. All words are doubtful that are not known to be harmless, because nobody can list every way
// to put a condition.
func Doubtful(words string) bool {
	_, rest := harmless(strings.ToLower(words))
	return rest != ""
}

// DoubtfulYes reports whether a text is the word for an approval with doubtful words after it.
func DoubtfulYes(text string) bool {
	rest := filler(strings.ToLower(strings.TrimSpace(text)))
	n := longest(rest, []string{"approve", "批准"})
	return n > 0 && Doubtful(rest[n:])
}

// harmless cuts off assents and what may follow them, and reports whether there was an assent.
func harmless(text string) (yes bool, rest string) {
	for rest = filler(text); rest != ""; rest = filler(rest) {
		n := longest(rest, assents)
		yes = yes || n > 0
		n = max(n, longest(rest, assentTails), longest(rest, courtesies))
		if n == 0 {
			return yes, rest
		}
		rest = rest[n:]
	}
	return yes, ""
}

// Assent reports whether a message says yes and nothing else: "Looks good to me!", "可以的".
// A condition, a question or a number after it makes it something else, and so does a no
// before it.
func Assent(text string) bool {
	rest := strings.ToLower(strings.TrimSpace(text))
	if len(rest) > 100 || strings.ContainsAny(rest, "?？") {
		return false
	}
	yes := false
	for rest = filler(rest); rest != ""; rest = filler(rest) {
		n := longest(rest, assents)
		yes = yes || n > 0
		if n == 0 {
			n = longest(rest, assentTails)
		}
		if n == 0 {
			return false
		}
		rest = rest[n:]
	}
	return yes
}

// CutParticle cuts off the particle of the verb in front of a text: the 了 of 同意了.
func CutParticle(text string) string {
	text = strings.TrimSpace(text)
	for _, p := range []string{"了", "吧", "啊", "呀", "哈", "啦"} {
		rest, cut := strings.CutPrefix(text, p)
		next, _ := utf8.DecodeRuneInString(rest)
		if cut && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return rest
		}
	}
	return text
}

// longest returns the length of the longest phrase that text begins with as whole words.
func longest(text string, phrases []string) int {
	best := 0
	for _, p := range phrases {
		if len(p) > best && strings.HasPrefix(text, p) && wordEnds(p, text[len(p):]) {
			best = len(p)
		}
	}
	return best
}

// wordEnds reports whether a word may end between p and rest; Chinese needs no space.
func wordEnds(p, rest string) bool {
	last, next := []rune(p), []rune(rest)
	if len(next) == 0 || unicode.Is(unicode.Han, last[len(last)-1]) || unicode.Is(unicode.Han, next[0]) {
		return true
	}
	return !unicode.IsLetter(next[0]) && !unicode.IsDigit(next[0])
}

// filler cuts off marks, spaces and mentions, which mean neither yes nor no. Slack writes a
// thumb as :+1: or :thumbsup:.
func filler(text string) string {
	for {
		was := text
		text = strings.TrimLeftFunc(text, func(r rune) bool {
			return unicode.IsSpace(r) || slices.Contains([]rune(",.!，。！、~～…\ufe0f"), r)
		})
		if after, cut := strings.CutPrefix(text, "<@"); cut {
			if _, behind, closed := strings.Cut(after, ">"); closed {
				text = behind
			}
		}
		if after, cut := strings.CutPrefix(text, ":skin-tone-"); cut {
			if _, behind, closed := strings.Cut(after, ":"); closed {
				text = behind
			}
		}
		for _, thumb := range []string{":+1:", ":thumbsup:", ":white_check_mark:", ":ok_hand:"} {
			if after, cut := strings.CutPrefix(text, thumb); cut {
				text = "👍" + after
			}
		}
		if text == was || strings.HasPrefix(text, "👍") {
			return text
		}
	}
}
