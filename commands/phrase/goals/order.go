package goals

import (
	"regexp"
	"strings"
)

// orders are what people say about a goal by its number, in both languages. Each names the goal, then the rest.
var orders = []struct {
	route string
	re    *regexp.Regexp
}{
	{"goal drop", regexp.MustCompile(`(?i)^(?:please )?(?:drop|give up|cancel|delete|remove) (?:the )?(?:goal )?(?P<id>g-\d+)$|` +
		`^(?:放弃|取消|删除|删掉)(?:目标)?(?P<id>g-\d+)$|^把?(?P<id>g-\d+)(?:放弃|取消|删掉)[了吧]?$`)},
	{"goal target", regexp.MustCompile(`(?i)^(?:please )?(?:change|set|make|raise|lower|increase|reduce) (?:the )?(?:goal |target of )?` +
		`(?P<id>g-\d+) (?:up |down )?to (?P<rest>.+)$|^(?:请|帮我)?把?(?P<id>g-\d+)的?(?:目标)?(?:改成|改为|改到|调到|调成|调整为|调整到)(?P<rest>.+)$`)},
	{"goal split", regexp.MustCompile(`(?i)^(?:please )?(?:break|split)(?: down)? (?:goal )?` +
		`(?P<id>g-\d+)(?: down)? (?P<rest>(?:by|into) .+)$|` +
		`^(?:请|帮我)?把?(?P<id>g-\d+)(?P<rest>按.+?)(?:来)?(?:分解|拆分|拆开|分下去)(?:一下)?$`)},
	{"why", regexp.MustCompile(`(?i)^why (?:is|are) (?:goal )?(?P<id>g-\d+) .+$|^(?:为什么|为啥)(?P<id>g-\d+).+$|^(?P<id>g-\d+)(?:为什么|为啥).+$`)},
	{"goal", regexp.MustCompile(`(?i)^(?:how(?:'s| is| are)|what about|where do we stand (?:on|with)) (?:goal )?(?P<id>g-\d+)(?: .+)?$|` +
		`^(?P<id>g-\d+)(?:现在|目前)?(?:怎么样|怎样|进展如何|进展怎么样|完成得怎么样|完成多少|到哪|如何)[了啦]?$`)},
	{"goal accept", regexp.MustCompile(`(?i)^(?:(?:ok|okay|yes|fine),? )?(?:i )?(?:accept|agree to) (?:the|this|my) (?:goal|target)$|` +
		`^(?:好的?,)?我?(?:同意|认可|接受)(?:这个|我的)?目标$`)},
}

// Order reads what is said about a goal in a sentence as the command that is meant and its arguments.
func Order(line string) (route, args string, ok bool) {
	text := strings.TrimRight(plain(line), " .!?。！？")
	for _, o := range orders {
		m := o.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		id, rest := "", ""
		for i, name := range o.re.SubexpNames() {
			switch {
			case m[i] == "":
			case name == "id":
				id = strings.ToUpper(m[i])
			case name == "rest":
				rest = m[i]
			}
		}
		return o.route, strings.TrimSpace(id + " " + rest), true
	}
	return "", "", false
}
