// Package goals reads what people type about goals: "East q1 revenue 500万", 华南 本季度 新客户 50. Words may stand in
// any order. What finds no place is kept apart, so that nothing is dropped and nothing is guessed.
package goals

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"dealdesk/commands/phrase"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// Said is what a line says about a goal. What it does not say is zero.
type Said struct {
	goal.Goal // Metric, Of, Scope, Filter, Period, Currency, the levels and Checkpoints

	Ours   bool         // the writer's team is meant: "my team"
	Each   goal.Each    // the numbers are for every one of these, of which the period has several: 3 a week until Christmas
	Change Change       // "+20 %": the target is that far from a baseline
	Twins  []goal.Scope // those who have the name that was said, if there are several
	Left   []string

	levels levels
}

// Change is a target that is said as the way to it.
type Change struct {
	Share   sales.Percent // of the baseline
	N       int64         // or in the unit of the metric
	Down    bool
	Against Against
}

// Set reports whether there is one.
func (c Change) Set() bool { return c.Share > 0 || c.N > 0 }

// From is the target that lies that far from a baseline.
func (c Change) From(base int64) int64 {
	n := c.N
	if c.Share > 0 {
		n = sales.Money{Minor: base, Currency: "CNY"}.Part(c.Share).Minor
	}
	if c.Down {
		n = -n
	}
	return base + n
}

// Against is what a change is measured against.
type Against string

const (
	Year   Against = "year"   // the same period of last year
	Before Against = "before" // the period before
)

// Named is a team or a person by name.
type Named struct {
	Scope goal.Scope
	Name  string
}

// Options are what a line is read with.
type Options struct {
	Now      time.Time // the writer's clock
	Work     calendar.Worktime
	Currency string  // of an amount that names none
	Names    []Named // teams and people that the writer sees
	Stages   []Named // stages, by their names; the ID is the stage's

	Products, Industries, Regions []string // that are in use

	Sources []Named // of customers, by every word for one; the ID is the code
}

// maxLine is the longest line that is read, in bytes.
const maxLine = 2000

// Read reads a line. An error is about a value that was said and cannot be: two currencies, two metrics. What is
// not said at all is no error; see Lacks.
func Read(line string, o Options) (Said, error) {
	if len(line) > maxLine {
		return Said{}, sales.No("text.too_long", "Max", maxLine)
	}
	t := &text{s: plain(line)}
	s := Said{}
	readQuoted(t, &s)
	if err := readScope(t, &s, o); err != nil {
		return s, err
	}
	readSource(t, &s, o)
	readLabelled(t, &s)
	readSize(t, &s)
	if err := readMetric(t, &s, o); err != nil {
		return s, err
	}
	readKnown(t, &s, o)
	if err := readCheckpoints(t, &s, o); err != nil {
		return s, err
	}
	readAgainst(t, &s)
	if err := readPeriod(t, &s, o); err != nil {
		return s, err
	}
	readNumbers(t, &s)
	if s.Each != "" && s.levels.change != "" { // so much more each month is no number to reach
		s.Left = append(s.Left, string(s.Each))
	}
	s.Left = append(s.Left, t.left()...)
	return s, s.settle(o)
}

// Lacks are what a goal needs and the line does not say: metric, of, scope, period, target.
func (s Said) Lacks() (all []string) {
	if s.Metric == "" {
		all = append(all, "metric")
	} else if s.Of == "" && (s.Metric == kpi.Conversion || s.Metric == kpi.Entered) {
		all = append(all, "of")
	}
	if s.Scope.Kind == "" && !s.Ours {
		all = append(all, "scope")
	}
	if s.Period.To == "" {
		all = append(all, "period")
	}
	if !s.Target.Set && !s.Change.Set() {
		all = append(all, "target")
	}
	return all
}

// Typed are the numbers of the line as they were typed, by the field of a form that they belong into.
func (s Said) Typed() map[string]string {
	l := s.levels
	typed := map[string]string{"baseline": l.baseline, "target": l.target, "stretch": l.stretch, "challenge": l.challenge}
	if l.change != "" {
		sign := "+"
		if l.down {
			sign = "-"
		}
		typed["target"] = sign + l.change
	}
	return typed
}

// gap stands where something was cut out.
const gap = "\x1f"

// text is what is left of a line.
type text struct{ s, taken string }

// cut takes the first match out and returns its groups.
func (t *text) cut(re *regexp.Regexp) []string {
	at := re.FindStringSubmatchIndex(t.s)
	if at == nil {
		return nil
	}
	m := make([]string, len(at)/2)
	for i := range m {
		if at[2*i] >= 0 {
			m[i] = t.s[at[2*i]:at[2*i+1]]
		}
	}
	t.s = t.s[:at[0]] + " " + gap + " " + t.s[at[1]:]
	return m
}

