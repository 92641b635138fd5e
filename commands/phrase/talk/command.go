package talk

import (
	"slices"
	"strings"
)

// Wanted is a command that a line asks for in plain words.
type Wanted struct {
	Route, Args string
	Name        string // of whom, as it was typed: a person or a team, or else the line meant something else
}

// A frame is a line without its days and its polite words; ~ stands for whoever is asked about.
var frames = []struct {
	dated bool // only with days
	words string
	means func(when, who string) Wanted
}{
	{false, "my goals|my goal|my targets|my target|my quota|~'s goals|~'s goal|~'s target|~'s quota|~'s goal doing|~'s goals doing|" +
		"will ~ hit his target|will ~ hit her target|will ~ hit their target|will ~ reach his goal|will ~ reach her goal|" +
		"will ~ reach their goal|did ~ hit his target|did ~ hit her target|did ~ reach his goal|did ~ reach her goal|" +
		"has ~ reached his goal|" +
		"has ~ reached her goal|is ~ on track|~ on track|~完成目标|~完成目标没有|~能完成目标|~达标|~能达标|~达成目标|我的目标|我的任务|~的目标|~的目标是多少|~的目标怎么样|~的目标完成多少|" +
		"~的目标完成了多少|~目标完成多少|~目标完成了多少|~的任务|" +
		"~的指标|~目标完成得怎么样|~的目标完成得怎么样", asksGoal},
	{false, "my customers|my accounts|my clients|all my customers|which customers are mine|which customers do i have|我的客户|我有哪些客户|" +
		"我负责的客户|我名下的客户|我手上的客户", bare("account list")},
	{false, "pipeline by stage|the pipeline by stage|our pipeline by stage|the pipeline worth|our pipeline worth|" +
		"deals by stage|open deals by stage|our open deals by stage|all deals by stage|各阶段商机|各阶段的商机|商机按阶段|" +
		"商机阶段分布|按阶段的商机|各阶段有多少商机|管道总额|管道里有多少", bare("pipeline")},
	{false, "the discount limit|my discount limit|our discount limit|discount limit|discount limits|the discount limits|my limit|my " +
		"discount authority|" +
		"the discount policy|discount policy|the discount rules|how much can i discount|how much can i discount on my own|how much " +
		"discount can i give|" +
		"how much discount can i give on my own|how much discount may i give|what discount can i give|what discount can i approve|" +
		"折扣权限|我的折扣权限|折扣权限是多少|我的折扣权限是多少|折扣额度|折扣额度是多少|折扣政策|折扣政策是什么|折扣规则|我能给多少折扣|我可以给多少折扣|" +
		"我能打几折|我最多能打几折|最多能打几折|我自己能批多少折扣|我能批多少折扣", bare("discount limits")},
	{false, "is my discount approved|is my discount approved yet|has my discount been approved|was my discount approved|is my " +
		"request approved|" +
		"has my request been approved|what happened to my request|any news on my discount|any news on my request|did they approve my discount|" +
		"my requests|my discount requests|my open requests|我的折扣批|我的折扣批了没|我的折扣批了没有|我的申请批|" +
		"我的申请批了没|我的申请怎么样|折扣批|折扣批下来|折扣批下来没|我的申请|我的折扣申请", bare("approvals")},
	{true, "did i do|did i get done|have i done|was i up to|i do|what did i do|what have i done|what was i up to|我干了什么|我干了什么|我做了什么|" +
		"我都做了什么|我都干了什么|我都干了啥|我干了啥|我忙了什么|我都忙了什么|都干了什么|都干了啥|干了什么|都做了什么|我 都干了什么", ownNumbers},
	{false, "my next meeting|my next call|my next visit|my next demo|my next appointment|when is my next meeting|when's my next meeting|" +
		"when is my next call|when's my next call|when is my next visit|when is my next demo|我下一个会是什么时候|我下一个会议是什么时候|我下次拜访是什么时候|" +
		"我的下一个会|我接下来有什么会|我接下来要见谁", bare("deal list")},
	{true, "due|is due|s due|comes due|coming up|planned|on|to do|todo|my todo|my todos|my to-dos|to-dos|todos|my to do list|tasks|" +
		"my tasks|my plan|the plan|my agenda|agenda|my schedule|schedule|on my plate|on my plan|next steps|my next steps|" +
		"do i have|do i have to do|i have|i have to do|have i got|on the agenda|should i do|do i need to do|anything due|" +
		"is there anything due|anything|anything planned|what should i do|what do i have|what do i have to do|what am i doing|what have i got|steps due|my next steps due|next steps due|待办|我的待办|我待办|有什么待办|有哪些待办|" +
		"有啥事|有什么事|有什么事情|我有什么事|要做什么|要做啥|要干啥|要干嘛|我要做什么|我要干嘛|要做的事|有什么安排|有啥安排|我有什么安排|安排|我的安排|的安排|" +
		"该做什么|该干嘛|该干啥|干啥|干嘛|做什么|做啥|任务|的任务|我的任务有哪些|要跟进谁|要联系谁|该跟进谁|要拜访谁|跟进计划|的跟进计划|" +
		"下一步|的下一步|我的下一步|到期的下一步|什么到期|有什么到期", agenda},
	{false, "my numbers|my own numbers|my number|my kpis|my performance|my results|my result|my stats|my figures|" +
		"我的业绩|我的数据|我的数字|我的成绩|我的业绩怎么样|我的数据怎么样", ownNumbers},
	{false, "my forecast|our forecast|the forecast|~'s forecast|my forecast look|our forecast look|the forecast look|" +
		"where do ~ land|where will ~ land|" +
		"where are ~ going to land|what will ~ close|what will ~ sell|what will ~ win|what are ~ going to close|what can ~ expect|" +
		"what do ~ expect to close|what will ~ make|how much will ~ close|how much will ~ sell|how much will ~ make|how much will ~ win|" +
		"how much can ~ close|how many deals will ~ close|我的预测|我们的预测|~的预测|~的预测是多少|我的预测是多少", forecast},
	{true, "forecast|commit|the commit|my commit|our commit|commitment|best case|in the commit|" +
		"预测|业绩预测|销售预测|承诺|承诺金额|承诺多少|能做多少|能签多少|能成交多少|能卖多少|能完成多少|能做到多少|能签几单|能成交几单|能签下多少|会做多少|可以做多少|" +
		"预计能做多少|预计做多少|预测做多少|预计能签多少|估计能签多少|大概能做多少|估计能做多少|~能做多少|~能签多少|~能成交多少|~能卖多少|~能完成多少|~能签几单|~预计能做多少|~大概能做多少", forecast},
	{false, "preview alerts|preview the alerts|preview warnings|preview the warnings|preview of alerts|preview of the alerts|" +
		"a preview of the alerts|" +
		"test alerts|test the alerts|what would have fired|which would have fired|what alerts would have fired|" +
		"which alerts would have fired|" +
		"which warnings would have fired|what would the alerts have said|what would have triggered|what would have gone off|" +
		"what alerts would fire|" +
		"预览预警|预警预览|预览告警|试跑预警|模拟预警|会触发哪些预警|会触发什么预警|本来会触发哪些预警|会发哪些预警|会报哪些预警|哪些预警会触发|" +
		"会有哪些预警", preview},
	{true, "alerts|the alerts|warnings|the warnings|preview alerts|which alerts were there|预警|预警情况|有哪些预警|有什么预警|的预警有哪些", preview},
	{true, "how did ~ do|how did ~ perform|how has ~ done|how have ~ done|how did ~ go|how was|how were|how was our|how was my|" +
		"how was it|how did|" +
		"how did our|how did my|how was business|how did business go|how did sales go|how were sales|how were our numbers|results|" +
		"the results|" +
		"our results|the numbers|our numbers|numbers|figures|our performance|做得怎么样|做得好不好|干得怎么样|表现怎么样|业绩怎么样|成绩怎么样|情况怎么样|结果怎么样|" +
		"how is ~|how are ~|how's ~|how is ~ doing|how are ~ doing|完成得怎么样|卖得怎么样|怎么样|业绩|的业绩|~做得怎么样|~干得怎么样|~表现怎么样|~业绩怎么样|~的业绩怎么样|" +
		"~成绩怎么样|~卖得怎么样|~完成得怎么样|~怎么样|~的业绩|~业绩",
		howWas},
	{false, "~'s pipeline|~的管道|~的销售管道", pipelineOf},
	{false, "how much discount did ~ give|how much discount does ~ give|how much discount do ~ give|how much discount has ~ given|" +
		"how much discount have ~ given|what discount did ~ give|what discount does ~ give|what discounts did ~ give|" +
		"what discounts does ~ give|" +
		"how much did ~ discount|how much does ~ discount|how big are ~'s discounts|~'s discount|~'s discounts|" +
		"what discount does ~ give on average|" +
		"how much discount does ~ give on average|discount does ~ give|discount did ~ give|~给了多少折扣|~给多少折扣|~的折扣|~的折扣是多少|~折扣给了多少|" +
		"~打了多少折|~平均给多少折扣|" +
		"~让利多少|~让了多少利|~给客户多少折扣|~给了客户多少折扣", number("average discount")},
	{false, "who gives the most discount|who gave the most discount|who gives most discount|who gave most discount|" +
		"who gives the biggest discounts|" +
		"who gave the biggest discounts|who gives the biggest discount|who gave the biggest discount|" +
		"who gives the highest discounts|who discounts most|" +
		"who discounts the most|who gives the least discount|who gave the least discount|who gives away the most|谁折扣给得最多|谁折扣给的最多|" +
		"谁给的折扣最多|谁给折扣最多|谁打折最多|" +
		"谁打折打得最多|谁的折扣最高|谁的折扣最大|谁折扣最高|谁让利最多|谁给的折扣最大|谁给的折扣最少|谁折扣给得最少", ranking("average discount")},
	{false, "who wins most|who wins the most|who won most|who won the most|who wins the most deals|who won the most deals|" +
		"who closes the most deals|" +
		"who closed the most deals|who closes most|who closed most|who closed the most|谁赢单最多|谁赢得最多|谁签得最多|谁签单最多|谁成交最多|" +
		"谁成单最多", ranking("deals won")},
	{false, "how far is ~|how far is ~ from his goal|how far is ~ from her goal|how far is ~ from the goal|how close is ~|" +
		"~离目标还差多少|~离目标差多少|~离目标还有多远|~目标还差多少", farFrom},
	{false, "who sells most|who sells the most|who sold most|who sold the most|who has the most revenue|" +
		"who made the most revenue|who brings in the most|" +
		"who brought in the most|who is the best seller|who's the best seller|the best seller|谁卖得最多|谁卖得最好|谁业绩最好|谁业绩最高|谁的业绩最好|谁的业绩最高|" +
		"谁销售额最高|谁做得最多",
		ranking("revenue")},
}

