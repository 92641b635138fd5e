package phrase

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dealdesk/commands/phrase/talk"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// away are the lines that say only that somebody is away, and when.
var away = reads(`^(?:i\s+|i'm\s+|i’m\s+)?(?:am\s+|was\s+|will be\s+|'ll be\s+)?(today|tomorrow)?[\s,:]*` +
	`(?:am\s+|was\s+|will be\s+)?(?:out\s+)?(?:on\s+)?` +
	`(?:sick leave|off sick|sick|ill|day off|off|leave|annual leave|holiday|vacation|pto|out of office|ooo)\s*(today|tomorrow)?[\s.!]*$`)

// awayTail is said to the others behind it.
var awayTail = reads(`[\s,.!]+(?:sorry|guys|team|all|everyone|folks|thanks|thank you)[\s.!]*$`)

// hanAway is away in Chinese.
var hanAway = reads(`^我?(今天|今日|明天|明日)?[，,：:\s]*我?(?:要|想|得)?(今天|明天)?` +
	`(?:请(?:了)?(?:一天|半天)?(?:病|事|年)?假|休假|病假|事假|年假|调休|生病了?|病了)(?:一天|半天)?[\s。！]*$`)

// awayOn are the lines that may name days besides: off on Monday, Mon-Wed on holiday, 下周一请假.
var awayOn = []pattern{
	reads(`^(?:i'm |i’m |i am |i'll be )?taking (.+?) off[\s.!]*$`),
	reads(`^(?:i'm |i’m |i am |i'll be |i will be |i )?(?:taking (?:the )?|out of office|out|off|away|on leave|on holiday|on ` +
		`vacation|on pto|` +
		`(?:won['’]t|will not) be (?:in|around|working|at work)|not in|leave|annual leave|holiday|vacation|pto|ooo|day off|` +
		`taking leave|taking time off)\s+(?:on |for )?(.+?)[\s.!]*$`),
	reads(`^(?:on )?(.+?)[\s,:]+(?:i'm |i’m |i am |i'll be |i will be )?(?:off|out|away|on leave|leave|ooo|` +
		`out of office|on holiday|on vacation|day off|annual leave|holiday|vacation|pto)[\s.!]*$`),
	reads(`^我?(.+?)[，,：:\s]*我?(?:要|想|得)?(?:请(?:病|事|年)?假|休假|病假|事假|年假|调休|不在|不上班|休息|休)(?:一天)?` +
		`(?:[，,\s]+(?:家里|家中|带|陪|接|送|回老家|看牙|打针|考试|有(?:点|些)?(?:私|急)?事|身体|不舒服|生病|看病|孩子|去?医院|搬家|办事|体检|私事|个人)\p{Han}{0,10})?[\s。！]*$`),
	reads(`^我?(?:要|想|得)?(?:请(?:病|事|年)?假|休假|病假|事假|年假|调休)[，,：:\s]*(.+?)[\s。！]*$`),
}

// atWork are the words of somebody who is out for a customer.
var atWork = reads(`(?i)\b(visiting|meeting|seeing|calling on|at a customer|with a customer|on site|onsite|trade show|` +
	`conference)\b|拜访|见客户|跑客户|出差`)

// ofOthers is a question about leave, or leave of somebody who is named: 下周谁请假, "away next week: Bob".
var ofOthers = reads(`[?？]|谁|哪[些位]|吗\s*$|(?i:\b(?:who|whose|anyone|anybody)\b)|` +
	`\b(?i:at|with)\s+\p{Lu}|:\s*(?:@|<@|\p{Lu}[\p{L}]+(?:\s*(?:,|&|and)\s*\p{Lu}\p{L}+)*\s*[.!]*$)`)

// cancels begins a line that takes leave back.
var cancels = reads(`(?i)^\s*(?:请|帮我|麻烦)*(?:取消|撤销|撤回)|\b(?:cancel|drop|withdraw) my\b`)

// PartOfDay reports whether the words behind the stand-up name something of it: "skip the standup talk".
func PartOfDay(words string) bool { return partOfDay.MatchString(words) }

var partOfDay = reads(`(?i)^(talk|chat|meeting|call|part|section|bit|question|reminder|stuff)s?\b|^(会议?|环节|问题|提醒|讨论)`)

