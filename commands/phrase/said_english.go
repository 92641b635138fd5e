package phrase

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dealdesk/sales/calendar"
)

// What plain words in English add to the tables that both readers use.

// englishTalk are further words for a contact. A longer one comes before its own beginning.
var englishTalk = []talkWords{
	{"message", []string{"teams chat", "teams message", "slack message", "quick ping", "ping", "pinged", "slacked", "texted",
		"whatsapped", "watsapp",
		"whatsap", "watsapped", "linkedin", "msgd", "msged", "dropped a line to", "dropped a note to", "imessaged", "sms'd", "dm'd",
		"dmed"}},
	{"meeting", []string{"google meet", "teams meeting", "zoom meeting", "meet-up", "meetup", "workshop", "workshopped",
		"ran a workshop", "f2f",
		"face to face", "face-to-face", "training", "trained", "breakfast", "brekkie", "brunch", "drinks", "a drink", "a pint",
		"a beer", "cuppa",
		"tea with", "catch-up over coffee", "teams", "skype", "webex", "webex'd", "webexed", "zoomed", "zoom'd", "huddle", "huddled",
		"kickoff",
		"kick-off", "kick off", "kicked off", "bumped into", "ran into", "hosted", "roundtable", "session", "sit-down", "mtng",
		"meting", "meetng",
		"sync", "synced", "check-in", "one-on-one", "1:1", "stand-up meeting", "review meeting", "qbr"}},
	{"visit", []string{"onsite", "on-site", "on site", "popped", "walkround", "walkaround", "site tour", "vst", "vist", "toured"}},
	{"call", []string{"phone call", "rang up", "got hold of", "on the blower", "blower", "fone", "phne", "spoke", "spoken", "spk",
		"spke", "chat", "chatted",
		"catch-up", "catch up", "caught up", "tel", "cal", "cll", "cald", "calld", "dialled", "dialed", "buzzed", "bell to",
		"gave a bell",
		"talked", "had a word", "had a quick word", "a word with", "a quick word with", "rung", "con call", "conf call",
		"conference call", "facetime"}},
	{"email", []string{"wrote", "mailed over", "emailed", "emialed", "emaild", "emld", "e-mail", "e-mailed", "forwarded", "fwd'd"}},
	{"demo", []string{"showed", "presented", "walkthrough", "walk-through", "demonstrated", "demonstration", "presentation",
		"pitched"}},
	{"note", []string{"jotting down", "jotted down", "jot down", "for the record", "heard that", "for info", "note to self"}},
}

// past are the words by which a contact is told as done: without one of them "call Acme" may be a plan.
var past = reads(`(?i)\b(\w{3,}ed|met|spoke\w*|rang|rung|saw|went|wrote|sat|caught|had|got|took|did|gave|` +
	`ran|swung|heard|off|just|was|were|came|` +
	`sent|held|cald|calld|emaild|emld|spke)\b`)

// englishLengths are lengths in words that are said only in plain talk.
var englishLengths = []spokenLen{
	{[]string{"an hour and a half", "one and a half hours", "hour and a half"}, 90},
	{[]string{"an hour and twenty", "an hour twenty"}, 80}, {[]string{"an hour and ten", "an hour ten"}, 70},
	{[]string{"an hour and a quarter", "hour and a quarter"}, 75}, {[]string{"an hour and forty", "an hour forty"}, 100},
	{[]string{"an hour or so", "hour or so"}, 60},
	{[]string{"a couple of hours", "couple of hours"}, 120},
}

// glued are a kind and a length written as one word: call20m, 20mcall.
var (
	gluedBehind = reads(`(?i)\b(call|visit|meeting|mtg|lunch|demo|zoom|tel|coffee)(\d{1,3}(?:m|min|mins|h|hr|hrs))\b`)
	gluedBefore = reads(`(?i)\b(\d{1,3}(?:m|min|mins|h|hr|hrs))(call|visit|meeting|mtg|lunch|demo|zoom|coffee)\b`)
)

// lengthOwner is a length in the genitive: 30 minutes' duration, an hour's visit.
var lengthOwner = reads(`(?i)\b(minutes?|mins?|hours?|hrs?)['’]s?(?: duration)?\b?(\s|[,.;:]|$)`)

// minutesApart are minutes with a space in the word: 10 mi n.
var minutesApart = reads(`(?i)\b(\d{1,3}) ?(?:m i ?n|mi n)s?\b`)

// hyphened is a length as an adjective, a 45-minute meeting, and halfHour a fraction of an hour.
var (
	hyphened = reads(`(?i)\b(\d{1,3})[-‐–](minutes?|mins?|hours?|hrs?)\b`)
	halfHour = reads(`(?i)\b1/2 (?:an? )?(?:hour|hr)\b`)
)

