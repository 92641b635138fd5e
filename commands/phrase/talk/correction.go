package talk

import (
	"slices"
	"strings"
)

// Correction is what somebody says was wrong with what was just saved.
type Correction struct {
	Right  string // what it was, "" if they do not say
	Wrong  string // what it was not, "" if they do not say
	Intent int    // how much they mean to buy, 0 if that is not said
	Sure   bool   // the words can mean nothing else: "no, ..."
	Bare   bool   // they begin with a "no" that may belong to the word behind it: "no calls today"
}

// field and fieldHan are what may be wrong with a contact.
const (
	field    = `(?:customer|client|company|account|time|day|date|length|duration|kind|type|deal)`
	fieldHan = `(?:时间|时长|日期|客户|公司|类型|方式|分钟)`
)

var (
	// wrongLead begins the words of somebody who corrects.
	wrongLead = reads(`^(?:(?:wrong ` + field + `|(?:the |my )?` + field + ` (?:is|was) (?:wrong|not right|incorrect|off)|no|nope|` +
		`nah|wrong|oops|ups|correction|my (?:bad|mistake)|(?:that'?s|this is|it'?s|that was) ` +
		`(?:wrong|not right|not correct|a mistake)|not (?:quite|right|correct)|i was wrong|i made a mistake|` +
		`不|` + fieldHan + `?(?:不对)+了?|不是的|我?(?:刚才?|把)*` + fieldHan + `?(?:说|搞|记|写|打|弄|填)?错` + fieldHan +
		`?了|(?:更正|纠正|改)(?:一下|下)?)(?:[,.:;! ]+|$))+`)
	// sorryTail ends them, and says nothing else.
	sorryTail = reads(`[, ]+(?:sorry|actually|really|though|my (?:bad|mistake)|oops|i mean|in fact)$|[, ]*(?:抱歉|不好意思|对不起)$`)
	// wrongTail ends them, too, and says that something was wrong.
	wrongTail = reads(`[, ]+我?(?:刚才?)?` + fieldHan + `?(?:说|搞|记|写|打|弄|填)错` + fieldHan + `?了$|[, ]+i (?:got|had) (?:it|that) wrong$`)
	// intent is all of a text: how much they mean to buy.
	intent = reads(`^(?:i'?d say |make (?:the )?|change (?:the )?)?(?:the |buying |their )*(?:intent|interest)(?: is| was|:| should ` +
		`be| to| at| now)* ` +
		`([1-5])(?: ?/ ?5| out of 5)?(?:,? (?:and )?not [1-5])?$|` +
		`^把?(?:购买|采购)?意向度?(?:应该|改成|改为|改到|是|为|:| )*([1-5])(?:分|,?而?不是[1-5])?$`)
	// softLead may begin them, and other words as well.
	softLead = reads(`^(?:(?:sorry|actually|wait|hang on|hm+|ah|oh|well|i meant?|meant|抱歉|对不起|不好意思|等等|哦|啊|其实)[,.:;! ]*)+`)
	// saysWas is between them and what it was.
	saysWas = reads(`^(?:(?:it|that|this)(?:'s| (?:was|is|should be|should have been|took|lasted))(?: (?:only|just|actually|with|on|` +
		`for))*|` +
		`(?:make|change) (?:it|that|this)(?: to)?|(?:make|change) the ` + field + `(?: to)?|(?:the )?` + field + ` (?:was|is|should be)|` +
		`should (?:be|have been)|was|with|那是|这是|应该算是?|其?实?应该是|应是|应该|其实是|(?:把)?` + fieldHan +
		`?(?:应该)?(?:改成|改为|改到|是)|换成|算是?|只有|才|改|是)[, ]*`)
	// notThen are words for what it was not and, behind them, what it was.
	notThen = reads(`^(?:(?:it|that|this) )?(?:was |is |'s )?(?:not|wasn'?t|isn'?t)(?: (?:a|an|the|with|at|on))? (.{2,40}?)` +
		`(?:,| but)\s*(?:but )?(?:(?:it|that) was |rather )?(.{2,40})$|` +
		`^(?:那|这)?(?:不是|并非)(.{1,20}?)(?:[, ]*(?:而?是)|[, ]+)(.{1,20})$|` +
		`^我?(?:刚才?)?(?:记|写|说|打|弄|填|搞)成了?(.{1,20}?)了?[, ]+(?:其实|实际上?|应该)*(?:是|为)(.{1,20})$`)
	// thenNot are words for what it was and, behind them, what it was not.
	thenNot = reads(`^(.{1,40}?),? (?:and )?(?:not|instead of|rather than)(?: (?:a|an|the|with|at|on))? (.{1,40})$|` +
		`^(.{1,20}?)[, ]*(?:而?不是|并非)(.{1,20})$`)
	article = reads(`^(?:a|an|the|with|at|on|only|just) `)
)

