package talk

import (
	"strconv"
	"strings"
)

var (
	putOffBy = reads(`\b(?:push|move|postpone|delay|shift|put|bump|reschedule|slide)\b.{0,40}\bnext (?:step|action)s?\b.{0,30}?` +
		`\b(an?|one|two|three|four|\d{1,2}) (?:more )?(day|week|month)s?\b|` +
		`\bnext (?:step|action)\b.{0,30}?\b(?:an?|one|two|three|four|\d{1,2}) (?:day|week|month)s? later\b|` +
		`下一步.{0,12}?(?:推迟|延后|延期|往?后推|推后|顺延|后延|晚|延)(?:了)?([一二两三四五六七八九十]|\d{1,2})个?(天|日|周|星期|礼拜|月)`)
	putOffTo = reads(`\b(?:push|move|postpone|delay|shift|put|bump|reschedule|change)\b.{0,40}\bnext (?:step|action)s?\b.{0,40}? ` +
		`(?:to|until|till) (.+)$|下一步.{0,12}?(?:推迟到|推迟至|延到|延期到|延后到|改到|改成|改为|挪到|推到|调到|顺延到)(.+)$`)
	counted = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
		"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
	unit = map[string]int{"day": 1, "week": 7, "month": 30, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
)

// notDone begins a line that forbids what it names.
var notDone = reads(`^(?:please )?(?:don't|don’t|do not|never|no need to)\b|^(?:先|请)?(?:别|不要|不用|勿)`)

// PutOff reads a line that moves the day of a next step: by some days, or to a day in the words of the line.
func PutOff(line string) (days int, to string, ok bool) {
	text := strings.TrimRight(plain(line), " .!吧了")
	if len(line) > longest/2 || strings.Contains(line, "\n") || strings.Contains(line, "?") || notDone.find(text) != nil {
		return 0, "", false
	}
	if m := putOffBy.find(text); m != nil && m[2]+m[4] != "" {
		n, err := strconv.Atoi(m[1] + m[3])
		if err != nil {
			n = counted[m[1]+m[3]]
		}
		return n * unit[m[2]+m[4]], "", n > 0
	}
	if m := putOffTo.find(text); m != nil {
		return 0, m[1] + m[2], true
	}
	return 0, "", false
}