// wordedHan is a length with its number in English and its unit in Chinese: twenty 分钟.
var wordedHan = reads(`(?i)\b(one|two|three|five|ten|fifteen|twenty|thirty|forty|fifty|sixty) ?(分钟|分鐘|小时|小時)`)

// hastyWill is what somebody will do, without the apostrophe: ill send a quote.
var hastyWill = reads(`(?i)((?:^|[.,;!?] |\b(?:and|so|then) ))ill (send|snd|call|ring|email|get|share|book|prepare|draft|write|` +
	`follow|chase|check|visit)\b`)

// apart writes such a word as two, a length without its 's, and its unit as one word.
func apart(line string) string {
	line = hastyWill.ReplaceAllString(line, "${1}I'll $2")
	if strings.ContainsAny(line, "'’") {
		line = lengthOwner.ReplaceAllString(line, "$1$2")
	}
	if strings.ContainsAny(line, "0123456789") {
		line = halfHour.ReplaceAllString(hyphened.ReplaceAllString(line, "$1 $2"), "30 min")
		line = minutesApart.ReplaceAllString(line, "$1 min")
		line = gluedBefore.ReplaceAllString(gluedBehind.ReplaceAllString(line, "$1 $2"), "$1 $2")
	}
	if !strings.ContainsFunc(line, han) {
		return line
	}
	return wordedHan.ReplaceAllStringFunc(line, func(said string) string {
		m := wordedHan.FindStringSubmatch(said)
		return strconv.Itoa(counts[strings.ToLower(m[1])]) + m[2]
	})
}

// capitalMinutes are minutes in a line in capitals, behind a contact: CALL ACME 20M.
var capitalMinutes = reads(`^((?:LOG )?(?:CALL|CALLED|VISIT|VISITED|MEETING|MET|DEMO|ZOOM|LUNCH|PHONE|` +
	`PHONED|RANG|SPOKE|TEAMS)\b[^.,;:0-9]{0,60}\d{1,3})M\b`)

// lowerMinutes writes them with a small m.
func lowerMinutes(line string) string {
	if strings.ToUpper(line) != line {
		return line
	}
	return capitalMinutes.ReplaceAllString(line, "${1}m")
}

// clockLength reads 1:15 as an hour and a quarter; a time of day is announced, or later than that.
var clockLength = reads(`^0?([0-3]):([0-5]\d)\b`)

// nearby is how much of a line, in bytes, is looked at around a place in it.
const nearby = 60

// endOfText is the end of a text, so that a long line is not read again for each of its words.
func endOfText(text string) string { return text[max(0, len(text)-nearby):] }

