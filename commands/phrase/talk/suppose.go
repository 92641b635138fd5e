package talk

import (
	"regexp"
	"slices"
	"strings"
)

// supposes begins a question for what would be.
var supposes = reads(`^(?:what would happen if|what happens if|what is it if|what if|how about if|what about if|` +
	`suppose(?: that)?|assuming(?: that)?|` +
	`assume(?: that)?|imagine(?: that)?|if|假设|模拟|如果|假如|要是|假使|倘若|若)[ ,]*`)

// thenWhat are the questions behind it. What stands in front of the first one is supposed.
var thenWhat = reads(`[ ,]+(?:then[ ,]+)?(?:where|what|how much|how far|how|do|does|will|would|are|is that)\b.*$|[ ,]*(?:那么?|` +
	`我们?|咱们|团队|业绩|收入|营收|` +
	`销售额|结果|总共|一共|最后|今年|本月|这个月|[本这]个?季度?|会|能|可以)*(?:怎么样|会是多少|是多少|多少|到多少|做多少|做到多少|变化|够不够|能达标|达标)$`)

// What may change, the words that say in which way, and those that say nothing more.
var (
	changing = []struct{ what, words string }{
		{"conversion", "conversion rate|conversion|win rate|win rates|close rate|hit rate|转化率|赢单率|成交率|成单率|胜率"},
		{"price", "prices|price|pricing|deal sizes|deal size|average deal|客单价|单价|价格|报价"},
		{"volume", "number of deals|volume|deals|deal|opportunities|leads|pipeline|商机数量|商机数|商机|线索|单子|数量"},
	}
	// winning says that the share of the deals that are won changes, whatever else is named.
	winning = []string{"win", "won", "convert", "close", "赢", "签", "成交", "拿下"}

	rising = []string{"up", "more", "higher", "rise", "rises", "rose", "raise", "raised", "increase", "increases", "increased",
		"improve", "improves",
		"improved", "grow", "grows", "grew", "better", "bigger", "larger", "extra", "additional", "上涨", "上升", "上调", "提高", "提升", "增加",
		"增长", "涨", "升", "多",
		"高"}
	falling = []string{"down", "less", "fewer", "lower", "lowered", "fall", "falls", "fell", "drop", "drops", "dropped", "decline", "declines",
		"decrease", "decreases", "decreased", "cut", "reduce", "reduced", "smaller", "worse", "lose", "下降", "下跌", "下调", "下滑", "降低",
		"减少", "降", "跌",
		"少", "低"}
	saysNothing = []string{"we", "i", "our", "my", "the", "of", "by", "go", "goes", "went", "would", "could", "can", "were", "was",
		"are", "is", "get", "got",
		"gets", "have", "had", "open", "find", "an", "a", "in", "about", "average", "often", "all", "overall", "my team", "我们", "咱们",
		"团队", "我", "的", "了", "能",
		"可以", "再", "都", "整体", "平均", "大概", "约", "个", "做"}
	byHan = strings.NewReplacer("涨价", "价格涨", "提价", "价格涨", "降价", "价格降", "翻倍", "涨100%", "翻一番", "涨100%", "doubles", "up 100%",
		"doubled", "up 100%")
	percent = regexp.MustCompile(`([+-]?) ?(\d{1,4}(?:\.\d{1,2})?) ?(%|percentage points?|percent|points?|pp|个百分点|个点)|百分之(\d{1,4})`)
	joined  = reads(`[,;] ?(?:and )?|\band\b|而且|并且|同时|且`)
)

// Supposed reads a line that asks what would be if some number were another one, as the command takes it: "we win 5% more"
// is "conversion +5%". ok is false where anything else is said, or not by how much it changes.
func Supposed(line string) (args string, ok bool) {
	text := strings.TrimRight(plain(line), " ?.!,吧呢吗呀啊了")
	if len(line) > longest/2 {
		return "", false
	}
	text = byHan.Replace(hanHow.Replace(supposes.compiled().ReplaceAllString(text, "")))
	text = thenWhat.compiled().ReplaceAllString(text, "")
	var all []string
	for _, clause := range joined.compiled().Split(text, -1) {
		if strings.TrimSpace(clause) == "" {
			continue
		}
		one, ok := supposedIn(clause)
		if !ok {
			return "", false
		}
		all = append(all, one)
	}
	return strings.Join(all, " "), len(all) > 0
}