// perhapsAway is leave that is not certain, or a joke.
var perhapsAway = reads(`(?i)\b(maybe|perhaps|probably|possibly|might|may be|if|kidding|joking)\b|可能|也许|或许|大概|说不定|如果|开玩笑|骗你`)

// Away reports whether a line says only that somebody is away, and on which days, in the words of the
// line: "" where it names none. Such a line is no plan.
func Away(line string, now time.Time) (day string, ok bool) {
	if atWork.MatchString(line) || ofOthers.MatchString(line) || cancels.MatchString(line) || perhapsAway.MatchString(line) {
		return "", false
	}
	text := awayTail.ReplaceAllString(talk.Contracted(strings.ToLower(strings.TrimFunc(line, isSpace))), "")
	for _, re := range [...]pattern{away, hanAway} {
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
var standIn = []pattern{
	reads(`^(.*?)[，,。；;：:\s]*(?:就|都)?(?:请|让|由|麻烦|委托)([^假\s，,。；;：:][^\s，,。；;：:]*?)` + forMe),
	reads(`^(?:(.*)[，,。；;：:\s])?([^\s，,。；;：:]+?)` + forMe),
	reads(`(?i)^(?:(.*?)[,;.:\s]+)??(?:and |so )?(?:please )?(?:let |have )?(<@[^>]+>|@?[^\s,;.:<>]+) (?:will |can |to )?` +
		`(?:approves?|decides?|stands? in|covers?|fills? in|signs? off(?: on)?|handles?|takes? over|takes? care of)` +
		`(?: (?:my |the |all )?(?:requests|discounts|approvals))? for me\b[,;:]?(.*?)[\s.!]*$`),
	reads(`(?i)^(?:(.*?)[,;.:\s]+)??(?:and |so )?(?:please )?(?:let |have )?(<@[^>]+>|@?[^\s,;.:<>]+) (?:will |can |to )?` +
		`(?:takes?(?: over| on)?|handles?|covers?|does|looks? after|signs? off(?: on)?) my (?:approvals|requests|` +
		`discounts)\b[,;:]?(.*?)[\s.!]*$`),
	reads(`(?i)^()(?:(?:please )?(?:hand|give|delegate|pass|send|transfer)(?: over)? )?my (?:approvals?|requests|` +
		`discounts)(?: over)? to ` +
		`(<@[^>]+>|@?[^\s,;.:<>]+)(?: for| from| on)?\b[,;:]?(.*?)[\s.!]*$`),
	reads(`^(.*?)[，,。；;：:\s]*(?:我的)?(?:审批|申请|折扣)(?:的事情?|工作)?(?:先|都|就|暂时)?(?:交给|转给|委托给?|托给|给|让|由|找|请)` +
		`([^\s，,。；;：:]+?)(?:来|先|帮忙|帮我|代我|负责)*(?:看|批|审|审批|处理|负责|代批|代)?(?:一下|吧|了)*[\s。！]*()$`),
	reads(`(?i)^(.*?)[,;.:\s]+(?:and |so )?(?:please )?(?:send )?` +
		`(?:my )?(?:approvals?|requests|discounts) (?:(?:should )?go(?:es)? )?to ` +
		`(<@[^>]+>|@?[^\s,;.:<>]+?)()[\s.!]*$`),
}

// alwaysFor is how many of standIn say by themselves that somebody decides for the writer. The others need days.
const alwaysFor = 5

// StandIn reads who is to decide for the writer and on which days, in the words of the line.
func StandIn(line string, now time.Time) (who, days string, ok bool) {
	text := strings.TrimFunc(line, isSpace)
	for i, re := range standIn {
		m := re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if days, who := dayBeside(m[2], now); m[1] == "" && days != "" {
			return who, days, true
		}
		for _, days := range []string{m[1], m[3]} {
			days = strings.Trim(days, " \u3000，,。.；;：:")
			if day, away := Away(days, now); away && day != "" {
				return m[2], day, true
			}
			if kind, _, on := ReadAbsence(days, now); kind == Trip {
				return m[2], on, true
			}
			if namesDays(days, now) {
				return m[2], days, true
			}
		}
		if i < alwaysFor {
			return m[2], "", true
		}
	}
	return "", "", false
}

// mostBeside is how many bytes days and a name that touch have at most.
const mostBeside = 60

// dayBeside parts days from the name beside which they stand without a space: 下周|李雷, Dan|下周.
func dayBeside(text string, now time.Time) (days, name string) {
	if len(text) > mostBeside {
		return "", ""
	}
	for i := range text {
		before, behind := text[:i], text[i:]
		switch {
		case i == 0:
		case utf8.RuneCountInString(behind) > 1 && namesDays(before, now):
			days, name = before, behind
		case days == "" && utf8.RuneCountInString(before) > 1 && namesDays(behind, now):
			return behind, before
		}
	}
	return days, name
}

// blocksNothing are the words that say that nothing is in the way. 没问题 alone is none of them: it also says yes.
const blocksNothing = `(?:目前|暂时)?(?:没有|没|无|暂无)(?:任何|什么|啥)?(?:困难|障碍|卡点|阻碍)|(?:没有|没啥|没什么)问题|` +
	`no blockers?|nothing(?:'s| is)? (?:in the way|blocking(?: me)?)|not blocked|nothing blocks me`

// AbsenceKind is what a line about being away says, where it plans no leave by itself.
type AbsenceKind int

// The kinds of absence.
const (
	Trip      AbsenceKind = iota + 1 // on a business trip: 我下周出差
	Theirs                           // of somebody else: 张伟明天请假
	HalfDay                          // for a part of a day: 周五下午请假
	Unclear                          // on days that are not understood: 国庆请假, 请假两天
	Off                              // no longer: 明天不请假了
	Undeputed                        // nobody decides for them any longer: 不用代了
)

const hanLeave = `(?:请(?:病|事|年)?假|休假|病假|事假|年假|调休|不在|休息|休)`

var absences = []struct {
	kind AbsenceKind
	re   pattern
}{
	{Undeputed, reads(`^(?:现在|已经|我回来了[，,]?)?(?:不用|不需要|无需|不必|别)(?:再)?()` +
		`\p{Han}{0,3}?(?:代|代批|代审批|代我批|代我审批|替我批|帮我批|帮我审批)(?:了|啦)?$`)},
	{Undeputed, reads(`^(?:i'm back[,;.]? )?()` +
		`(?:no need to (?:cover|stand in|decide) for me|nobody needs to (?:cover|decide) for me)(?: any ?more| now)?$`)},
	{Off, reads(`^我?(.*?)我?(?:又|就|还是)?不(?:用|再|需要|想)?` + hanLeave + `了?$`)},
	{Off, reads(`^(?:i'm |i am |i'll be |i won't be )?(?:not )?(?:off|on leave|away) (.+?) after all$`)},
	{Off, reads(`^(?:i'm |i am )?not (?:off|on leave|away|taking leave) (.+?)(?: any ?more| after all)?$`)},
	{Off, reads(`^(?:请|帮我|麻烦)*(?:取消|撤销|撤回)(?:一下|掉)?我?(.*?)的?(?:请假|休假|病假|事假|年假|调休|假期?)$`)},
	{Off, reads(`^(?:actually,? |please |pls |can you )*(?:cancel|drop|withdraw) my (?:leave|holiday|vacation|pto|days? off|` +
		`time off)(?: (?:on|for))?(?: (.+))?$`)},
	{Trip, reads(`^我?(.+?)我?(?:要|得)?(?:去\p{Han}{0,4})?出差(?:\p{Han}{0,4})?$`)},
	{Trip, reads(`^(?:i'm |i am |i'll be |i will be )?` +
		`(?:travell?ing|on the road|on a (?:business )?trip|at a conference)(?: for work)? (?:on |from )?(.+)$`)},
	{HalfDay, reads(`^我?(.+?)(?:的)?(?:上午|下午|早上|晚上|半天)我?(?:要|想)?` + hanLeave + `(?:半天)?$`)},
	{HalfDay, reads(`^(?:i'm |i am |i'll be )?(?:off|away|out|on leave) (?:on )?(.+?) (?:morning|afternoon)$`)},
	{HalfDay, reads(`^(?:i'm |i am |i'll be )?(?:off|away|out|on leave) (?:on )?(.+?),? half (?:a )?day$`)},
	{Unclear, reads(`^我?()(?:\p{Han}{1,6}(?:请假|休假)|请假?[一二两三四五六七八九十\d]+天假?)$`)},
}

// ReadAbsence reads a line about being away that plans no leave, and the days that it names in its own
// words. who is the other person of Theirs.
func ReadAbsence(line string, now time.Time) (kind AbsenceKind, who, days string) {
	text := talk.Contracted(strings.TrimRight(strings.ToLower(strings.TrimFunc(line, isSpace)), " .!。！"))
	if _, away := Away(line, now); away || len(text) > maxReason {
		return 0, "", ""
	}
	if who, days := theirLeave(text, now); who != "" {
		return Theirs, who, days
	}
	for _, a := range absences {
		m := a.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if _, _, _, err := SpanWhy(m[1], now); err == nil || m[1] == "" {
			return a.kind, "", m[1]
		}
	}
	return 0, "", ""
}

var theirs = []pattern{
	reads(`^(\p{Han}{2,4}?)((?:今|明|后|大后|下|这|本|周|星期|礼拜|\d).*?)(?:要|想)?` + hanLeave + `$`),
	reads(`^([^\s,.;:]+) (?:is |will be )(?:off|away|out|on leave|on holiday|on vacation) (?:on |from )?(.+)$`),
}

// theirLeave reads whose leave a line tells, if it is not the writer's.
func theirLeave(text string, now time.Time) (who, days string) {
	for _, re := range theirs {
		if m := re.FindStringSubmatch(text); m != nil && m[1] != "i" && !strings.HasPrefix(m[1], "我") {
			if _, _, err := Span(m[2], now); err == nil {
				return m[1], m[2]
			}
		}
	}
	return "", ""
}

// noBlockers is a sentence that says that nothing is in the way. It answers the question after
// blockers wherever it stands.
var noBlockers = reads(`(?i)(^|[\n。.！!，,；;]\s*)((?:` + blocksNothing + `)(?:[\s。.！!，,；;]|$))`)

var nothingBlocks = reads(`^(?:` + blocksNothing + `)$`)

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
			if noReason.MatchString(why) {
				why = ""
			}
			return a, b, why, nil
		}
	}
	return "", "", "", err
}

