package phrase

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dealdesk/sales"
)

// Spot is a place in a line where a customer is named: by name, by the beginning of one, or by one of
// its people.
type Spot struct {
	Start, End int
	ID         string  // of the customer, or of a deal
	Fits       []Match // where the words are only like names; ID is "" then
	Person     bool    // one of the customer's people is named
}

// leastPrefix is the fewest letters of a Latin word that begin a name.
const leastPrefix = 3

// places stand in front of Chinese names and are left out in talk: 深圳腾飞 is 腾飞.
var places = strings.Fields("北京 上海 广州 深圳 天津 重庆 杭州 南京 苏州 武汉 成都 西安 青岛 大连 厦门 宁波 无锡 长沙 郑州 济南 合肥 福州 佛山 东莞 昆明 " +
	"沈阳 哈尔滨 长春 石家庄 太原 南昌 贵阳 南宁 海口 兰州 珠海 中山 惠州 常州 温州 嘉兴 绍兴 广东 浙江 江苏 山东 四川 湖北 湖南 河南 河北 福建 香港 台湾 中国")

// Spots finds where a line names customers, in their order: whole names, clear beginnings of names,
// and people, who stand for their customers. If it finds none, what is only like a name is one.
func (x *Index) Spots(line string, people []Named, visible func(id string) bool) []Spot {
	var all []Spot
	c := scan{s: line}
	for !c.done() {
		if spot, ok := x.spotAt(c, people, visible); ok {
			all = append(all, spot)
			c.i = spot.End
			continue
		}
		if r, _ := c.peek(); letter(r) || digit(r) {
			c.pass()
		} else {
			c.next()
		}
	}
	if len(all) == 0 {
		all = x.likeness(line, visible)
	}
	return all
}

// spotAt reads a name at the cursor.
func (x *Index) spotAt(c scan, people []Named, visible func(id string) bool) (Spot, bool) {
	at := c.i
	r, _ := c.peek()
	before := c.before()
	if letter(r) && (letter(before) || digit(before) || before == '\'' || before == '’') {
		return Spot{}, false
	}
	if id, ok := c.id(); ok && (sales.KindOf(id) == sales.KindDeal || sales.KindOf(id) == sales.KindAccount) {
		return Spot{Start: at, End: c.i, ID: id}, true
	}
	c.i = at
	if n := x.Known(c.s[at:], visible); n > 0 && !oneWordOfTalk(c.s[at:at+n]) && !otherName.MatchString(c.s[at+n:]) {
		for _, m := range x.Exact(c.s[at:at+n], visible) {
			return Spot{Start: at, End: c.withPossessive(at + n), ID: m.ID}, true
		}
	}
	if n, id := personAt(c.s[at:], people); n > 0 {
		return Spot{Start: at, End: c.withPossessive(at + n), ID: id, Person: true}, true
	}
	n := beginningAt(c)
	if n == 0 {
		return Spot{}, false
	}
	for ; n >= 2; n-- {
		text := c.s[at : at+runesLen(c.s[at:], n)]
		if ids := x.begunBy(sales.Fold(text), visible); len(ids) == 1 && !cutsWord(text, c.s[at+len(text):]) &&
			!street.MatchString(c.s[at+len(text):]) &&
			!otherName.MatchString(c.s[at+len(text):]) {
			return Spot{Start: at, End: c.withPossessive(at + len(text)), ID: ids[0]}, true
		} else if len(ids) > 1 && letter(r) {
			return Spot{Start: at, End: at + len(text), Fits: x.matches(ids)}, true
		}
		if letter(r) {
			break
		}
	}
	return Spot{}, false
}

// otherName stands behind the beginning of a name that goes on as another one: 蓝海物流 is not 蓝海电子.
var otherName = reads(`^(?:物流|环保|食品|机械|地产|银行|物业|置业|能源|医药|制药|贸易|教育|实业|重工|化工|建材|餐饮|酒店|文旅|传媒|投资|证券|保险|纺织|服饰|家居|钢铁|航空|电器|科技园)` +
	`(?:[，,。.\s\d的]|$|有限|新建|最近|现在|有|是|那个|股份|集团|公司|那边|打|来|发|说|问|约|找|回|也|又|刚|今|昨)`)

// cutsWord reports whether the beginning of a name ends within a line of trade that the line names: 鹏程物 of 鹏程物流.
func cutsWord(begun, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(begun)
	return han(last) && otherName.MatchString(string(last)+rest)
}

// street stands behind a name that is that of a place: 金桥路.
var street = reads(`^(?:[东南西北中]?路(?:[上口边\d]|$)|大道|大街|街道|地铁站|[东南西北]?站)`)

// matches are those for these records.
func (x *Index) matches(ids []string) (all []Match) {
	for _, e := range x.entries {
		if slices.Contains(ids, e.ID) {
			all = append(all, Match{e.Named, SureScore})
		}
	}
	return all
}

// beginningAt is how many runes at the cursor may be the beginning of a name: a Latin word, or up to
// four Chinese characters.
func beginningAt(c scan) int {
	r, _ := c.peek()
	if letter(r) {
		word := bareWord(c.s[:c.i+runesLen(c.s[c.i:], nearby)], c.i).Text
		word = strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(word, ".,;:!?)"), "'s"), "’s")
		if len(word) < leastPrefix || everyday(word) || verb(word) || !asciiLetters(strings.ToLower(word)) {
			return 0
		}
		if _, kind := (&scan{s: c.s, i: c.i}).actWord(); kind {
			return 0
		}
		return len(word)
	}
	n := 0
	for n < 4 && han(r) {
		n++
		c.next()
		r, _ = c.peek()
	}
	return n
}

