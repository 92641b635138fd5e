package goals

import (
	"regexp"
	"slices"
	"strings"

	"dealdesk/sales"
	"dealdesk/sales/kpi"
)

// called are the words for each metric, as sales people say them.
var called = []struct {
	metric kpi.Metric
	words  string
	weak   string // words that mean it only where no others do
}{
	{kpi.Revenue, "revenue|sales revenue|sales value|sales volume|turnover|bookings|won value|won amount|销售额|销售收入|销售业绩|营业额|营收|业绩|成" +
		"交额|成交金额|" +
		"赢单金额|签约额|签约金额|签单额|合同额|合同金额", "sales|收入|销售"},
	{kpi.Customers, "new customers|new customer|new clients|new client|new accounts|new logos|customers won|customer count|number " +
		"of customers|" +
		"新客户数量|新客户数|新增客户数|新增客户|新客户|新签客户|签约客户数量|签约客户数|签约客户|新客|客户数量|客户数", "customers|customer|clients|客户|new|新增"},
	{kpi.Wins, "won deals|deals won|closed deals|deals closed|closed won|wins|number of deals|orders|contracts signed|signed contr" +
		"acts|赢单数量|赢单数|" +
		"成交单数|成交数|签单数|成单数|订单数量|订单数|合同数量|合同数|赢单商机", "deals|deal|赢单|成单|签单|成交|订单"},
	{kpi.Opened, "new deals|deals opened|opened deals|new opportunities|opportunities|新商机数|新商机|新增商机|商机数量|商机数|新建商机", "商机"},
	{kpi.Contacts, "contacts|customer contacts|touches|touchpoints|activities|follow-ups|follow ups|跟进次数|跟进数|联系次数|联系客户|触达客户|触达", "跟进|联系"},
	{kpi.Calls, "phone calls|calls|call|电话数量|电话数|电话量|通话数|打电话|通电话|电话", ""},
	{kpi.Visits, "customer visits|site visits|visits|visit|拜访次数|拜访数|拜访量|客户拜访|拜访客户|拜访", ""},
	{kpi.Meetings, "customer meetings|meetings|meeting|会议次数|会议数|会议|会面", ""},
	{kpi.Demos, "product demos|demonstrations|demos|demo|产品演示|演示次数|演示数|演示", ""},
	{kpi.WinRate, "win rate|win ratio|winrate|winning rate|close rate|closing rate|hit rate|赢单率|成交率|胜率|签单率|成单率|中标率", ""},
	{kpi.Conversion, "stage conversion rate|stage conversion|conversion rate|conversion|阶段转化率|转化率|转换率|转化", ""},
	{kpi.DealSize, "average deal size|avg deal size|deal size|average order value|order value|average contract value|acv|aov|avera" +
		"ge deal|平均客单价|客单价|" +
		"平均成交金额|平均订单金额|平均订单额|订单金额|单均金额|平均单值|单值", ""},
	{kpi.Cycle, "average sales cycle|sales cycle|deal cycle|cycle time|cycle|time to close|平均成交周期|成交周期|平均销售周期|销售周期|成单周期|签单周期", "周期"},
	{kpi.Response, "first response time|first response|response time|response|reaction time|time to first contact|首次响应时间|首次响应|平均响应" +
		"时间|响应时间|" +
		"响应时长|响应速度|首次联系时间", "响应"},
	{kpi.Repurchase, "repurchase rate|repurchases|repurchase|repeat purchase rate|repeat purchases|repeat purchase|repeat rate|reo" +
		"rder rate|客户复购率|复购率|" +
		"回购率|重复购买率|复购|回购", ""},
	{kpi.Complaints, "customer complaints|complaint rate|complaints|complaint|客户投诉率|客户投诉数|客户投诉|投诉数量|投诉率|投诉数|投诉量|投诉", ""},
	{kpi.Entered, "market share|share of the market|share of market|csat|nps|net promoter score" +
		"|市场份额|市场占有率|市占率|" +
		"占有率|净推荐值", ""},
	{kpi.Satisfaction, "customer satisfaction score|satisfaction score|customer satisfaction|satisfaction|客户满意度评分|客户满意度|满意度评分|满意度", ""},
}