var (
	politely = reads(`^(?:(?:please|pls|can you|could you|can i|let me|i want to|i'd like to|so|and|ok|show|give|see|tell|get|` +
		`list|me|us|` +
		`what'?s|what is|what are|what does|how'?s|how is|how are|how does|how do)[ ,]+)+|` +
		`^(?:请|帮我|麻烦|我想|给我|看一?下|看看|查一?下|查查|查看|显示|列出|列一下)+`)
	thanking = reads(`[ ,]+(?:please|pls|thanks|thank you|thx)$|[ ,]*(?:谢谢|多谢)$`)
	// tied are words that tie days to the rest of a line.
	tied = reads(`(?:^|\s+)(?:(?:for|in|of|over|during|by|from|at|the|end|go|doing|going|so far|right now|look|looking|like|now|` +
		`today)(?:\s+|$))+$|^的|的$`)
	ahead = reads(`\b(?:the day after )?tomorrow\b|\b(?:(?:this|next|on) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|` +
		`[明后今][天日]|(?:这个?|本|下个?)?(?:周|星期|礼拜)[一二三四五六日天]|(?:the )?(?:next|coming|current) (?:week|month|quarter|year)|(?:19|20|21)\d\d年?|下个?(?:周|星期|礼拜|月|季度?)|明年`)
	// hanHow are words for how, which all mean the same.
	hanHow  = strings.NewReplacer("如何", "怎么样", "怎样", "怎么样", "咋样", "怎么样", "做的怎么样", "做得怎么样", "做怎么样", "做得怎么样")
	ofNow   = reads(`^(?:this month|本月)$`)
	ofAWeek = reads(`\bweek$|(?:周|星期|礼拜)$`)
)

