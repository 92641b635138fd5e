package kpi

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/goals"
	"dealdesk/lang"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
	"dealdesk/sales/goal"
	"dealdesk/sales/kpi"
)

// asked is what somebody wants to see.
type asked struct {
	metric  kpi.Metric    // "" is all
	days    calendar.Span // the zero Span is the window of each metric
	whose   whose
	by      kpi.Dimension
	against against
	as      string // a file: xlsx, csv, or none
}

// against is the period beside the one that is asked for.
type against string

const (
	nothing    against = ""
	theBefore  against = "before"
	theYearAgo against = "year"
)

// What a line may hold beside a metric, a period and a name.
var (
	asFile = regexp.MustCompile(`(?i)\b(?:as|to|in|into)\s+(?:an?\s+)?(xlsx|excel|workbook|csv)\b|(?:导出|输出)?(?:为|成)?\s*(xlsx|` +
		`excel|csv|表格)$`)
	before = regexp.MustCompile(`(?i)\b(?:against|vs\.?|versus|compared (?:with|to)|than|on)\s+(?:the\s+)?` +
		`(?:one before|period before|(?:previous|prior|last)(?: one| period)?|before)(?:\s|$)|与上期相?比|对比上期|比上期|环比`)
	yearAgo = regexp.MustCompile(`(?i)\b(?:against|vs\.?|versus|compared (?:with|to)|than|on)\s+(?:the\s+)?` +
		`(?:year before|year ago|(?:previous|prior|last) year|same (?:period|days|time) (?:of )?(?:last year|a year ago))(?:\s|$)|` +
		`与?去年同期相?比?|对比去年|比去年|同比`)
	byWhat  = regexp.MustCompile(`(?i)\b(?:by|per|for each)\s+(\S+)|(?:按照|按|分)\s*([\p{Han}]+?)(?:来?分组|拆分|看|统计)?(?:\s|$)`)
	filling = regexp.MustCompile(`(?i)^(?:(?:of|for|in|the|during|show me|show|over|from)\b|的|在|看看|看|查看|查|[,，:：\s])+|` +
		`(?:\s|^)(?:of|for|in|the|的|[,，:：\s])+$`)
)

// called are the words for dimensions.
var called = []struct {
	by    kpi.Dimension
	words string
}{
	{kpi.ByTeam, "team|teams|团队|小组|组|部门"},
	{kpi.ByPerson, "person|people|rep|reps|agent|agents|owner|member|members|人|人员|个人|销售|销售代表|成员|负责人"},
	{kpi.ByManager, "manager|managers|经理|销售经理"},
	{kpi.ByOffice, "office|offices|办事处|办公室|分公司|大区"},
	{kpi.ByRegion, "region|regions|area|地区|区域|地域"},
	{kpi.ByIndustry, "industry|industries|sector|sectors|行业"},
	{kpi.BySize, "size|sizes|employees|company size|规模|客户规模|公司规模|企业规模|人数"},
	{kpi.ByProduct, "product|products|产品"},
	{kpi.BySource, "source|sources|channel|channels|来源|客户来源|渠道|获客渠道"},
	{kpi.ByMonth, "month|months|月|月份"},
	{kpi.ByQuarter, "quarter|quarters|季度|季"},
}