var (
	arrows = strings.NewReplacer("->", "→", "=>", "→", "-->", "→", "⇒", "→", "➔", "→", "➜", "→", "–", "-", "—", "-", "−", "-", ""+
		"～", "~", "、", ",")
	nothing = regexp.MustCompile(`(?i)\b(?:set|make|create|new|goals?|target|of|for|the|an?|to|at|in|on|and|with|is|be|our|we|us|sh` +
		`ould|want|need|` +
		`reach(?:ing)?|hit|get|achieve|have|has|will|by|from|than|as|that|it|its|per|please|only|least|most|max(?:imum)?|min(?:imum)?|` +
		`under|below|` +
		`within|over|above|no more|not more|about|customers?|clients?|average|avg|each|deals?|total|up|down|increase|grow(?:th)?|raise` +
		`|improve|reduce|` +
		`cut|lower|shorten|decrease|team|number|rate|staff|point|points|make|do|log|sign|close|win|sell|bring(?: in)?|book|land|hold)\b` +
		`|目标|设定|设置|设立|新建|新增|制定|达到|达成|完成|实现|做到|力争|争取|希望|要求|至少|最多|不超过|不低于|不少于|以内|之内|客户|平均|我们|` +
		`提升|提高|增长|增加|上升|缩短|减少|下降|降低|压缩|控制|团队|市场|商机|帮我|签下|拿下|谈下|签|打|做|请|要|将|把|使|让|的|为|是|在|于|和|与|及|并|且|到|至|从|由|内|个|家|数|了|率|区|` +
		`[<>=≤≥≧≦→+,.;:!?。，；：！？()（）~"“”'-]`)
)

// left are the words that found no place.
func (t *text) left() (all []string) {
	for _, piece := range strings.Split(t.s, gap) {
		if word := strings.Join(strings.Fields(nothing.ReplaceAllString(piece, " ")), " "); word != "" {
			all = append(all, strings.Join(strings.Fields(strings.Trim(piece, " ,.;:!?，。；：")), " "))
		}
	}
	return all
}

// plain is a line with marks and characters of one kind: half-width, simplified.
func plain(line string) string {
	line = strings.Map(func(r rune) rune {
		if r == 0x1f {
			return ' '
		}
		return sales.Simplify(r)
	}, norm.NFKC.String(line))
	return strings.Join(strings.Fields(arrows.Replace(line)), " ")
}

// longestFirst sorts words so that none hides a longer one that begins with it.
func longestFirst(words []string) []string {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b string) int {
		if n := len(b) - len(a); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return words
}

// anyOf matches one of these words; those in letters are whole ones.
func anyOf(words []string) string {
	all := make([]string, 0, len(words))
	for _, w := range longestFirst(words) {
		all = append(all, whole(w))
	}
	return "(?:" + strings.Join(all, "|") + ")"
}

func whole(word string) string {
	re := regexp.QuoteMeta(word)
	if ascii(word[0]) {
		re = `\b` + re
	}
	if ascii(word[len(word)-1]) {
		re += `\b`
	}
	return re
}

func ascii(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_'
}

var quoted = regexp.MustCompile(`["“”「『]([^"“”「」『』]{1,80})["“”」』]`)

// readQuoted takes what stands in quotation marks as one name: of an industry, a region, a product, or of what is
// measured by hand.
func readQuoted(t *text, s *Said) {
	labelled := regexp.MustCompile(`(?i)(industry|region|area|product|行业|地区|区域|产品)\s*[:=]?\s*` + quoted.String())
	for m := t.cut(labelled); m != nil; m = t.cut(labelled) {
		s.filter(m[1], m[2])
	}
}

// Period reads a text that is nothing but a period, as a form has it.
func Period(typed string, o Options) (calendar.Span, error) {
	t, s := &text{s: plain(typed)}, Said{}
	if err := readPeriod(t, &s, o); err != nil {
		return s.Period, err
	}
	if left := t.left(); s.Period.To == "" || len(left) > 0 {
		if m, err := phrase.When(typed, o.Now, o.Work); err == nil {
			return calendar.Span{From: calendar.DateOf(o.Now), To: m.Date}, nil
		}
		return s.Period, sales.No("goal_line.no_period", "Text", typed)
	}
	return s.Period, nil
}

// Filter reads a text that is nothing but a filter.
func Filter(typed string, o Options) (goal.Filter, error) {
	t, s := &text{s: plain(typed)}, Said{}
	readQuoted(t, &s)
	readSource(t, &s, o)
	readLabelled(t, &s)
	readSize(t, &s)
	readKnown(t, &s, o)
	if left := t.left(); len(left) > 0 {
		return s.Filter, sales.No("goal_line.no_filter", "Text", strings.Join(left, ", "))
	}
	return s.Filter, nil
}