// startOfText is the start of a text, for the same reason.
func startOfText(text string) string {
	end := min(len(text), nearby)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// namesLength reports whether a length at a place is that of the contact: not the 20m of "20m rows a day".
func (r *saidReader) namesLength(start, end int) bool {
	before, behind := endOfText(r.line[:start]), r.line[end:min(len(r.line), end+nearby)]
	return r.besides(start, end) || nameGoesOn.MatchString(before) || lengthBefore.MatchString(before) ||
		lengthBehind.MatchString(behind)
}

// clockSpan is a contact from one time to another: 9:30 to 11.
var clockSpan = reads(`(?i)\b(?:from )?(\d{1,2})[:.](\d\d)\s*([ap]m)?\s*(?:[-–—]|to|till|` +
	`until)\s*(\d{1,2})(?:[:.](\d\d))?\s*([ap]m)?\b`)

// span reads such a length, which stands in a clause that is no plan.
func (r *saidReader) span() bool {
	m := clockSpan.FindStringSubmatchIndex(r.line)
	if m == nil || r.planned(m[0]) {
		return false
	}
	number := func(i int) int {
		if m[i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(r.line[m[i]:m[i+1]])
		return n
	}
	from, to := number(2)*60+number(4), number(8)*60+number(10)
	if to <= from && from < 13*60 {
		to += 12 * 60
	}
	if number(4) > 59 || number(10) > 59 || to <= from || to-from > longestRange {
		return false
	}
	r.said.Minutes = to - from
	r.take(m[0], m[1])
	return true
}

var (
	// nameGoesOn is the rest of a name: Stonebridge [Banking Group] 20m.
	nameGoesOn   = reads(`\p{Lu}\w+ (?:\p{Lu}\w+ ){1,2}$`)
	lengthBefore = reads(`(?i)(^|[.,;:!?(\n，。]\s*|\b(for|about|like|took|lasted|lasting|spent|was|went|of|` +
		`around|roughly|an?|the|my|our|approx\.?|~|just|only|quick|good|had|did|[-–—])\s*)$`)
	lengthBehind = reads(`(?i)^['’)]*\s*($|[.,;:!?)\n，。-]|(on|with|at|in|call|visit|meeting|chat|zoom|demo|` +
		`re|about|to|duration|walk|tour|lunch)\b)`)
)

// planMark announces what is to be done, up to the end of the line or the next mark.
var planMark = reads(`(?i)(?:^|[\s.,;:!(])((?:next|nxt)(?: steps?| actions?)?|to ?-?do|actions?(?: items?|` +
	` points?)?|f/u|follow[- ]?up)(?:\s*(?::|->|=>|→)|\s+[-–—]+\s)\s*|` +
	`(?:^|[\s.,;:!])(nxt steps?)\s+|` +
	`^(?:(?:set|add|put) )?(?:an? |the )?next(?: steps?| actions?)? (?:for|on|with) [^:\n]{2,60}:\s+|\s*(?:=>|->|→)\s*`)

// numbered parts what is to be done into steps: 1) this 2) that.
var numbered = reads(`(?:^|\s)\(?\d[).]\s+`)

// marked are the parts of a line behind such marks.
func (r *saidReader) marked() (all []clause) {
	marks := planMark.FindAllStringIndex(r.line, -1)
	if from, to, ok := nextMark(r.line); ok && !slices.ContainsFunc(marks, func(m []int) bool { return m[0] <= from && from < m[1] }) {
		marks = append(marks, []int{from, to})
		slices.SortFunc(marks, func(a, b []int) int { return a[0] - b[0] })
	}
	for i, m := range marks {
		end := len(r.line)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		from := m[1]
		for _, n := range numbered.FindAllStringIndex(r.line[m[1]:end], -1) {
			all = append(all, clause{start: from, end: m[1] + n[0], plan: true, mark: m[0]})
			from = m[1] + n[1]
		}
		all = append(all, clause{start: from, end: end, plan: true, mark: m[0]})
	}
	return slices.DeleteFunc(all, func(c clause) bool { return strings.Trim(r.text(c), " .,;") == "" })
}

// Times of the day and days as they are written in a hurry, which the reader of dates does not know.
var (
	pastHour = reads(`(?i)\b(half|quarter|five|ten|twenty|twenty[- ]five) (past|to) (one|two|three|four|` +
		`five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b`)
	fromHour  = reads(`(?i)\bfrom (\d{1,2}(?::\d\d)?(?: ?[ap]m)?)\s*$`)
	hurried   = reads(`(?i)\b(2moro|2morrow|2mrw|2mro|tmw|tmrow|tomoz|tomo)\b`)
	halfDays  = reads(`(?i)\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|tomorrow|today) (am|pm|cob|eod|eob|cop)\b`)
	weekFrom  = reads(`(?i)\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*) week\s*$`)
	thursdays = reads(`(?i)\b(2|@) ?(mon|tues?|weds?|thur?s?|fri|sat|sun)\b`)
)

// inFull is a step with its times and days in full: 2moro at half past 3.
func inFull(step string) string {
	step = pastHour.ReplaceAllStringFunc(step, func(said string) string {
		m := pastHour.FindStringSubmatch(said)
		hour, err := strconv.Atoi(m[3])
		if err != nil {
			hour = counts[strings.ToLower(m[3])]
		}
		minute := map[string]int{"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}[strings.ToLower(m[1])]
		if minute == 0 {
			minute = 25
		}
		if strings.EqualFold(m[2], "to") {
			hour, minute = (hour+10)%12+1, 60-minute
		}
		return strconv.Itoa(hour) + ":" + strconv.Itoa(minute/10) + strconv.Itoa(minute%10)
	})
	step = halfDays.ReplaceAllString(step, "$2 $1")
	step = weekFrom.ReplaceAllString(step, "a week on $1")
	step = hurried.ReplaceAllString(step, "tomorrow")
	return fromHour.ReplaceAllString(thursdays.ReplaceAllString(step, "$2"), "at $1")
}

var (
	slashedDay = regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})\b`)
	monthDay   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(jan|feb|mar|apr|may|june?|july?|aug|sept?|` +
		`oct|nov|dec)[a-z]*\b`)
	hourMinute = regexp.MustCompile(`\b(\d{2}):(\d{2})\b`)
)