// whom are people as commands read them; named reports a name, which may be nobody's.
func whom(who string) (read string, named bool) {
	switch strings.TrimSpace(who) {
	case "":
		return "", false
	case "i", "me", "my", "我":
		return "me", false
	case "we", "us", "our", "my team", "the team", "our team", "things", "我们团队", "我们组", "我们", "咱们", "团队":
		return "team", false
	case "the company", "公司":
		return "company", false
	}
	for _, team := range []string{" team", "团队", "小组"} {
		who = strings.TrimSuffix(who, team)
	}
	return strings.TrimPrefix(who, "the "), true
}

func bare(route string) func(when, who string) Wanted {
	return func(string, string) Wanted { return Wanted{Route: route} }
}

// of is a command for some days and people.
func of(route, when, who string) Wanted {
	read, named := whom(who)
	if named {
		return Wanted{Route: route, Args: when, Name: read}
	}
	return Wanted{Route: route, Args: strings.TrimSpace(when + " " + read)}
}

func asksGoal(when, who string) Wanted {
	if read, _ := whom(who); when == "" && (read == "" || read == "team") { // those that run, the team's among them
		return Wanted{Route: "goal"}
	}
	return of("goal list", when, who)
}

// farFrom shows the goals of somebody who is named.
func farFrom(when, who string) Wanted {
	if _, named := whom(who); !named {
		return Wanted{}
	}
	return asksGoal(when, who)
}