// own are the words for metrics that cannot be goals; the others are read as in a goal.
var own = []struct {
	metric kpi.Metric
	words  string
}{
	{kpi.MedianCycle, "median cycle|median sales cycle|成交周期中位数|周期中位数|中位成交周期"},
	{kpi.Stay, "days per stage|days in stage|time per stage|time in stage|stage time|stage days|阶段停留天数|阶段停留|停留天数|阶段天数|阶段耗时|节点耗时"},
	{kpi.Discount, "discount given|discounts given|average discount|discount|discounts|平均折扣|折扣|让利"},
	{kpi.Bought, "customers so far|customer count|number of customers|customers in all|客户总数|客户数量|客户数|老客户数"},
	{kpi.Lifetime, "ltv|clv|lifetime value|customer lifetime value|客户终身价值|终身价值|客户生命周期价值|生命周期价值"},
	{kpi.ComplaintRate, "complaint rate|客户投诉率|投诉率"},
	{kpi.Acquisition, "cac|acquisition cost|customer acquisition cost|cost of a new customer|cost per customer|获客成本|客户获取成本|单客成本"},
	{kpi.Return, "roi|channel roi|return on investment|return of a channel|渠道roi|渠道投入产出比|投入产出比|投资回报率|渠道回报率|回报率"},
	{kpi.Satisfaction, "customer satisfaction|satisfaction|csat|satisfaction score|客户满意度|满意度"},
	{kpi.Accuracy, "forecast accuracy|accuracy of the forecast|预测准确率|预测准确度|预测准确性"},
}

// metricNamed reads a whole text as a metric, "" if it is none. What a metric is called where it is shown comes first.
func metricNamed(p lang.Printer, text string) kpi.Metric {
	folded := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, d := range kpi.Definitions() {
		if strings.ToLower(p.Plain("metric."+string(d.Metric))) == folded {
			return d.Metric
		}
	}
	for _, o := range own {
		if slices.Contains(strings.Split(o.words, "|"), folded) {
			return o.metric
		}
	}
	if d, ok := kpi.DefinitionOf(kpi.Metric(strings.ReplaceAll(folded, " ", "_"))); ok && d.Metric != kpi.Entered {
		return d.Metric
	}
	if m := goals.MetricWord(text); m != kpi.Entered {
		return m
	}
	return ""
}

// dimensionNamed reads a word as a dimension, "" if it is none.
func dimensionNamed(word string) kpi.Dimension {
	word = strings.ToLower(word)
	for _, c := range called {
		if slices.Contains(strings.Split(c.words, "|"), word) {
			return c.by
		}
	}
	return ""
}

// read reads a line: [metric] [period] [of team|person|all] [by dimension] [against …] [as xlsx], in any order.
func read(c *call.Call, line string) (a asked, err error) {
	text := strings.TrimSpace(sales.Simplified(line))
	var cut string
	if cut, text = phrase.CutMatch(asFile, text); cut != "" {
		if a.as = "xlsx"; strings.Contains(strings.ToLower(cut), "csv") {
			a.as = "csv"
		}
	}
	if text, err = a.cutBeside(c, text); err != nil {
		return a, err
	}
	if a.against != nothing {
	} else if cut, text = phrase.CutMatch(yearAgo, text); cut != "" {
		a.against = theYearAgo
	} else if cut, text = phrase.CutMatch(before, text); cut != "" {
		a.against = theBefore
	}
	if m := byWhat.FindStringSubmatch(text); m != nil {
		word := m[1] + m[2]
		if a.by = dimensionNamed(strings.Trim(word, ".,，。")); a.by != "" {
			_, text = phrase.CutMatch(byWhat, text)
		} else if text = a.cutMetric(c, text); byWhat.MatchString(text) { // "days per stage" is a number, no dimension
			return a, unknownDimension(c, word)
		}
	}
	if a.metric == "" { // before the days: 成交周期 names no week
		text = a.cutMetric(c, text)
	}
	if a.days == (calendar.Span{}) {
		if text, a.days, err = cutDays(c, text); err != nil {
			return a, err
		}
	}
	for was := ""; was != text; {
		was, text = text, strings.TrimSpace(filling.ReplaceAllString(text, ""))
	}
	if text == "" && a.by == kpi.ByPerson {
		text = "all"
	}
	a.whose, err = whoseNamed(c, text)
	return a, err
}

// beforeNamed is the period before by its name: vs last month, 跟上季度比.
var beforeNamed = regexp.MustCompile(`(?i)\b(?:against|vs\.?|versus|compared (?:with|to)|than)\s+(?:the\s+)?(?:last|` +
	`previous|prior)\s+(week|month|quarter)\b|` +
	`(?:跟|和|与|同|比|对比)上个?(周|星期|月|季度?)(?:相?比|对比|比较)?`)

