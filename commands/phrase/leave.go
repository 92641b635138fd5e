package phrase

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
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
		`leave|annual leave|holiday|vacation|pto|ooo|day off|taking leave|taking time off)\s+(?:on |for )?(.+?)[\s.!]*$`),
	regexp.MustCompile(`^(?:on )?(.+?)[\s,:]+(?:i'm |i’m |i am |i'll be |i will be )?(?:off|out|away|on leave|leave|ooo|` +
		`out of office|on holiday|on vacation|day off|annual leave|holiday|vacation|pto)[\s.!]*$`),
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
			if namesDays(m[1], now) {
				return m[1], true
			}
		}
	}
	return "", false
}

// forMe are the words for deciding for the writer in Chinese, and the days behind them.
const forMe = `(?:先|来|暂时)?(?:代|替|帮)我?(?:审批|批|审)(?:一下|折扣|申请)*([^a-zA-Z]*)$`

// standIn are the lines that ask a colleague to decide for somebody, with the days before or behind:
// 我7号到11号不在，Bob代我审批; "Bob approves for me 7-11 Dec".
var standIn = []*regexp.Regexp{
	regexp.MustCompile(`^(.*?)[，,。；;：:\s]*(?:就|都)?(?:请|让|由|麻烦|委托)([^假\s，,。；;：:][^\s，,。；;：:]*?)` + forMe),
	regexp.MustCompile(`^(?:(.*)[，,。；;：:\s])?([^\s，,。；;：:]+?)` + forMe),
	regexp.MustCompile(`(?i)^(?:(.*?)[,;.:\s]+)?(?:and |so )?(?:please )?(?:let |have )?(<@[^>]+>|@?[^\s,;.:<>]+) (?:will |can |to )?` +
		`(?:approves?|decides?|stands? in|covers?|fills? in)(?: requests| discounts| approvals)? for me\b[,;:]?(.*?)[\s.!]*$`),
}

// StandIn reads who is to decide for the writer and on which days, in the words of the line.
func StandIn(line string, now time.Time) (who, days string, ok bool) {
	text := strings.TrimFunc(line, isSpace)
	for _, re := range standIn {
		m := re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		for _, days := range []string{m[1], m[3]} {
			days = strings.Trim(days, " \u3000，,。.；;：:")
			if day, away := Away(days, now); away && day != "" {
				return m[2], day, true
			}
			if namesDays(days, now) {
				return m[2], days, true
			}
		}
		return m[2], "", true
	}
	return "", "", false
}

// noBlockers is a sentence that says that nothing is in the way. It answers the question after
// blockers wherever it stands.
var noBlockers = regexp.MustCompile(`(^|[\n。.！!，,；;]\s*)((?:没有|没|无|暂无)(?:任何)?(?:困难|障碍|卡点|阻碍)|没有问题)([\s。.！!，,；;]|$)`)

// SpanWhy is Span for days with a reason behind them: "Mon-Wed holiday", 周四周五 家里有事. Words that
// may limit or move the days are no reason.
func SpanWhy(s string, now time.Time) (from, to calendar.Date, why string, err error) {
	text := strings.TrimFunc(s, isSpace)
	text = strings.TrimPrefix(text, "on ")
	if from, to, err = Span(text, now); err == nil || len(text) > maxReason {
		return from, to, "", err
	}
	for i, last := len(text), rune(0); i > 0; i = strings.LastIndexFunc(text[:i], func(r rune) bool { last = r; return true }) {
		if i == len(text) || !isSpace(last) && !unicode.Is(unicode.Han, last) && !strings.ContainsRune(",，:：(（", last) {
			continue
		}
		why = strings.TrimFunc(text[i:], func(r rune) bool { return isSpace(r) || strings.ContainsRune(",，:：()（）", r) })
		a, b, wrong := Span(strings.TrimRight(text[:i], " \u3000,，:：(（"), now)
		if asksDay(wrong) {
			return "", "", "", wrong
		}
		if wrong == nil && why != "" && !moreDays.MatchString(why) {
			return a, b, why, nil
		}
	}
	return "", "", "", err
}

const maxReason = 300

// namesDays reports whether a text names days, even if not yet which of two.
func namesDays(s string, now time.Time) bool {
	_, _, _, err := SpanWhy(s, now)
	return err == nil || asksDay(err)
}

// asksDay reports whether days were read but for what the person has to add.
func asksDay(err error) bool {
	problem, no := sales.AsProblem(err)
	return no && problem.Code == "span.open" || twoReadings(err)
}

func twoReadings(err error) bool {
	problem, no := sales.AsProblem(err)
	return no && problem.Code == "date.two_readings"
}

// moreDays are words behind a day that may say which part of it, or which other days.
var moreDays = regexp.MustCompile(`(?i)\d|\b(mon|tues?|weds?|thur?s?|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)day|` +
	`jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|(septem|octo|novem|decem)ber)\b|` +
	`\b(today|tomorrow|next|last|every|weeks?|weekend|months?|days?|hours?|am|pm|morning|afternoon|evening|noon|half|except|excluding|` +
	`without|but|no|not|cancel|unless|if|maybe|or|to|till|until|from|onwards?|through)\b|` +
	`[二两三四五六七八九十几半][天日周个]|上午|下午|早上|晚上|中午|周|星期|礼拜|月|号|除|不含|不包括|不请|不休|取消|但|到|至|和|起|之后|以后|以前|之前|如果|每`)

// putOff is an answer that puts the stand-up off.
var putOff = regexp.MustCompile(`(?i)^(?:(?:maybe |a bit |ask me |remind me )?later|not now|in a bit|later today|i'?ll do it later|` +
	`(?:迟点|晚点|稍后|待会儿?|等会儿?|等一下|过会儿?|回头)(?:再说|再填|再写|再答|再问我?|吧|填|写)?)[\s.!。！]*$`)

// PutsOff reports whether a line only puts the answer off: later, 迟点再说.
func PutsOff(line string) bool { return putOff.MatchString(strings.TrimFunc(line, isSpace)) }

var further = regexp.MustCompile(`(?i)^\s*(?:(?:and )?also\b|plus\b|还要|还有|另外|再加上)[\s:：,，]*`)

// Further cuts off the words that say that a line comes to what was said before: also …, 还要 ….
func Further(line string) (rest string, ok bool) {
	m := further.FindString(line)
	return line[len(m):], m != "" && len(m) < len(line)
}
