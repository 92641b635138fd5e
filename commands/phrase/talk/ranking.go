package talk

import (
	"slices"
	"strings"
)

// A ranked line asks for people or teams in the order of a number, for the funnel of a team, or why deals are lost or won.
// metric and of stand for the number and for people or teams; without them it is revenue by person.
const (
	aNumber = `(?P<metric>` + sureNumbers + `|` + busyNumbers + `)`
	aWork   = `(?P<metric>电话|拜访|会议|演示|跟进|联系)`
	people  = `reps?|sales ?reps?|sellers?|sales ?people|salesperson|people|person|everyone|everybody|team|team members|performers?`
	peopled = `(?:我们|咱们)?(?:团队|组|手下)?里?(?:现在|目前)?`
)

var rankings = []pattern{
	reads(`^(?:who|which (?:rep|seller|salesperson|person|one of my reps))(?:'s| is| are)? (?:currently |the |my |our )*(?:weakest|worst|` +
		`strongest|best|top|bottom|performing (?:best|worst)|underperforming)(?: (?:performing )?(?:` + people + `))?(?: (?:on|in|of) (?:my|` +
		`the|our) team)?$`),
	reads(`^(?:my|our|the) (?:weakest|worst|strongest|best|top) (?:performing )?(?:` + people + `)$`),
	reads(`^who (?:sells|sold|closes|closed|books|booked) (?:the )?(?:least|worst|best)$`),
	reads(`^which (?P<of>team)(?:'s| is)? (?:the |our )?(?:weakest|worst|strongest|best|top|bottom)(?: team)?$`),
	reads(`^which (?P<of>team) (?:sells|sold|closes|closed|makes|made|books|booked) (?:the )?(?:most|least|best)$`),
	reads(`^rank (?:all |the |my |our |of )*(?:(?P<of>teams)|` + people + `)(?: (?:by|on|for) (?:their |the )?` + aNumber + `)?$`),
	reads(`^(?:sort|order) (?:all |the |my |our )*(?:(?P<of>teams)|` + people + `) by (?:their |the )?` + aNumber + `$`),
	reads(`^(?:(?:the|our|a|my) )?(?:(?P<of>team) |sales |reps? )?(?:leader ?board|rankings?|league table)(?: ` +
		`(?:by|of|on) ` + aNumber + `)?$`),
	reads(`^` + peopled + `谁的?` + aNumber + `?(?:做|干|卖|表现|完成)?得?(?:最[差好弱强低高少多]|垫底|倒数第一|排?第一)$`),
	reads(`^` + peopled + `谁的?` + aWork + `[打跑开做]?得?最[多少]$`),
	reads(`^` + peopled + `谁[打跑开做]的?` + aWork + `[打跑开做]?得?最[多少]$`),
	reads(`^哪个(?P<of>团队|小组|组|销售|人)的?` + aNumber + `?(?:做得|表现|卖得)?最?[高好低差强弱多少]$`),
	reads(`^[各每]一?个?(?P<of>团队|小组|组|销售|人|成员)的?` + aNumber + `(?:情况|对比|怎么样)?$`),
	reads(`^(?P<of>各?团队|销售|个人|大家)?的?(?:` + aNumber + `|成交|签单)?(?:排行榜?|排名|榜单|排序|龙虎榜)$`),
	reads(`^按照?` + aNumber + `(?:给|对|把|为)?(?P<of>各?团队|销售|大家|所有人|每个人)?(?:排个?名|排一?下名?|排序|排行|排个?序)(?:一下)?$`),
}

// works are kinds of work in the words of the command, where they are shorter in a question.
var works = map[string]string{"电话": "calls", "拜访": "visits", "会议": "meetings", "演示": "demos", "跟进": "contacts", "联系": "contacts",
	"业绩": "revenue", "": "revenue"}