// impossible is a day or a time in a text that cannot be: 31/11, 30 Feb, 25:00.
func impossible(text string, now time.Time) string {
	day := func(d, m int) bool {
		return m >= 1 && m <= 12 && d >= 1 && time.Date(now.Year(), time.Month(m), d, 0, 0, 0, 0, time.UTC).Month() == time.Month(m) ||
			m == 2 && d == 29
	}
	for _, m := range slashedDay.FindAllStringSubmatch(text, -1) {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		if m[0] != "24/7" && max(a, b) <= 40 && !day(a, b) && !day(b, a) && max(a, b) > 12 {
			return m[0]
		}
	}
	for _, m := range monthDay.FindAllStringSubmatch(text, -1) {
		d, _ := strconv.Atoi(m[1])
		if month := months[strings.ToLower(m[2])]; d > 28 && !day(d, month) {
			return m[0]
		}
	}
	for _, m := range hourMinute.FindAllStringSubmatch(text, -1) {
		h, _ := strconv.Atoi(m[1])
		if h > 24 || m[2] > "59" {
			return m[0]
		}
	}
	return ""
}

// possessive is a day with the 's of its contact: yesterday's call.
var possessive = reads(`(?i)^((?:last )?(?:today|yesterday|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?)['’]s\b`)

// daySubject follows a day that a sentence is about: "Monday is good for them".
var daySubject = reads(`(?i)^\s+(is|works|suits|would|will|could|should|can|may|might|seems|looks|sounds|or)\b`)

// weekdaySubject follows a weekday in a sentence that tells what others do then.
var weekdaySubject = reads(`(?i)^\w*day\s+(they|we|he|she|it)\b`)

// possessiveDay reads the day of yesterday's call.
func possessiveDay(text string, now time.Time, work calendar.Worktime) (m Moment, n int) {
	said := possessive.FindStringSubmatch(startOfText(text))
	if said == nil {
		return m, 0
	}
	d := newDates(said[1], now, work)
	d.past = true
	f, ok := d.moment()
	if !ok || !f.dated || f.day.After(d.today) {
		return m, 0
	}
	return f.at(d), len(said[0])
}

