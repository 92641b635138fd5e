package phrase

import (
	"regexp"
	"strings"
	"time"
)

// away are the lines that say only that somebody is away, and when.
var away = regexp.MustCompile(`^(?:i\s+|i'm\s+|i’m\s+)?(?:am\s+|was\s+|will be\s+|'ll be\s+)?(today|tomorrow)?[\s,:]*` +
	`(?:am\s+|was\s+|will be\s+)?(?:out\s+)?(?:on\s+)?` +
	`(?:sick leave|off sick|sick|ill|day off|off|leave|annual leave|holiday|vacation|pto|out of office|ooo)\s*(today|tomorrow)?[\s.!]*$`)

// hanAway is away in Chinese.
var hanAway = regexp.MustCompile(`^我?(今天|今日|明天|明日)?[，,：:\s]*我?(?:要|想|得)?(今天|明天)?` +
	`(?:请(?:了)?(?:一天|半天)?(?:病|事|年)?假|休假|病假|事假|年假|调休|生病了?|病了)(?:一天|半天)?[\s。！]*$`)

// awayOn are the lines that may name days besides: off on Monday, Mon-Wed on holiday, 下周一请假.
var awayOn = []*regexp.Regexp{
	regexp.MustCompile(`^(?:i'm |i’m |i am |i'll be |i will be |i )?(?:out of office|out|off|away|on leave|on holiday|on vacation|on pto|` +
		`leave|annual leave|holiday|vacation|pto|ooo|day off|taking leave|taking time off)\s+(?:on |from |for )?(.+?)[\s.!]*$`),
	regexp.MustCompile(`^(?:on )?(.+?)[\s,:]+(?:i'm |i’m |i am |i'll be |i will be )?(?:off|out|away|on leave|leave|ooo|out of office|on holiday|` +
		`on vacation|day off|annual leave|holiday|vacation|pto)[\s.!]*$`),
	regexp.MustCompile(`^我?(.+?)[，,：:\s]*我?(?:要|想|得)?(?:请(?:病|事|年)?假|休假|病假|事假|年假|调休|不在|不上班|休息)(?:一天)?[\s。！]*$`),
	regexp.MustCompile(`^我?(?:要|想|得)?(?:请(?:病|事|年)?假|休假|病假|事假|年假|调休)[，,：:\s]*(.+?)[\s。！]*$`),
}

// Away reports whether a line says only that somebody is away, and on which days, in the words of the
// line: "" where it names none. Such a line is no plan.
func Away(line string, now time.Time) (day string, ok bool) {
	text := strings.ToLower(strings.TrimFunc(line, isSpace))
	for _, re := range [...]*regexp.Regexp{away, hanAway} {
		if m := re.FindStringSubmatch(text); m != nil {
			return strings.Join(m[1:], ""), true
		}
	}
	for _, re := range awayOn {
		if m := re.FindStringSubmatch(text); m != nil {
			if _, _, _, err := SpanWhy(m[1], now); err == nil {
				return m[1], true
			}
		}
	}
	return "", false
}

// noBlockers is a sentence that says that nothing is in the way. It answers the question after
// blockers wherever it stands.
var noBlockers = regexp.MustCompile(`(^|[\n。.！!，,；;]\s*)((?:没有|没|无|暂无)(?:任何)?(?:困难|障碍|卡点|阻碍)|没有问题)([\s。.！!，,；;]|$)`)
