package goals

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// levels are the numbers of a line as they were typed. What they are is known with the metric.
type levels struct {
	baseline, target, stretch, challenge, change string
	down                                         bool
}

const (
	figures = `\d[\d,]*(?:\.\d+)?`
	han     = `(?:[一二两三四五六七八九十百千]+[万亿]?[一二两三四五六七八九十百千万零]*|[一二两三四五六七八九]点[一二三四五六七八九])`
	scale   = `(?:\s?(?:万亿|百万|千万|亿|万|千|百|k\b|m\b|mm\b|mn\b|bn\b|b\b|w\b|million\b|mln\b|thousand\b|billion\b))?`
	unit    = `(?:\s?(?:%|个百分点|个点|percentage points?\b|percent\b|per cent\b|pct\b|pp\b|pts?\b|points?\b|working days?\b|days?\b|d\b` +
		`|个?工作日|天|日|weeks?\b|周|` +
		`个小时|小时|hours?\b|hrs?\b|h\b|分钟|minutes?\b|mins?\b|min\b|h\d{1,2}\b))?`
	money = `(?:\s?(?:元|块钱?|人民币|美元|美金|欧元|英镑|港币|港元|日元|[$€£¥]|rmb\b|dollars?\b|euros?\b|pounds?\b|yuan\b|usd\b|cny\b|gbp\b|eur\b|hkd\` +
		`b|jpy\b|sgd\b|` +
		`aud\b|cad\b|chf\b|twd\b|krw\b|inr\b))?`
	front  = `(?:(?:us|hk|a|nt|s|c)?[$]|[€£¥]|(?:\b(?:usd|cny|rmb|gbp|eur|hkd|jpy|sgd|aud|cad|chf|twd|krw|inr)\s?)|人民币)?`
	number = `(百分之[\d.零一二三四五六七八九十百点]+|` + front + `\s?(?:` + figures + `|` + han + `|half)` + scale + unit + money + `)\s?(?:[个家单笔次` +
		`位名台份场通趟回]\b|[个家单笔次位名台份场通趟回])?`
	apart = `[\s` + gap + `:]*`
	verb  = `(?:提升|提高|增长|增加|上升|缩短|降低|下降|减少|压缩|降|升|up\b|down\b|increase\b|decrease\b|reduce\b|improve\b|raise\b|shorten\b)?`
	onto  = `(?:→|至|到|为|\bto\b)`
)

var (
	fromTo = regexp.MustCompile(`(?i)(?:\bfrom\b|从|由)?` + apart + number + apart + `(?:,)` +
		`?` + apart + verb + apart + onto + apart + number)
	between   = regexp.MustCompile(`(?i)(?:\bfrom\b|从|由)` + apart + number + apart + verb + apart + number)
	stretchAt = regexp.MustCompile(`(?i)(?:\bstretch(?: goal| target)?\b|(?:冲刺|进阶|努力|争取)(?:目标)?)` + apart + `(?:to\b|of\b|at\b|为|到|` +
		`=)?` + apart + number)
	challenge = regexp.MustCompile(`(?i)(?:\bchallenge(?: goal| target)?\b|挑战(?:目标)?)` + apart + `(?:to\b|of\b|at\b|为|到|=)` +
		`?` + apart + number)
	baseline = regexp.MustCompile(`(?i)(?:\bbaseline\b|\bfrom\b|\bnow(?: at)?\b|\bcurrently(?: at)?\b|\bup from\b|\bdown from\b|基线` +
		`|基数|基准|现状|现在|目前|当前|现为|从|由)` + apart +
		`(?:of\b|at\b|is\b|为|是|=)?` + apart + number)
	targetAt = regexp.MustCompile(`(?i)(?:\btarget\b|目标|→|\bto\b|至|到|达到|达|保底)` + apart + `(?:of\b|is\b|为|是|=)?` + apart + `(?:≤|≥|` +
		`<=?|>=?)?` + apart + number)
	plusMinus = regexp.MustCompile(`(?i)(?:^|[\s` + gap + `])([+-])\s?` + number)
	upBy      = regexp.MustCompile(`(?i)(?:\b(?:up|grow|growth|grows|increase|increased|raise|rise|gain|improve|improved|more|highe` +
		`r|plus)\b|提升|提高|增长|增加|上升|上涨|多)(?:了)?` +
		apart + `(?:by\b|of\b)?` + apart + number)
	downBy = regexp.MustCompile(`(?i)(?:\b(?:down|cut|reduce|reduced|decrease|lower|shorten|shortened|drop|fewer|less|shorter|faste` +
		`r|minus)\b|缩短|减少|下降|降低|压缩|降)(?:了)?` +
		apart + `(?:by\b|of\b)?` + apart + number)
	byOnly   = regexp.MustCompile(`(?i)\bby\b` + apart + number)
	moreBy   = regexp.MustCompile(`(?i)` + number + apart + `(?:more|higher|up|growth)\b`)
	lessBy   = regexp.MustCompile(`(?i)` + number + apart + `(?:less|fewer|lower|shorter|faster|down)\b`)
	anyLevel = regexp.MustCompile(`(?i)` + number)
	downWord = regexp.MustCompile(`(?i)\b(?:down|cut|reduce|decrease|lower|shorten|drop)\b|缩短|减少|下降|降低|压缩`)
	upWord   = regexp.MustCompile(`(?i)\b(?:up|grow|increase|raise|improve)\b|提升|提高|增长|增加`)

	onYear = regexp.MustCompile(`(?i)\b(?:on|over|than|against|vs\.?|versus|from|compared (?:to|with))\s+(?:the )?(?:last|previou` +
		`s|prior) year\b|\byear[ -]on[ -]year\b|\byoy\b|同比|比去年(?:同期)?|较去年(?:同期)?`)
	onBefore = regexp.MustCompile(`(?i)\b(?:on|over|than|against|vs\.?|versus|from|compared (?:to|with))\s+(?:the )?(?:last|previou` +
		`s|prior) (?:quarter|month|week|period)\b|\b(?:qoq|mom)\b|环比|比上(?:个)?(?:季度|月|周|期)|较上(?:个)?(?:季度|月|周|期)`)
)

// readAgainst takes out what a change is measured against, before its words can be read as a period.
func readAgainst(t *text, s *Said) {
	switch {
	case t.cut(onYear) != nil:
		s.Change.Against = Year
	case t.cut(onBefore) != nil:
		s.Change.Against = Before
	}
}

// spelled are the small numbers that people write as words.
var spelled = regexp.MustCompile(`(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b`)

var spelledOut = map[string]string{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
	"nine": "9", "ten": "10", "twelve": "12", "twenty": "20"}

// readNumbers takes the levels out of the text.
func readNumbers(t *text, s *Said) {
	t.s = spelled.ReplaceAllStringFunc(t.s, func(word string) string { return spelledOut[strings.ToLower(word)] })
	l := &s.levels
	take := func(re *regexp.Regexp, into *string) bool {
		if *into != "" {
			return false
		}
		m := t.cut(re)
		if m != nil {
			*into = strings.TrimSpace(m[len(m)-1])
		}
		return m != nil
	}
	take(stretchAt, &l.stretch)
	take(challenge, &l.challenge)
	if m := t.cut(fromTo); m != nil {
		l.baseline, l.target = strings.TrimSpace(m[1]), strings.TrimSpace(m[2])
	} else if m := t.cut(between); m != nil {
		l.baseline, l.target = strings.TrimSpace(m[1]), strings.TrimSpace(m[2])
	}
	take(baseline, &l.baseline)
	if m := plusMinus.FindStringSubmatch(t.s); m != nil && l.target == "" {
		t.cut(plusMinus)
		l.change, l.down = strings.TrimSpace(m[2]), m[1] == "-"
	}
	if l.target == "" && l.change == "" {
		down := downWord.MatchString(t.s)
		switch {
		case take(downBy, &l.change), take(lessBy, &l.change):
			l.down = true
		case take(upBy, &l.change), take(moreBy, &l.change):
		case (down || upWord.MatchString(t.s)) && take(byOnly, &l.change):
			l.down = down
		default:
			take(targetAt, &l.target)
		}
	}
	if l.target == "" && l.change == "" {
		take(anyLevel, &l.target)
	}
}

// settle turns the numbers of the line into levels of the metric.
func (s *Said) settle(o Options) error {
	if s.Metric == "" {
		return nil
	}
	l := s.levels
	if s.Metric == kpi.Wins && tooMany(l.target, o) { // 签单目标80万: what is signed, not how often
		s.Metric = kpi.Revenue
	}
	if s.Metric == kpi.Entered && s.Unit == "" {
		s.Unit = unitTyped(l.target + l.change + l.baseline)
	}
	for _, x := range []struct {
		text string
		into *kpi.Level
	}{{l.baseline, &s.Baseline}, {l.target, &s.Target}, {l.stretch, &s.Stretch}, {l.challenge, &s.Challenge}} {
		if x.text == "" {
			continue
		}
		n, currency, err := numberIn(x.text, s.Metric, s.Definition().Unit, o)
		if err != nil {
			return err
		}
		if currency != "" && s.Currency != "" && currency != s.Currency {
			return sales.No("goal_line.two_currencies", "First", s.Currency, "Second", currency)
		}
		if currency != "" {
			s.Currency = currency
		}
		*x.into = kpi.To(n)
	}
	if l.change == "" {
		return nil
	}
	s.Change.Down = l.down
	unit := s.Definition().Unit
	switch {
	case unit == kpi.Share && points.MatchString(l.change):
		n, err := hundredths(points.ReplaceAllString(l.change, ""), l.change)
		if err != nil {
			return err
		}
		s.Change.N = n
	case unit == kpi.Share && percent.MatchString(l.change): // twelve percent and six, or a half more?
		return sales.No("goal_line.points_or_percent", "Text", l.change)
	case percent.MatchString(l.change):
		n, err := shareOf(l.change)
		if err != nil {
			return err
		}
		s.Change.Share = sales.Percent(n)
	default:
		n, currency, err := numberIn(l.change, s.Metric, unit, o)
		if err != nil {
			return err
		}
		s.Change.N = n
		if currency != "" {
			s.Currency = currency
		}
	}
	if s.Baseline.Set {
		s.Target, s.Change = kpi.To(s.Change.From(s.Baseline.N)), Change{}
	}
	return nil
}

// tooMany reports whether a number is none of deals, but of the money that they bring.
func tooMany(typed string, o Options) bool {
	n, _, err := numberIn(typed, kpi.Wins, kpi.Number, o)
	return typed != "" && (inMoney.MatchString(typed) || err == nil && n >= mostCount)
}

var (
	points  = regexp.MustCompile(`(?i)\s*(?:个百分点|个点|percentage points?|points?|pts?|pp)$`)
	percent = regexp.MustCompile(`(?i)%|^百分之|percent|per cent|pct`)
	ofDays  = regexp.MustCompile(`(?i)\s*(?:working days?|days?|d|个?工作日|天|日)$`)
	ofWeeks = regexp.MustCompile(`(?i)\s*(?:weeks?|周)$`)
	ofTime  = regexp.MustCompile(`(?i)\d\s*(?:h|hours?|hrs?|mins?|minutes?|h\d\d)$|小时|分钟`)
	counted = regexp.MustCompile(`(?i)\s*(?:calls|visits|meetings|demos|customers|deals|[个家单笔次位名台份场通趟回])$`)
	inMoney = regexp.MustCompile(`(?i)[$€£¥元块镑]|人民币|美金|港币|rmb|usd|cny|gbp|eur|hkd|jpy|sgd|aud|cad|chf|twd|krw|inr|dollar|euro|pound|yuan`)
)

// Number reads a number in the unit of a metric, with its currency if it is money that names one.
func Number(typed string, m kpi.Metric, o Options) (n int64, currency string, err error) {
	return numberIn(typed, m, unitOf(m), o)
}

func numberIn(typed string, m kpi.Metric, of kpi.Unit, o Options) (n int64, currency string, err error) {
	text := strings.TrimSpace(plain(typed))
	wrong := func() error { return sales.No("goal_line.wrong_unit", "Text", typed, "Metric", m) }
	isShare, isTime, isDays := percent.MatchString(text), ofTime.MatchString(text), ofDays.MatchString(text) || ofWeeks.MatchString(text)
	if strings.HasPrefix(text, "-") {
		return 0, "", sales.No("goal_line.negative", "Text", typed)
	}
	if zero.MatchString(text) && (of == kpi.Number || of == kpi.Amount) { // the rules say what is wrong with it
		return 0, "", nil
	}
	switch of {
	case kpi.Amount:
		if isShare || isTime || isDays {
			return 0, "", wrong()
		}
		amount, err := phrase.Money(text, o.Currency)
		if err != nil {
			return 0, "", err
		}
		if !inMoney.MatchString(text) {
			return amount.Minor, "", nil
		}
		return amount.Minor, amount.Currency, nil
	case kpi.Share:
		if isTime || isDays || inMoney.MatchString(text) {
			return 0, "", wrong()
		}
		n, err := shareOf(text)
		if err == nil && 0 < n && n <= 100 && !isShare { // 0.3 may be 30%
			err = sales.No("goal_line.fraction", "Text", typed, "Percent", sales.Percent(n*100), "Less", sales.Percent(n))
		}
		return n, "", err
	case kpi.Days:
		if isShare || inMoney.MatchString(text) || isTime {
			return 0, "", wrong()
		}
		weeks := int64(1)
		if ofWeeks.MatchString(text) {
			weeks = 7
		}
		n, err := hundredths(ofWeeks.ReplaceAllString(ofDays.ReplaceAllString(text, ""), ""), typed)
		return n * weeks, "", err
	case kpi.Duration:
		if isShare || inMoney.MatchString(text) || isDays {
			return 0, "", wrong()
		}
		n, err := phrase.Duration(text)
		return int64(n), "", err
	}
	if isShare || isTime || isDays || inMoney.MatchString(text) {
		return 0, "", wrong()
	}
	if of == kpi.Points {
		n, err := hundredths(scored.ReplaceAllString(text, "$1"), typed)
		return n, "", err
	}
	amount, err := phrase.Money(counted.ReplaceAllString(text, ""), "JPY")
	if err != nil {
		return 0, "", sales.No("goal_line.no_count", "Text", typed)
	}
	return amount.Minor, "", nil
}

var zero = regexp.MustCompile(`^0+(?:\.0+)?\s?[\pL]*$`)

// scored is a score with the words behind it: 4.5 points, 4.5 of 5, 4.5分.
var scored = regexp.MustCompile(`(?i)(\d(?:\.\d+)?)\s*(?:(?:/|of|out of)\s*5\b|points?\b|stars?\b|分|星)`)

// shareOf reads 12.5%, 12.5, 百分之十八 as hundredths of a percent.
func shareOf(text string) (int64, error) {
	if rest, ok := strings.CutPrefix(text, "百分之"); ok {
		if n := count(rest); n > 0 {
			return int64(n) * 100, nil
		}
		text = rest
	}
	return hundredths(regexp.MustCompile(`(?i)\s*(?:%|percent|per cent|pct)`).ReplaceAllString(text, ""), text)
}

// hundredths reads a number with at most two places.
func hundredths(text, typed string) (int64, error) {
	if text = strings.TrimSpace(text); decimalComma.MatchString(text) { // 9,1 is neither 91 nor certainly 9.1
		return 0, sales.No("goal_line.no_number", "Text", typed)
	}
	text = strings.ReplaceAll(text, ",", "")
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		if n := count(text); n > 0 {
			return int64(n) * 100, nil
		}
		return 0, sales.No("goal_line.no_number", "Text", typed)
	}
	if f < 0 {
		return 0, sales.No("goal_line.negative", "Text", typed)
	}
	if f > 1e12 || math.IsNaN(f) {
		return 0, sales.No("goal_line.no_number", "Text", typed)
	}
	return int64(math.Round(f * 100)), nil
}

var decimalComma = regexp.MustCompile(`^\d+,\d{1,2}$`)

// unitTyped is the unit that a number was typed in, for what is entered by hand.
func unitTyped(text string) kpi.Unit {
	switch {
	case percent.MatchString(text):
		return kpi.Share
	case inMoney.MatchString(text):
		return kpi.Amount
	case ofTime.MatchString(text):
		return kpi.Duration
	case ofDays.MatchString(text), ofWeeks.MatchString(text):
		return kpi.Days
	}
	return kpi.Number
}

// unitOf is what a number of a metric is.
func unitOf(m kpi.Metric) kpi.Unit {
	d, _ := kpi.DefinitionOf(m)
	return d.Unit
}

// Fill puts numbers into s that were typed one by one, as in a form: "baseline", "target", "stretch" and
// "challenge". A target with a sign is a change.
func (s Said) Fill(typed map[string]string, o Options) (Said, error) {
	for _, field := range [...]string{"baseline", "target", "stretch", "challenge"} {
		text := strings.TrimSpace(plain(typed[field]))
		if text == "" {
			continue
		}
		s.levels = levels{}
		switch rest := strings.TrimSpace(strings.TrimLeft(text, "+-")); {
		case field == "target" && rest != text:
			s.levels.change, s.levels.down = rest, text[0] == '-'
			s.Target, s.Change.Share, s.Change.N = kpi.Level{}, 0, 0
		case field == "target":
			s.levels.target = text
			s.Change = Change{}
		case field == "baseline":
			s.levels.baseline = text
		case field == "stretch":
			s.levels.stretch = text
		default:
			s.levels.challenge = text
		}
		if err := s.settle(o); err != nil {
			return s, sales.At(field, err)
		}
	}
	return s, nil
}

// Checkpoint reads a text that is nothing but a checkpoint: 80% by 30 September, 9月30日前完成80%.
func Checkpoint(typed string, o Options) ([]goal.Checkpoint, error) {
	t, s := &text{s: plain(typed)}, Said{}
	s.Metric = kpi.Wins // any number that is no share itself
	if err := readCheckpoints(t, &s, o); err != nil {
		return nil, err
	}
	if left := t.left(); len(s.Checkpoints) == 0 || len(left) > 0 {
		return nil, sales.No("goal_line.no_checkpoint", "Text", typed)
	}
	return s.Checkpoints, nil
}

// Entered reads a number that somebody found out, in the unit of a goal.
func Entered(typed string, g goal.Goal, o Options) (int64, error) {
	n, _, err := numberIn(typed, g.Metric, g.Definition().Unit, o)
	return n, err
}