var (
	// fellThrough are words by which a contact did not take place.
	fellThrough = reads(`(?i)\bcancell?(ed|s)\b|\bcalled (it|us|me|this) off\b|\bstood (me|us) up\b|` +
		`\bno[- ]?show(s|ed|ing)?\b|\b(blew|fobbed) (me|us) off\b|\bbailed\b|` +
		`\bsupposed to\b|\bshould(('|’)?ve| have) (met|called|visited|seen|had|been)\b|\b(didn'?t|did not) (go|happen|` +
		`take place|show|turn up|make it)\b|\bfell through\b|` +
		`\b(nobody|no[- ]one|noone) (was )?(in|there|home|about|around|available|showed|turned up|answered|picked up)\b|` +
		`\b(wasn'?t|not|weren'?t) (in|there|available|around|at (his|her|their) desk)\b|` +
		`\bhung up\b|\b(put|slammed) (the |his |her )?(phone|receiver) down\b|\b(put|slammed) down the (phone|receiver)\b|` +
		`\bmissed calls?\b|\bout of (the )?office\b|\b(ghosted|called away)\b|\bcalled off\b|\bturned (me|us) away\b`)
	// offBefore are words by which it was called off beforehand: nobody tried anything.
	offBefore = reads(`(?i)\bcancell?(ed|s)\b|\bcalled off\b|\bcalled (it|this|us) off\b`)
	// notReached are words by which nobody was reached.
	notReached = reads(`(?i)\bno (answer|ans|reply|response|luck|joy)\b|\b(didn'?t|did not|wouldn'?t|not|` +
		`don'?t|isn'?t) (pick(ing)? up|answer(ing)?|reach|get through|get hold of)\b|` +
		`\b(left|leave|lft|leaving)( (him|her|them|me|tom|a))?( an?)? (voice ?mail|vm|voice message|message|msg)\b|\b(vm|` +
		`voicemail) (?:left|again)\b|^(vm|voicemail)\b|` +
		`\b(straight to|went to|got( the| his| her| their)?|hit|just|only) (voice ?mail|vm|answering machine|answerphone|machine)\b|` +
		`\bline (was )?(engaged|busy|dead)\b|\bengaged tone\b|\b(never|couldn'?t|could not|can'?t|unable to|failed to) (get|` +
		`got|reach|reached)\b|\bunreachable\b|\brang out\b|` +
		`\bn/?a\s*$`)
	triedTo = reads(`(?i)^\s*(i |just |we |have |i've )*(tried|trying)\b`)
	// reachedAfterAll are words by which it took place all the same.
	reachedAfterAll = reads(`(?i)\b(he|she|they) (rang|called|phoned|got) (me |us )?back\b|\bfinally (got|` +
		`spoke|reached|met)\b|\b(wasn'?t|not|isn'?t) (cancell?ed|called off)\b|` +
		`\bwent ahead\b|\bafter all\b`)
	// undone are words by which the author has not done something.
	undone = reads(`(?i)\b(haven'?t|have not|havent|didn'?t|did not|didnt|not|never|forgot to|` +
		`yet to)( yet)? (call(ed)?|ring|rung|rang|visit(ed)?|met|meet|email(ed)?|speak|spoken|spoke|` +
		`contact(ed)?|phone[d]?|message[d]?|see|seen)\b`)
	// moved are words by which a contact was put off.
	moved = reads(`(?i)\b(re-?schedul(ed?|ing)|postpon(ed?|ing)|push(ed|ing)?|moved?|put (off|back)|` +
		`shift(ed)?|delay(ed)?|bump(ed)?|booked|arranged|scheduled|set up|pencilled|agreed)\b`)
	// callBack is an order to oneself.
	callBack = reads(`(?i)^\s*(call|ring|phone) (me|him|her|them|us) back\b`)
	// verdict is how it went, which is worth a note.
	verdict = reads(`(?i)\b(well|ok|okay|good|great|nice|fine|badly|bad)\b`)
	// partOnly and clockSaid tell a part of the day from a time.
	partOnly  = reads(`(?i)\b(morning|afternoon|evening|tonight|night)\b`)
	clockSaid = reads(`(?i)\d ?[ap]\.?m\b|\d[:.]\d\d|\bat \d|@ ?\d|\bnoon\b|\bmidday\b|o'clock|\bfrom \d`)
	// thisOne stands in front of a contact behind the word log: log this - call Acme.
	thisOne = reads(`(?i)^(?:(?:it|this|that|down|please|pls|for me)\b[\s:,–—-]*)+`)
	// doubtful words make a certain reading uncertain.
	doubtful = reads(`(?i)\b(cancell?ed|re-?scheduled|postponed|tomorrow|tmrw|yesterday|action|f/?u|to-?do|next|declined|refused|failed|` +
		`bounced|nobody|no ?one|never|instead|kidding|joking|later|if|unless|test(ing)?|mon|tues?|wed|thurs?|fri|sat|sun|(mon|tues|` +
		`wednes|thurs|fri|satur|sun)day|` +
		`voice ?mail|answering|missed|yet|haven'?t|didn'?t|must|remember|remind|` +
		`no answer|will|need to|gonna|going to|2moro|tmw|\d+ ?(m|mins?|minutes|h|hrs?|hours?))\b`)
)

// SaidDoubtfully reports whether a note may say that a contact was none, or is to come.
func SaidDoubtfully(note string) bool {
	r := strings.TrimSpace(note)
	return doubtful.MatchString(r) || r != "" && digit(rune(r[0]))
}

// CutThis cuts "this", "it please" and the like from the start of what is to be logged.
func CutThis(line string) (rest string, ok bool) {
	n := len(thisOne.FindString(line))
	return line[n:], n > 0 && n < len(line)
}

// withoutClock is a day without the time that only a part of the day stands for; the part is kept in words.
func withoutClock(step, what string, due *Moment) (string, *Moment) {
	part := partOnly.FindString(step)
	if due == nil || due.Clock == "" || part == "" || clockSaid.MatchString(step) {
		return what, due
	}
	day := *due
	day.Clock = ""
	return what + ", " + strings.ToLower(part), &day
}

// atHour is a time behind what is to be done: ring at 11.
var atHour = reads(`(?i)\b(?:at|@) ?\d{1,2}(?::\d\d)?(?: ?[ap]m)?\s*$`)

// withClock is a day with the time that stands apart from it: tomorrow ring at 11.
func (r *saidReader) withClock(what string, due *Moment) (string, *Moment) {
	if due == nil || due.Clock != "" || !atHour.MatchString(what) {
		return what, due
	}
	rest, at, err := stepIn(false, what, r.o.Now, r.o.Work)
	if err != nil || at == nil || at.Clock == "" {
		return what, due
	}
	day := *due
	day.Clock = at.Clock
	return rest, &day
}

// intentSaid reads the buying intent within a note: "their intent at 2 out of 5".
var intentSaid = reads(`(?i)\bintent\b(?: is| at|:| =|ion)?(?: about|` +
	` around)?\s*(?:at )?([1-5])\b(?:\s*(?:/|out of|of) ?5)?`)