const maxReason = 300

// noReason are words behind a day that only say once more that it is off.
var noReason = reads(`^(?:我?要?)?(?:请假|休假|休息|休|不在|不上班|off|leave|away)$`)

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
var moreDays = reads(`(?i)\d|\b(mon|tues?|weds?|thur?s?|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)day|` +
	`jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|(septem|octo|novem|decem)ber)\b|` +
	`\b(today|tomorrow|next|last|every|weeks?|weekend|months?|days?|hours?|am|pm|morning|afternoon|evening|noon|half|except|excluding|` +
	`without|but|no|not|cancel|unless|if|maybe|or|to|till|until|from|onwards?|through)\b|` +
	`[二两三四五六七八九十几半][天日周个]|上午|下午|早上|晚上|中午|周|星期|礼拜|月|号|除|不含|不包括|不请|不休|取消|但|到|至|和|起|之后|以后|以前|之前|如果|每`)

// putOff is an answer that puts the stand-up off.
var putOff = reads(`(?i)^(?:(?:maybe |a bit |ask me |remind me )?later|not now|in a bit|later today|i'?ll do it later|` +
	`(?:迟点|迟些|晚点|晚些|稍后|稍等|待会儿?|等一?会儿?|过?一会儿?|等一下|过会儿?|回头)` +
	`(?:再说|再填|再写|再答|再?(?:来)?(?:问|提醒|叫|喊)一?下?我?|吧|填|写)?)(?:吧)?[\s.!。！]*$`)