// begunBy are the visible records whose names begin with a folded text.
func (x *Index) begunBy(text string, visible func(id string) bool) (ids []string) {
	from := sort.Search(len(x.begins), func(i int) bool { return x.begins[i].text >= text })
	for _, b := range x.begins[from:] {
		if !strings.HasPrefix(b.text, text) || len(ids) > maxMatches {
			break
		}
		id := x.entries[b.entry].ID
		if !slices.Contains(ids, id) && (visible == nil || visible(id)) {
			ids = append(ids, id)
		}
	}
	return ids
}

// likeness finds the words of a line that are like a name: with a slip, or its sound in Latin letters.
func (x *Index) likeness(line string, visible func(id string) bool) (all []Spot) {
	const most = 3
	tried := 0
	for c := (scan{s: line}); !c.done() && tried < most; {
		at := c.i
		n := 0
		switch r, _ := c.peek(); {
		case letter(r) || unicode.IsLetter(r) && !han(r):
			for r, _ := c.peek(); unicode.IsLetter(r) && !han(r); r, _ = c.peek() {
				c.next()
			}
			word := line[at:c.i]
			_, kind := (&scan{s: line, i: at}).actWord()
			if plain := withoutTones(word); len(plain) > leastPrefix && !kind && !everyday(plain) && !verb(plain) {
				n = c.i - at
			}
		case han(r) && hanNameMayBegin(line[:at]):
			n = x.sounding(line[at:], 4)
			c.next()
		default:
			c.next()
		}
		if n == 0 || otherName.MatchString(line[at+n:]) {
			continue
		}
		tried++
		fits := x.Find(withoutTones(line[at:at+n]), visible)
		if len(fits) == 0 {
			continue
		}
		spot := Spot{Start: at, End: at + n, Fits: fits[:min(len(fits), 5)]}
		if Sure(fits) {
			spot.ID, spot.Fits = fits[0].ID, nil
		}
		return []Spot{spot}
	}
	return nil
}

// sounding is how many bytes at the start of a text are of the most Chinese characters that a name may have in a
// line, or fewer if those sound like one: the 智芸 of 智芸开完会 for 智云.
func (x *Index) sounding(text string, most int) int {
	for n := most; n > 1; n-- {
		part := text[:runesLen(text, n)]
		if sound, _ := (readings{}).of([]rune(sales.Fold(part))); sound != nil &&
			slices.ContainsFunc(x.entries, func(e entry) bool { return e.sound != nil && soundsLike(sound, e.sound) }) {
			return len(part)
		}
	}
	return runesLen(text, most)
}

// hanNameMayBegin reports whether a Chinese name may begin behind a text.
func hanNameMayBegin(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(" ,，。、:：“\"「给跟和与去到找对访为了话", last)
}

// withoutTones is a text in pinyin without the marks of its tones: huáxīng is huaxing.
func withoutTones(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

func runesLen(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// withPossessive passes the 's behind a name.
func (c scan) withPossessive(end int) int {
	c.i = end
	if c.eatAny("'s", "’s", "s'", "s’") >= 0 && c.edge() {
		return c.i
	}
	return end
}

// oneWordOfTalk reports whether a known name is also an everyday word, and so no name within a line.
func oneWordOfTalk(name string) bool { return lower(name) && everyday(name) }

// titles stand behind a surname: 王总.
var titles = []string{"总监", "总经理", "总", "经理", "主任", "科长", "处长", "部长", "厂长", "所长", "院长", "校长", "局长", "行长", "工程师", "工", "老师", "博士", "老板",
	"董事长", "董", "先生", "女士", "小姐", "姐", "哥"}

// personAt measures the name of one of these people at the start of a text: the whole one, the first word
// of it, or the surname with a title. id is the customer; "" if two people of two customers fit.
func personAt(text string, people []Named) (n int, id string) {
	for _, p := range people {
		k := callsPerson(text, p.Name)
		switch {
		case k == 0 || k < n:
		case k > n:
			n, id = k, p.ID
		case id != p.ID:
			id = ""
		}
	}
	if id == "" {
		return 0, ""
	}
	return n, id
}

func callsPerson(text, name string) int {
	c := scan{s: text}
	first, _ := utf8.DecodeRuneInString(name)
	if han(first) {
		if c.eat(name) {
			c.eatAny(titles...)
			return c.i
		}
		if c.eat(string(first)) && c.eatAny(titles...) >= 0 {
			return c.i
		}
		return pinyinName(text, name)
	}
	for _, called := range []string{name, firstWordOf(name)} {
		if len(called) >= leastPrefix && len(text) >= len(called) && strings.EqualFold(text[:len(called)], called) {
			if c.i = len(called); c.edge() || strings.HasPrefix(text[len(called):], "'s") {
				return len(called)
			}
		}
	}
	return 0
}

// pinyinName measures the sound of a Chinese name at the start of a text: Li Min is 李敏.
func pinyinName(text, name string) int {
	r, _ := (&scan{s: text}).peek()
	first, _ := utf8.DecodeRuneInString(name)
	if !letter(r) || !slices.ContainsFunc(readings{}.one(first), func(s string) bool { return s[0] == byte(r) }) {
		return 0
	}
	sound, _ := readings{}.of([]rune(name))
	words := Words(text[:runesLen(text, nearby)])
	for n := min(len(words), 2); n > 0; n-- {
		end := words[n-1].End
		letters := strings.ToLower(strings.ReplaceAll(strings.TrimRight(text[:end], ".,;:!?"), " ", ""))
		if asciiLetters(letters) && spoken(letters, sound) >= SureScore+8 && len(letters) >= 4 {
			return len(strings.TrimRight(text[:end], ".,;:!?"))
		}
	}
	return 0
}

func firstWordOf(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
