package phrase

import (
	"regexp"
	"strings"
)

// away are the lines that say only that somebody is away, and when.
var away = regexp.MustCompile(`^(?:i\s+|i'm\s+|i’m\s+)?(?:am\s+|was\s+|will be\s+|'ll be\s+)?(today|tomorrow)?[\s,:]*` +
	`(?:am\s+|was\s+|will be\s+)?(?:out\s+)?(?:on\s+)?` +
	`(?:sick leave|off sick|sick|ill|day off|off|leave|annual leave|holiday|vacation|pto|out of office|ooo)\s*(today|tomorrow)?[\s.!]*$`)

// hanAway is away in Chinese.
var hanAway = regexp.MustCompile(`^我?(今天|今日|明天|明日)?[，,：:\s]*我?(?:要|想|得)?(今天|明天)?` +
	`(?:请(?:了)?(?:一天|半天)?(?:病|事|年)?假|休假|病假|事假|年假|调休|生病了?|病了)(?:一天|半天)?[\s。！]*$`)

// Away reports whether a line says only that somebody is away, and on which day, in the words of the
// line: "" where it names none. Such a line is no plan.
func Away(line string) (day string, ok bool) {
	text := strings.ToLower(strings.TrimFunc(line, isSpace))
	for _, re := range [...]*regexp.Regexp{away, hanAway} {
		if m := re.FindStringSubmatch(text); m != nil {
			return strings.Join(m[1:], ""), true
		}
	}
	return "", false
}

// noBlockers is a sentence that says that nothing is in the way. It answers the question after
// blockers wherever it stands.
var noBlockers = regexp.MustCompile(`(^|[\n。.！!，,；;]\s*)((?:没有|没|无|暂无)(?:任何)?(?:困难|障碍|卡点|阻碍)|没有问题)([\s。.！!，,；;]|$)`)