// cutBeside takes the period before out, where it is named. It has to be the one before the days of the line; without
// days these are the ones that run.
func (a *asked) cutBeside(c *call.Call, text string) (string, error) {
	m := beforeNamed.FindStringSubmatch(text)
	if m == nil {
		return text, nil
	}
	unit := map[string]string{"周": "week", "星期": "week", "月": "month", "季": "quarter", "季度": "quarter"}[m[2]]
	if unit == "" {
		unit = strings.ToLower(m[1])
	}
	_, text = phrase.CutMatch(beforeNamed, text)
	text = a.cutMetric(c, text)
	text, days, err := cutDays(c, text)
	if err != nil {
		return text, err
	}
	if days == (calendar.Span{}) {
		if _, days, err = cutDays(c, "this "+unit); err != nil {
			return text, err
		}
	}
	from, to, err := phrase.Span("last "+unit, c.Req.At)
	if was := goal.PeriodBefore(days); err != nil || was.From != from || was.To != to {
		return text, sales.No("kpi.not_understood", "Text", strings.TrimSpace(m[0]))
	}
	a.days, a.against = days, theBefore
	return text, nil
}

// cutMetric takes the metric out of a line.
func (a *asked) cutMetric(c *call.Call, text string) string {
	return cutLongest(text, func(part string) bool {
		m := metricNamed(c.Words, part)
		if m != "" {
			a.metric = m
		}
		return m != ""
	})
}

func unknownDimension(c *call.Call, word string) error {
	var known []string
	for _, by := range kpi.Dimensions {
		known = append(known, c.Words.Plain("kpi_by."+string(by)))
	}
	return sales.No("kpi.by_unknown", "Text", word, "Known", known)
}

// cutDays takes the period out of a line. It ends today at the latest.
func cutDays(c *call.Call, text string) (rest string, s calendar.Span, err error) {
	rest = cutLongest(text, func(part string) bool {
		if r, _ := utf8.DecodeRuneInString(part); len(part) < 2 || unicode.IsDigit(r) && len(part) < 4 && !strings.ContainsAny(part, "月年") {
			return false
		}
		span, ok := call.PastSpan(c, part)
		if ok {
			s = span
		}
		return ok
	})
	if s.From > c.Today {
		return rest, s, sales.No("kpi.ahead", "Date", s.From)
	}
	return rest, s, nil
}

// cutLongest takes the longest part of a text out that is one, its parts being words, and single signs of Chinese.
func cutLongest(text string, is func(part string) bool) (rest string) {
	var starts, ends []int
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		switch {
		case unicode.IsSpace(r):
		case unicode.Is(unicode.Han, r) || len(ends) == 0 || ends[len(ends)-1] != i || endsHan(text[:i]):
			starts, ends = append(starts, i), append(ends, end)
		default:
			ends[len(ends)-1] = end
		}
	}
	if len(starts) > mostAsked {
		return text
	}
	for n := min(len(starts), mostParts); n > 0; n-- {
		for i := 0; i+n <= len(starts); i++ {
			from, to := starts[i], ends[i+n-1]
			if is(text[from:to]) {
				return strings.TrimSpace(strings.TrimSpace(text[:from]) + " " + strings.TrimSpace(text[to:]))
			}
		}
	}
	return text
}

const (
	mostParts = 14 // of a metric or a period
	mostAsked = 80 // of a line that asks for a number; a longer one is not searched
)

func endsHan(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.Is(unicode.Han, r)
}

// beside is the span that a span is compared with.
func (a against) beside(s calendar.Span, today calendar.Date) calendar.Span {
	var was calendar.Span
	if a == theYearAgo {
		was = goal.YearBefore(s)
	} else {
		was = goal.PeriodBefore(s)
	}
	if s.To > today { // as many days of it as there are of the present one
		was.To = min(was.To, was.From.AddDays(s.From.DaysTo(today)))
	}
	return was
}
