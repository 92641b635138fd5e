package phrase

import (
	"strings"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// DealLine is a new deal as it was typed.
type DealLine struct {
	Account string // raw text naming the account
	Certain bool   // it was in quotes, a record id or a known name; otherwise it is the first word
	Quoted  bool   // it was in quotes, and means nobody else
	Name    string // the deal's; "" if none was given
	Amount  *sales.Money
	Close   *Moment
	Next    string
	NextDue *Moment
}

// NewDeal reads the line of a new deal: first the account, then name, amount and closing
// day in any order, then the next step.
//
//	Acme "Data platform" 120k close 2026-12-20
//	华星科技 数据平台 15万 12月20日成交 下一步：周五演示
//
// A bare number is the amount only if nothing else is, so that "Office 365" stays a name.
// Problems: text.too_long, deal.empty; those of When for what follows "close"; those of
// Money for an impossible amount with a currency; those of NextStep.
func NewDeal(line string, o LogOptions) (DealLine, error) {
	if err := tooLong(line); err != nil {
		return DealLine{}, err
	}
	o.dayFirst = dayFirst(line)
	r := dealReader{o: o, bare: -1}
	if from, to, ok := nextMark(line); ok {
		next := strings.TrimFunc(line[to:], isSpace)
		line = line[:from]
		if next != "" && !Nothing(next) {
			var err error
			if r.line.Next, r.line.NextDue, err = stepIn(o.dayFirst, next, o.Now, o.Work); err != nil {
				return DealLine{}, err
			}
		}
	}
	if strings.TrimFunc(line, isSpace) == "" {
		return DealLine{}, sales.No("deal.empty")
	}
	r.scan = scan{s: line}
	if err := r.read(); err != nil {
		return DealLine{}, err
	}
	return r.line, nil
}

// dealReader collects the words that are neither amount nor date; they are the name.
type dealReader struct {
	scan
	o      LogOptions
	line   DealLine
	words  []Word
	bare   int // the last word that is a number alone; -1 if none
	value  sales.Money
	amount string // the amount as it was typed
	ahead  int    // how many words of the name stand before the amount and the day
	open   unclosed
}

func (r *dealReader) read() error {
	const between = " ,，、;；:："
	r.skip(between)
	if r.eatWord("with", "for", "at", "of") || r.eatAny("跟", "和", "给", "与") >= 0 && r.done() {
		r.skip(between)
	}
	r.account()
	for r.skip(between); !r.done(); r.skip(between) {
		start := r.i
		if w, ok := r.open.quoted(r.s, r.i); ok {
			r.words = append(r.words, w)
			r.i = w.End
			continue
		}
		taken, err := r.part(true)
		if err != nil {
			return err
		}
		if taken {
			if r.ahead == 0 {
				r.ahead = len(r.words)
			}
			continue
		}
		r.i = start
		if err := r.word(); err != nil {
			return err
		}
	}
	if r.bare == 0 && len(r.words) > 1 && !r.words[1].Quoted && r.words[1].Start == r.words[0].End+1 && len(r.words[0].Text) < 4 {
		r.bare = -1 // 5 users
	}
	if r.line.Amount == nil && r.bare >= 0 {
		if n := r.words[r.bare]; goesOn.MatchString(strings.TrimLeft(r.s[n.End:], " ")) {
			return no("money.not_understood", n.Text+" "+r.words[r.bare+1].Text)
		}
		r.line.Amount = &r.value
		r.words = append(r.words[:r.bare], r.words[r.bare+1:]...)
	}
	if text := r.leftOver(); text != "" {
		return no("deal.left_over", text)
	}
	var name []string
	for _, w := range r.words {
		if w.Text != "" {
			name = append(name, w.Text)
		}
	}
	r.line.Name = strings.Join(name, " ")
	return nil
}

// leftOver returns words that would become part of the name although it is complete: what stands
// beside a name in quotes, behind the amount, or speaks of closing without a day that can be read.
func (r *dealReader) leftOver() string {
	var bare []string
	closes, quoted := -1, false
	for i, w := range r.words {
		if w.Quoted {
			quoted = true
			continue
		}
		if closes < 0 && (i > 0 && closesSoon(w.Text) || unread(w.Text, i > 0 && i == len(r.words)-1)) {
			closes = len(bare)
		}
		bare = append(bare, w.Text)
	}
	switch {
	case quoted:
		return strings.Join(bare, " ")
	case closes >= 0:
		return strings.Join(bare[closes:], " ")
	case r.ahead > 0 && r.ahead < len(bare):
		return strings.Join(bare[r.ahead:], " ")
	}
	return ""
}

// closesSoon reports whether a word speaks of a closing day: close, 春节后签约.
func closesSoon(word string) bool {
	r := dealReader{scan: scan{s: word}}
	if r.eatWord(signWords...) { // digital signing
		return false
	}
	if r.closeWord() {
		return r.done()
	}
	for r.next(); !r.done(); r.next() {
		at := r.i
		if strings.ContainsRune("前后初中底末内节", r.before()) && r.closeWord() && r.done() {
			return true
		}
		r.i = at
	}
	return false
}

// account reads the account at the start of the line.
func (r *dealReader) account() {
	at := r.i
	if w, ok := r.open.quoted(r.s, at); ok && w.Text != "" {
		r.line.Account, r.line.Certain, r.line.Quoted, r.i = w.Text, true, true, w.End
		return
	}
	h := header{scan: r.scan, o: r.o, l: &Log{Kind: "-"}}
	n := h.known()
	if n > 0 {
		r.line.Account, r.line.Certain, r.i = r.s[at:at+n], true, at+n
		return
	}
	if id, ok := r.id(); ok && sales.KindOf(id) == sales.KindAccount {
		r.line.Account, r.line.Certain = r.s[at:r.i], true
		return
	}
	if name, end := beforeColon(r.s[at:]); name != "" {
		r.line.Account, r.i = name, at+end
		return
	}
	w := bareWord(r.s, at)
	r.line.Account, r.i = strings.TrimRight(w.Text, ",，、;；"), w.End
}

// word passes over one word of the name. Chinese is written without spaces, so there the
// name ends where an amount or a day begins (数据平台|15万|12月20日成交), or a day that is
// marked as the closing one.
func (r *dealReader) word() error {
	at := r.i
	for !r.done() {
		c, _ := r.peek()
		if c == ' ' || strings.ContainsRune(",、;；", c) {
			break
		}
		if here := r.i; here > at && han(r.before()) && (han(c) || digit(c) || c == '$' || c == '¥') {
			probe := *r
			taken, err := probe.part(digit(c) || c == '$' || c == '¥')
			if taken || err != nil {
				break
			}
			r.i = here
		}
		r.next()
	}
	w := Word{Text: r.s[at:r.i], Start: at, End: r.i}
	if _, code := sales.Exponent(w.Text); code && !sales.Usual(w.Text) && numberBehind(r.s[r.i:]) { // RUB 100000
		amount := Words(r.s[r.i:])[0].Text
		return no("money.unknown_currency", w.Text+" "+amount, "Currency", w.Text)
	}
	n := scan{s: w.Text}
	switch m, how, wrong := n.money(r.o.Currency); {
	case !n.done() || how.marked || how.currency:
	case wrong.code == "money.too_large", wrong.code == "money.odd_commas":
		return wrong.problem()
	case wrong.code == "":
		r.bare, r.value = len(r.words), m
	}
	r.words = append(r.words, w)
	return nil
}

// bounds are words before an amount that make it a limit: up to 42k, 不超过42万.
var bounds = []string{"up to", "at most", "at least", "more than", "less than", "over", "under", "below", "above", "max", "min", "from",
	"不超过", "不低于", "不少于", "至少", "最少", "最多", "至多", "超过", "起码", "上限", "封顶"}

// bound returns the words of the name that make an amount a limit.
func (r *dealReader) bound() string {
	for _, b := range bounds {
		if n := len(r.words); n > 0 && b[0] >= 0x80 && strings.HasSuffix(r.words[n-1].Text, b) {
			return b
		}
		at := len(r.words) - len(strings.Fields(b))
		if at < 0 {
			continue
		}
		var last []string
		for _, w := range r.words[at:] {
			last = append(last, strings.ToLower(w.Text))
		}
		if strings.Join(last, " ") == b {
			return b
		}
	}
	return ""
}

// part reads an amount or a closing day. If loose is false, a day counts only if it is marked
// as the closing one, and an amount not at all.
func (r *dealReader) part(loose bool) (bool, error) {
	at := r.i
	if r.line.Close == nil {
		if m, ok, err := r.closing(loose); ok || err != nil {
			r.line.Close = m
			return ok, err
		}
		r.i = at
	}
	if !loose {
		return false, nil
	}
	if r.eatWord("amount", "budget", "value", "worth") || r.eatAny("金额", "预算", "总额", "价值") >= 0 {
		r.skip(" :约")
	}
	if r.eatWord("about", "around", "approx", "approximately", "roughly", "circa") || r.eatAny("大约", "大概", "约", "~") >= 0 {
		r.skip(" .")
	}
	m, how, wrong := r.money(r.o.Currency)
	switch {
	case wrong.code == "" && (how.marked || how.currency) && !r.counted(how):
		if text := r.s[at:r.i]; r.line.Amount != nil { // 3M tapes 120k
			return false, no("money.two_amounts", text, "First", r.amount)
		}
		r.amount = r.s[at:r.i]
		if limit := r.bound(); limit != "" {
			return false, no("money.limit", limit+" "+r.amount, "Try", r.amount)
		}
		r.eatAny("左右")
		r.line.Amount = &m
		return true, nil
	case wrong.code != "" && wrong.code != "money.not_understood" && (how.currency || how.marked):
		return false, wrong.problem()
	}
	r.i = at
	return false, nil
}

// CloseDay reads a whole text as the day a deal is expected to close: "end of Q1", "to sign by mid Jan", 1月底签.
// Problems: those of When.
func CloseDay(s string, now time.Time, work calendar.Worktime) (Moment, error) {
	m, err := When(s, now, work)
	if err == nil || len(s) > MaxText {
		return m, err
	}
	r := dealReader{scan: scan{s: strings.TrimFunc(s, isSpace)}, o: LogOptions{Now: now, Work: work, dayFirst: dayFirst(s)}}
	day, ok, wrong := r.closing(true)
	if twoReadings(wrong) {
		return m, wrong
	}
	if r.skip(" .。!！"); wrong == nil && ok && r.done() {
		return *day, nil
	}
	return m, err
}

// closing reads a closing day: "close 2026-12-20", "expected to close end of Jan", "成交 12月20日",
// "预计1月底签", "Dec 20".
func (r *dealReader) closing(loose bool) (*Moment, bool, error) {
	said := r.expected()
	r.skip(" :")
	d := newDates(r.s, r.o.Now, r.o.Work)
	d.i, d.whole, d.dayFirst = r.i, said, r.o.dayFirst
	d.spaces()
	from := d.i
	led := d.lead() || lastQuarter.MatchString(d.s[from:])
	from = d.i
	day, ok := d.day(led || said)
	if !ok && said && d.bad == "" { // closes in Jan
		if d.i = from; d.eatWord("in") {
			d.spaces()
			day, ok = d.day(true)
		}
	}
	if !ok && d.bad == "" { // 一季度成交
		d.i = from
		if day, ok = d.day(true); ok {
			end := scan{s: d.s, i: d.i}
			end.spaces()
			ok = (&dealReader{scan: end}).closeWord()
		}
	}
	if ok && (d.after || d.behind()) {
		return nil, false, nil
	}
	if !ok {
		if d.bad != "" && d.bad != "date.vague" { // such words are left over
			return nil, false, no(d.bad, bareWord(r.s, d.i).Text)
		}
		return nil, false, nil
	}
	read := d.i
	if day = d.sure(day); d.bad != "" && (said || led || !day.weak) {
		return nil, false, d.no(strings.TrimSpace(d.s[from:read]))
	}
	d.deadline()
	end := d.i
	d.spaces()
	r.i = d.i
	r.eatAny("能够", "能", "可以", "可", "就")
	if !r.closeWord() {
		r.i = end
		edge := r.edge()
		if c, _ := r.peek(); !said && (!loose || day.weak && !led || han(c) || !edge) {
			return nil, false, nil
		}
	}
	m := day.at(d)
	return &m, true, nil
}

// intents stand before a word for closing, and alone say nothing about a day.
var intents = []string{"expected to", "expect to", "expecting to", "we expect to", "should", "will", "would", "likely to", "planned to",
	"planning to", "plan to", "hoping to", "hope to", "we hope to", "aiming to", "aim to", "due to", "to"}

// expected reads what announces a closing day, and reports whether a word for closing was part of it.
func (r *dealReader) expected() (said bool) {
	r.eatAny("预计", "预期", "计划", "预估", "估计", "争取", "力争", "希望", "有望", "大概", "大约")
	r.eatAny("能在", "能", "在", "于")
	at := r.i
	if r.eatWord(intents...) {
		r.spaces()
		if said = r.closeWord(); !said {
			r.i = at
		}
		return said
	}
	if r.eatWord("expected", "est", "target") {
		r.eat(".")
	}
	r.spaces()
	return r.closeWord()
}

// signWords speak of closing only beside a day.
var signWords = []string{"sign", "signs", "signing", "signed"}