// supposedIn reads what changes in one clause.
func supposedIn(clause string) (string, bool) {
	m := percent.FindStringSubmatch(clause)
	if m == nil {
		return "", false
	}
	rest, sign, unit := strings.Replace(clause, m[0], " ", 1), m[1], "%"
	if strings.Contains(m[3], "point") || m[3] == "pp" || strings.Contains(m[3], "点") {
		unit = " points"
	}
	what, won := "", ""
	for _, c := range changing {
		found := ""
		if found, rest = cutWord(rest, strings.Split(c.words, "|")); found == "" {
			continue
		}
		if what != "" {
			return "", false
		}
		what = c.what
	}
	won, rest = cutWord(rest, winning)
	if won != "" && what != "price" {
		what = "conversion"
	}
	down, rest := cutWord(rest, falling)
	up, rest := cutWord(rest, rising)
	switch {
	case sign == "" && up != "" && down == "":
		sign = "+"
	case sign == "" && down != "" && up == "":
		sign = "-"
	}
	for word := "."; word != ""; {
		word, rest = cutWord(rest, saysNothing)
	}
	return what + " " + sign + m[2] + m[4] + unit, what != "" && sign != "" && strings.TrimSpace(rest) == ""
}

// cutWord cuts the first of some words out of a text that is there, whole if it is in letters.
func cutWord(text string, words []string) (cut, rest string) {
	for _, w := range words {
		for at := 0; ; {
			i := strings.Index(text[at:], w)
			if i < 0 {
				break
			}
			i += at
			if end := i + len(w); w[0] >= 0x80 || !latinAt(text, i-1) && !latinAt(text, end) {
				return w, text[:i] + " " + text[end:]
			}
			at = i + len(w)
		}
	}
	return "", text
}

func latinAt(text string, i int) bool {
	return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9')
}

// ifWon begins the question for what some wins would bring.
var ifWon = reads(`^(?:what )?(?:if|suppose|assuming|say|如果|假如|要是|假设)[ ,]*(?:we|i|我们?|咱们|能|都|把)* ?(?:can |could |both )?` +
	`(?:close|closed|win|won|sign|signed|land|landed|get|签下来?|拿下|赢下来?|赢|签|成交|搞定)了?[ ,]*`)

// Won reads the question for what it would bring to win some deals: "if we close Acme and Bell where do we land". names are
// the deals or customers as they were typed.
func Won(line string) (names []string, when string) {
	text := strings.TrimRight(plain(line), " ?.!,吧呢吗呀啊了")
	at := ifWon.compiled().FindStringIndex(text)
	if at == nil || len(line) > longest/2 {
		return nil, ""
	}
	when, text = cutDays(hanHow.Replace(text[at[1]:]))
	end := thenWhat.compiled().FindStringIndex(text)
	if end == nil && when == "" {
		return nil, ""
	}
	if end != nil {
		text = text[:end[0]]
	}
	for _, name := range andNames.compiled().Split(text, -1) {
		if name = strings.TrimSpace(aDeal.compiled().ReplaceAllString(strings.TrimSpace(name), "")); name != "" {
			names = append(names, name)
		}
	}
	return slices.Compact(names), when
}

var (
	andNames = reads(`,(?: ?and )?|\band\b|&|\+|以及|和|跟|与|及`)
	aDeal    = reads(`^(?:the|our|both|just|only|另外|这个|这两个)\s+|(?:\s+(?:deals?|both|too|as well|的)|的?(?:单子?|商机|项目|都|这两单|这单|两单|这两个))+$`)
)