// ReadCorrection reads words that correct what was just saved: "no, it was 45 minutes", 不是拜访，是电话. ok is false
// for all others.
func ReadCorrection(line string) (c Correction, ok bool) {
	text, led := strings.Trim(plain(line), " .!"), false
	if tail := wrongTail.find(text); tail != nil {
		text, c.Sure = strings.TrimSuffix(text, tail[0]), true
	}
	if tail := sorryTail.find(text); tail != nil {
		text, led = strings.TrimSuffix(text, tail[0]), true
	}
	if text == "" || len(text) > longest/2 || strings.ContainsAny(text, "?\n") {
		return c, false
	}
	if m := intent.find(text); m != nil {
		return Correction{Intent: int((m[1] + m[2])[0] - '0')}, true
	}
	rest := strings.TrimSpace(cut(wrongLead, text))
	c.Sure = c.Sure || rest != text
	if soft := cut(softLead, rest); soft != rest {
		rest, led = strings.TrimSpace(soft), true
	}
	if again := strings.TrimSpace(cut(wrongLead, rest)); again != rest {
		rest, c.Sure = again, true
	}
	if m := notThen.find(rest); m != nil {
		c.Wrong, c.Right, c.Sure = m[1]+m[3]+m[5], m[2]+m[4]+m[6], true
	} else {
		c.Bare = bareNo.in(text)
		was := strings.TrimSpace(cut(saysWas, rest))
		led = led || was != rest
		c.Right = was
		if m := thenNot.find(was); m != nil {
			c.Right, c.Wrong, c.Sure, led = m[1]+m[3], m[2]+m[4], c.Sure || led, true
		}
	}
	for _, part := range []*string{&c.Right, &c.Wrong} {
		*part = strings.Trim(*part, " ,.:;!吧了的事")
		for again := ""; again != *part && !strings.HasPrefix(*part, "an hour"); {
			again = *part
			*part = strings.TrimSpace(cut(article, *part))
		}
	}
	led, c.Sure = led || c.Bare, c.Sure && !c.Bare
	return c, c.Sure || led && c.Right != ""
}

// bareNo begins with a no that no mark parts from the thing that there was none of.
var bareNo = reads(`^no (?:[a-z]+s|show|answer|luck|reply|response|news|one|progress|change)\b`)

// wrongField begins as a command does, and says what of a contact was wrong.
var wrongField = reads(`^` + fieldHan + `(?:不对|(?:说|搞|记|写|打|弄|填)?错了)`)

// cut takes what a pattern matches off the start of a text.
func cut(p pattern, text string) string { return text[len(first(p, text)):] }

func first(p pattern, text string) string {
	return slices.Concat(p.find(text), []string{""})[0]
}

// takesBack are whole lines that want the last thing undone: "undo that", 撤回刚才那条.
var takesBack = reads(`^(?:please |pls |oops[, ]+|no[, ]+|actually[, ]+)*(?:undo|scrap|delete|remove|revert|take back) ` +
	`(?:that|this|it|(?:that |the |my )?last)(?: (?:one|thing|entry|action|change|log|last one))?$|` +
	`^(?:请|帮我|麻烦)*把?(?:撤销|撤回|删除|删掉|删了)(?:一下|掉)?我?(?:刚才|刚刚|上面|上一|最后|这|那)的?(?:这|那|一)?(?:条|个|笔|步|次)?(?:记录|操作)?$|` +
	`^(?:请|帮我|麻烦)*把?(?:刚才|刚刚|上面|上)?的?(?:这|那|一)(?:条|笔|次)(?:记录|操作)?(?:给我)?(?:撤销|撤回|删除|删掉|删|作废)(?:了|掉)*$`)

// undoAlone is the bare word, which is a command where commands are read.
var undoAlone = reads(`^(?:please |pls |oops[, ]+)*undo(?: please)?$|^(?:请|帮我)?(?:撤销|撤回)(?:一下)?$`)

// Undoes is TakesBack where no commands are read: the bare word counts.
func Undoes(line string) bool {
	return undoAlone.in(strings.TrimRight(plain(line), " .!吧了")) || TakesBack(line)
}

// TakesBack reports whether a whole line wants the last thing undone.
func TakesBack(line string) bool { return takesBack.in(strings.TrimRight(plain(line), " .!吧了")) }

// OtherReason reports whether a line says that the reason was another one than was given.
func OtherReason(line string) bool { return otherReason.in(plain(line)) }

var otherReason = reads(`^(?:no[, ]+|sorry[, ]+|actually[, ]+)*(?:the |my )?reason (?:wasn't|isn't|was not|is not|was|is|should)\b|` +
	`^(?:不对?[, ]*|写错了[, ]*)*(?:输单|丢单)?原因(?:不是|不对|写错|错了|应该|其实)`)