func ownNumbers(when, _ string) Wanted {
	if when == "" {
		return Wanted{Route: "home numbers"}
	}
	return of("kpi", when, "me")
}

func forecast(when, who string) Wanted {
	if _, named := whom(who); !named { // whoever leads a team means its forecast
		who = ""
	}
	return of("forecast", when, who)
}

// agenda is what is planned on some days: on today's, all that the day asks for.
func agenda(when, _ string) Wanted {
	switch when {
	case "today", "今天", "今日":
		return Wanted{Route: "home day"}
	}
	return Wanted{Route: "deal list", Args: "my next steps " + when}
}

func preview(when, _ string) Wanted { return Wanted{Route: "alerts preview", Args: when} }

func pipelineOf(_, who string) Wanted {
	if read, named := whom(who); named {
		return Wanted{Route: "deal list", Name: read}
	}
	return Wanted{Route: "pipeline"}
}

// number shows a number of whoever is asked about, ranking that of each person.
func number(metric string) func(when, who string) Wanted {
	return func(when, who string) Wanted { return of("kpi", strings.TrimSpace(metric+" "+when), who) }
}

func ranking(metric string) func(when, who string) Wanted {
	return func(when, _ string) Wanted { return Wanted{Route: "kpi", Args: metric + " " + when + " by person"} }
}

// howWas shows the numbers of some days: of a week the review of the team.
func howWas(when, who string) Wanted {
	read, named := whom(who)
	switch {
	case ofNow.in(when) && !named:
		return Wanted{Route: "home numbers"}
	case ofAWeek.in(when) && (read == "" || read == "team"):
		return Wanted{Route: "review", Args: when}
	case ofAWeek.in(when) && strings.HasSuffix(who, " team"):
		return of("review", when, who)
	}
	return of("kpi", when, who)
}

// HowWas is the command that shows how some team did, in the days that a line names.
func HowWas(line string) Wanted {
	when, _ := cutDays(plain(line))
	if when == "" || ofNow.in(when) || ofAWeek.in(when) {
		return Wanted{Route: "review", Args: strings.TrimPrefix(when, "this month")}
	}
	return Wanted{Route: "kpi", Args: when}
}

// Command reads a line that asks for one thing in plain words as the command that shows or does it.
func Command(line string) (w Wanted, ok bool) {
	text := thanking.compiled().ReplaceAllString(strings.TrimRight(plain(line), " ?.!,吧呢吗呀啊了"), "")
	if len(line) > longest/2 || strings.Contains(strings.TrimSpace(line), "\n") || text == "" {
		return w, false
	}
	if name := languageIn(text); name != "" {
		return Wanted{Route: "settings", Args: "language " + name}, true
	}
	if w, ok := listed(line); ok {
		return w, true
	}
	if supposes.in(text) {
		if args, ok := Supposed(line); ok {
			return Wanted{Route: "whatif", Args: args}, true
		}
		names, when := Won(line)
		return Wanted{Route: "forecast if", Args: strings.TrimSpace(strings.Join(names, ", ") + " " + when)}, len(names) > 0
	}
	if args := override(line); args != "" {
		return Wanted{Route: "forecast override", Args: args}, true
	}
	plainly := politely.compiled().ReplaceAllString(text, "")
	if w, ok := rankedIn(line, plainly); ok {
		return w, true
	}
	w, best := framed(text)
	if plainly != text {
		if short, size := framed(plainly); size >= 0 && (best < 0 || size < best) {
			w, best = short, size
		}
	}
	return w, best >= 0
}

// framed finds the frame that a text fits best, the one that says more; best is how long the name in it is, -1 for none.
func framed(text string) (w Wanted, best int) {
	when, text := cutDays(hanHow.Replace(text))
	best = -1
	for _, f := range frames {
		if f.dated && when == "" {
			continue
		}
		for frame := range strings.SplitSeq(f.words, "|") {
			who, fits := inFrame(text, frame)
			if !fits || best >= 0 && len(who) >= best {
				continue
			}
			if means := f.means(when, who); means.Route != "" {
				w, best = means, len(who)
			}
		}
	}
	return w, best
}