// putOffTo puts the stand-up off and says how long, or to what time: 10分钟后叫我, "remind me in 10 minutes".
var putOffTo = []pattern{
	reads(`^(?:请|麻烦)?(?:过|等)?(\S.*?)(?:之后|以后|后)?(?:再)?(?:来)?` +
		`(?:叫|提醒|喊|问|通知)(?:一下|下)?我(?:一下|一声|吧)?[\s.!。！]*$`),
	reads(`^(?:请|麻烦)?(?:过|等)?(\S.*?(?:分钟|小时|钟头|刻钟))(?:之后|以后|后)?再(?:说|填|写|问|提醒)(?:吧)?[\s.!。！]*$`),
	reads(`(?i)^(?:please )?(?:remind|ask|ping|nudge) me (?:again )?((?:in|at|after|around) .+?)[\s.!]*$`),
	reads(`(?i)^((?:in|after) \S+ (?:min(?:ute)?s?|hours?|h))(?: please)?[\s.!]*$`),
}

// PutsOff reports whether a line only puts the answer off: later, 迟点再说, "remind me at 9:30". until is for
// how long, in the words of the line, "" where it does not say.
func PutsOff(line string) (until string, ok bool) {
	text := strings.TrimFunc(line, isSpace)
	if putOff.MatchString(text) {
		return "", true
	}
	for _, re := range putOffTo {
		if m := re.FindStringSubmatch(text); m != nil {
			return m[1], true
		}
	}
	return "", false
}