var (
	funnelOf = reads(`^(?:(?:the )?(?:sales )?(?:funnel|conversion funnel))(?: (?:for|of) (?:the |team )*(?P<sure>.+?)(?: team)?)?$|` +
		`^(?P<who>.+?)(?: team)?'s (?:sales )?funnel$|^(?:our|my|my team's|the team's) (?:sales )?funnel$|` +
		`^(?P<who>.+?)?(?:团队|小组)?的?(?:销售)?漏斗(?:图|情况|怎么样)?$`)
	pipelineFor = reads(`^(?:the )?(?:sales )?pipeline (?:for|of) (?:the |team )*(?P<sure>.+?)(?: team)?$|` +
		`^(?P<who>.+?)(?:团队|小组)的?(?:销售)?管道(?:情况|怎么样)?$`)
	whyLost = reads(`^why (?:do|did|are|have) (?:we|i|us|my team|the team|our reps) (?:always |often |keep |still |been )*` +
		`(?:lose|losing|lost)` +
		`(?: so)?(?: many| our| the)?(?: deals| business)?(?: to (?P<rival>.+))?$|` +
		`^(?:(?:our|the|my) )?(?:(?:main|top|biggest) )?(?:loss reasons|reasons for los(?:s|ses|ing))$|` +
		`^who(?:m)? (?:do|did|are) we (?:lose|losing) (?:deals |most |most often )*to(?: (?:the )?most(?: often)?)?$|` +
		`^(?:which|what) competitors? (?:do|did|are) we (?:lose|losing) (?:deals |most )*to(?: (?:the )?most(?: often)?)?$|` +
		`^(?:which|what) competitors? beats? us(?: (?:the )?most(?: often)?)?$|` +
		`^(?:我们|咱们|团队)?(?:为什么|为啥|怎么)(?:会|总是|总|老是|老|经常|又)*(?:丢|输)(?:单|了单|掉)(?:这么多)?$|` +
		`^(?:我们|咱们|团队)?(?:丢|输)单(?:的)?(?:主要)?(?:原因|为什么|为啥)(?:是什么|有哪些|分析|分布)?$|` +
		`^(?:我们|咱们)?(?:主要|经常|总是|老是|一般|都)*(?:输|丢)给了?(?:谁|哪家|哪个对手|哪些对手|哪家对手|哪个竞争对手)(?:最多|比较多|多)?$|` +
		`^(?:我们|咱们)?(?:为什么|为啥)(?:会|总是|老是|经常)*(?:输|丢)给了?(?P<rival>.+)$`)
	whyWon = reads(`^why (?:do|did|are) we (?:win|winning|won)(?: deals| business)?$|^(?:我们|咱们)?(?:为什么|为啥|怎么)(?:能|会)?(?:赢|成)单$|` +
		`^(?:我们|咱们)?赢单(?:的)?(?:主要)?原因(?:是什么|有哪些)?$`)
)

// tornHan is where days were taken out of a sentence.
var tornHan = reads(`(\p{Han}) (\p{Han})`)

// lostLately are the days of a question why deals are lost that names none: those of the rates.
const lostLately = "last 180 days"

// rankedIn reads a text, a line without its polite words, that asks for a ranking, a funnel or for reasons.
func rankedIn(line, text string) (w Wanted, ok bool) {
	when, text := cutDays(text)
	text = tornHan.compiled().ReplaceAllString(text, "$1$2")
	for _, r := range rankings {
		if m := r.find(text); m != nil {
			metric, by := named(r, m, "metric"), "person"
			if short, known := works[metric]; known {
				metric = short
			}
			if of := named(r, m, "of"); strings.HasPrefix(of, "team") || slices.Contains([]string{"团队", "各团队", "小组", "组"}, of) {
				by = "team"
			}
			return Wanted{Route: "kpi", Args: strings.Join(strings.Fields(metric+" "+when+" by "+by), " ")}, true
		}
	}
	if m := whyLost.find(text); m != nil {
		args := "lost " + strings.TrimSpace(when)
		if when == "" {
			args = "lost " + lostLately
		}
		if rival := named(whyLost, m, "rival"); rival != "" {
			args += " to " + asTyped(line, rival)
		}
		return Wanted{Route: "deal list", Args: args}, true
	}
	switch {
	case whyWon.in(text):
		return Wanted{Route: "kpi best", Args: when}, true
	case funnelOf.in(text):
		return ofTheirs("funnel", when, funnelOf, text), true
	case pipelineFor.in(text) && when == "":
		return ofTheirs("pipeline", "", pipelineFor, text), true
	}
	return w, false
}

// asTyped is a part of a line with its capitals.
func asTyped(line, part string) string {
	if at := strings.Index(strings.ToLower(line), part); at >= 0 && at+len(part) <= len(line) {
		return line[at : at+len(part)]
	}
	return part
}

// ofTheirs is a command for whoever a line names. Where it plainly names somebody, the command says that there is none; else
// the line may mean something else.
func ofTheirs(route, when string, p pattern, text string) Wanted {
	m := p.find(text)
	if sure := named(p, m, "sure"); sure != "" {
		return Wanted{Route: route, Args: strings.TrimSpace(when + " " + sure)}
	}
	return of(route, when, named(p, m, "who"))
}

// named is what a group of a match holds; one name may stand for several of them.
func named(p pattern, m []string, group string) string {
	for i, name := range p.compiled().SubexpNames() {
		if name == group && m[i] != "" {
			return strings.TrimSpace(m[i])
		}
	}
	return ""
}