// cutDays takes the days that a line names out of it, with the words that tie them to it.
func cutDays(text string) (when, rest string) {
	when, rest = cutFirst(ahead, text)
	if when == "" {
		when, rest = cutFirst(spanIn, text)
	}
	before := ""
	for rest = strings.TrimSpace(rest); when != "" && rest != before; {
		before, rest = rest, strings.TrimSpace(tied.compiled().ReplaceAllString(rest, ""))
	}
	return periodWords(trimTie(when)), strings.Join(strings.Fields(rest), " ")
}

// trimTie takes off the word that ties days to what is before them.
func trimTie(when string) string { return strings.TrimPrefix(strings.TrimPrefix(when, "the "), "on ") }

// mostName is how many bytes a name in a frame has at most.
const mostName = 40

// inFrame reports whether a text is a frame, and who stands in it.
func inFrame(text, frame string) (who string, ok bool) {
	before, behind, asks := strings.Cut(frame, "~")
	if !asks {
		return "", text == frame
	}
	if len(text) <= len(before)+len(behind) || !strings.HasPrefix(text, before) || !strings.HasSuffix(text, behind) {
		return "", false
	}
	who = strings.TrimSpace(text[len(before) : len(text)-len(behind)])
	return who, who != "" && len(who) < mostName && !strings.HasSuffix(who, "'s team") && !strings.HasSuffix(who, "的团队")
}

var (
	languages = []string{"english", "chinese", "mandarin", "german", "french", "spanish", "japanese", "korean", "中文", "汉语", "英文", "英语",
		"日文", "日语", "德语", "法语", "韩语"}
	// aroundLanguage are words that may stand around the name of a language that somebody wants to read.
	aroundLanguage = reads(`\b(?:please|can you|could you|switch|change|set|turn|back|the|my|your|language|to|into|is|speak|talk|` +
		`use|reply|answer|` +
		`write|in|with|me|simplified|from now on|i want|i'd like|want)\b|请|帮我|以后|把|我的|语言|界面|切换|换|改|设置?|转|调|一下|成|为|到|回复?|使用|用|说|讲|跟我|` +
		`简体|版|模式|答|:`)
)

// languageIn is the language that a line wants to be answered in, "" for all other lines.
func languageIn(text string) string {
	if !slices.ContainsFunc(languages, func(name string) bool { return strings.Contains(text, name) }) {
		return ""
	}
	rest := strings.Join(strings.Fields(aroundLanguage.compiled().ReplaceAllString(text, " ")), " ")
	if !slices.Contains(languages, rest) {
		return ""
	}
	return rest
}

var overrides = reads(`(?i)^(?:please |can you )?(?:change|set|put|raise|lower|update|adjust|make|` +
	`bring) (?:(?P<who>.{1,30}?)(?:'s)? )?(?:forecast|commit)` +
	`(?P<when> (?:for|of) .{2,20}?)? (?:to|at|up to|down to) (?P<to>\S{0,3}\d.*)$|` +
	`^(?P<who>my|our|the|\S{2,20}'s) (?:forecast|commit)(?P<when> (?:for|of) .{2,20}?)? (?:is|should be) now (?P<to>\S{0,3}\d.*)$|` +
	`^(?:请|帮我|把)*(?P<when>.{0,10}?)(?:(?P<who>[^的]{1,10}?)的)?(?:业绩|销售)?预测(?:数|金额)?(?:改成|改为|改到|调到|调成|调整为|调整到|定为|降到|提到|` +
	`提高到)(?P<to>.*[\d一二两三四五六七八九十百].*)$`)

// overrideTo parts the number from the reason behind it.
var overrideTo = reads(`^(\S*?[\d一二两三四五六七八九十百千万亿]\S*?)[,，;；:：]\s*(\D.*)$`)

// override is the number that a line wants a forecast to be, as the command takes it: whose, the number and why; "" for
// all other lines.
func override(line string) string {
	line = strings.NewReplacer("’", "'").Replace(strings.TrimRight(strings.TrimSpace(line), ".。!！"))
	m := overrides.find(line)
	if m == nil {
		return ""
	}
	named := map[string]string{}
	for i, name := range overrides.compiled().SubexpNames() {
		if m[i] != "" {
			named[name] = strings.TrimSpace(m[i])
		}
	}
	when, rest := cutDays(plain(named["when"]))
	who := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(rest+" "+named["who"]), "'s"), "的")
	if read, is := whom(strings.ToLower(who)); !is || read == "the" {
		who = ""
	}
	to := overrideTo.compiled().ReplaceAllString(named["to"], "$1 $2")
	return strings.Join(strings.Fields(when+" "+who+" "+to), " ")
}