// readMetric takes what is measured out of the text. Of two words the longer one is meant: "deal size" is no deal.
func readMetric(t *text, s *Said, o Options) error {
	if s.Metric = cutMetric(t, false); s.Metric == "" {
		s.Metric = cutMetric(t, true)
	} else if other := cutMetric(&text{s: t.s}, false); other != "" && other != s.Metric {
		return sales.No("goal_line.two_metrics", "First", s.Metric, "Second", other)
	}
	if s.Metric == kpi.Satisfaction && (percent.MatchString(t.s) || strings.Contains(t.s,
		"百分之")) {
		// of 100 instead of the scores that customers give
		s.Metric = kpi.Entered
	}
	switch s.Metric {
	case kpi.Satisfaction:
		t.s = scored.ReplaceAllString(t.s, "$1")
	case kpi.Entered:
		s.Of = strings.TrimSpace(t.taken)
	case kpi.Conversion:
		for _, stage := range o.Stages {
			if name := plain(stage.Name); name != "" &&
				t.cut(regexp.MustCompile(`(?i)(?:\b(?:from|out of|of) |从|由)?`+whole(name)+`(?: stage|阶段)?`)) != nil {
				s.Of = stage.Scope.ID
				break
			}
		}
	}
	return nil
}

// cutMetric takes the longest word for a metric out.
func cutMetric(t *text, weak bool) (m kpi.Metric) {
	longest, at := 0, []int(nil)
	for _, c := range called {
		words := c.words
		if weak {
			words = c.weak
		}
		if words == "" {
			continue
		}
		for _, w := range strings.Split(words, "|") {
			if len(w) <= longest {
				continue
			}
			if found := find(t.s, w); found >= 0 {
				longest, at, m = len(w), []int{found, found + len(w)}, c.metric
			}
		}
	}
	if at != nil {
		t.taken = t.s[at[0]:at[1]]
		t.s = t.s[:at[0]] + " " + gap + " " + t.s[at[1]:]
	}
	return m
}

// Metric reads a word as a metric, "" if it is none.
func Metric(word string) kpi.Metric {
	for _, weak := range []bool{false, true} {
		t := &text{s: plain(word)}
		if m := cutMetric(t, weak); m != "" && len(t.left()) == 0 {
			return m
		}
	}
	return ""
}

// MetricWord is Metric for a text that says nothing but the metric.
func MetricWord(text string) kpi.Metric {
	word := asciiLower(strings.TrimSpace(plain(text)))
	for _, c := range called {
		if word != "" && (slices.Contains(strings.Split(c.words, "|"), word) || slices.Contains(strings.Split(c.weak, "|"), word)) {
			return c.metric
		}
	}
	return ""
}

// find is where a word stands in a line, -1 if nowhere; one in letters is a whole word.
func find(line, word string) int {
	lower := asciiLower(line)
	for from := 0; ; {
		i := strings.Index(lower[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !ascii(word[0]) || !ascii(line[i-1])) && (end == len(line) || !ascii(word[len(word)-1]) || !ascii(line[end])) {
			return i
		}
		from = i + 1
	}
}

// asciiLower keeps every byte in its place.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// likely are metrics that people set goals for and leave out of the line.
var likely = []kpi.Metric{kpi.Revenue, kpi.DealSize, kpi.Customers, kpi.Wins, kpi.Calls, kpi.Visits, kpi.WinRate, kpi.Repurchase, kpi.Cycle,
	kpi.Response}

// A count is seldom so large, an amount seldom so small.
const (
	mostCount   = 10_000
	leastAmount = 1_000_00
)

// Fits are the likely metrics that a number may be one of: 500k is money, 30% a rate, 2h a response time.
func Fits(typed string, o Options) (all []kpi.Metric) {
	for _, m := range likely {
		n, _, err := Number(typed, m, o)
		unit := unitOf(m)
		switch {
		case err != nil, unit == kpi.Amount && n < leastAmount, unit == kpi.Number && n >= mostCount:
		case unit != kpi.Amount && unit != kpi.Number && unitTyped(typed) != unit: // a bare number is no rate and no time
		default:
			all = append(all, m)
		}
	}
	return all
}