var further = reads(`(?i)^\s*(?:(?:and )?also\b|plus\b|还要|还有|另外|再加上|(?:再)?补充(?:一?下|` +
	`一[条点句]|[条点])?|补一?下|追加(?:一?[条下])?|(?:再)?加一?[条下])[\s:：,，]*`)

// Further cuts off the words that say that a line comes to what was said before: also …, 还要 ….
func Further(line string) (rest string, ok bool) {
	m := further.FindString(line)
	return line[len(m):], m != "" && len(m) < len(line)
}

// A text that names two days and tells what others said or how things were is no stand-up of one's own.
var (
	othersDid = reads(`(?i)^[\s,，:：]*(?:(?:they|he|she|everyone|nobody)\b|(?:\S+ ){1,3}?(?:said|says|told|wanted|wants|changed|agreed|` +
		`refused|cancelled|promised)\b)|^[\s，,]*(?:又|说的|[^我咱跟和给与对向帮，,。；;]{0,8}(?:说[^明服法]|变卦|改主意|反悔|松口|答应|改口))`)
	isOver    = reads(`(?i)^\s*(?:was|were|wasn't|had|went|felt)\b|了[\s.。!！]*$`)
	ownWords  = reads(`(?i)^\s*(?:i|i've|i'm|we|we've)\b|我`)
	bareFront = reads(`(?i)^[\p{P}\s]*$|[a-z]|我|咱`)
	noDay     = reads(`(?i)(?:\b(?:not|wasn't|isn't)|不是|并非|改到|改成|说的?是)\s*$`)
)

// tellsOfOthers reports whether a text without labels or a part on blockers tells of others, of how a day was, or of which
// day it was.
func tellsOfOthers(body string, heads []head) bool {
	if !bareFront.MatchString(body[:heads[0].start]) {
		return true
	}
	for i, h := range heads {
		if h.question == sales.AskBlockers || strings.ContainsAny(body[h.start:h.end]+firstRune(body[h.end:]), ":：") {
			return false
		}
		end := len(body)
		if i+1 < len(heads) {
			end = heads[i+1].start
		}
		said := strings.TrimRight(body[h.end:end], " ,，.。;；!！")
		switch {
		case noDay.MatchString(body[:h.start]):
			return true
		case !ownWords.MatchString(said) && othersDid.MatchString(said), h.question == sales.AskPlan && isOver.MatchString(said):
			return true
		}
	}
	return false
}

// doneFirst is a stand-up that begins with what was done, without a word for that, and goes on with today.
var doneFirst = reads(`(?i)^(?:(?:i|we) )?(?:\w{3,}ed|met|saw|spoke|sent|rang|did|had|went|wrote|got)\b` +
	`[^.;\n]*[,.;]\s*(?:and )?today:? (?:(?:i|we|the|` +
	`an?|my)\b|[^tsh]|t[^h]|s[^h]|h[^ea])|^[^，。；,;\n]*[了完过][，。；,;\s]+(?:今天|今日)`)

// needed begins what is needed of somebody else.
var needed = reads(`(?i)^\W*need`)

// noneBehind ends a stand-up without a word for blockers: 昨天拜访华星，今天拜访智云，无.
var noneBehind = reads(`(?i)[,，;；。.、\n]\s*(?:无|没有|暂无|没啥|none|nothing|nil|n/a|no)\s*[.。!！]*$`)
