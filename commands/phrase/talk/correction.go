package talk

import (
	"slices"
	"strings"
)

// Correction is what somebody says was wrong with what was just saved.
type Correction struct {
	Right string // what it was, "" if they do not say
	Wrong string // what it was not, "" if they do not say
	Sure  bool   // the words can mean nothing else: "no, ..."
}

var (
	// wrongLead begins the words of somebody who corrects.
	wrongLead = reads(`^(?:(?:no|nope|nah|wrong|oops|ups|correction|my (?:bad|mistake)|(?:that'?s|this is|it'?s|that was) ` +
		`(?:wrong|not right|not correct|a mistake)|not (?:quite|right|correct)|i was wrong|i made a mistake|` +
		`不对|不是的|(?:我)?(?:说|搞|记|写|打)?错了|更正(?:一下)?|纠正(?:一下)?)(?:[,.:;! ]+|$))+`)
	// softLead may begin them, and other words as well.
	softLead = reads(`^(?:(?:sorry|actually|wait|hang on|hm+|ah|oh|well|i meant?|meant|抱歉|对不起|不好意思|等等|哦|啊|其实)[,.:;! ]*)+`)
	// saysWas is between them and what it was.
	saysWas = reads(`^(?:(?:it|that|this)(?:'s| (?:was|is|should be|should have been|took|lasted))(?: (?:only|just|actually|with|on|` +
		`for))*|` +
		`(?:make|change) (?:it|that|this)(?: to)?|should (?:be|have been)|was|with|那是|这是|其?实?应该是|应是|应该|其实是|改成|改为|换成|是)[, ]*`)
	// notThen are words for what it was not and, behind them, what it was.
	notThen = reads(`^(?:(?:it|that|this) )?(?:was |is |'s )?(?:not|wasn'?t|isn'?t)(?: (?:a|an|the|with|at|on))? (.{2,40}?)` +
		`(?:,| but)\s*(?:but )?(?:(?:it|that) was |rather )?(.{2,40})$|` +
		`^(?:那|这)?(?:不是|并非)(.{1,20}?)[, ]+(?:而?是)(.{1,20})$`)
	// thenNot are words for what it was and, behind them, what it was not.
	thenNot = reads(`^(.{1,40}?),? (?:and )?(?:not|instead of|rather than)(?: (?:a|an|the|with|at|on))? (.{1,40})$|` +
		`^(.{1,20}?)[, ]*(?:而?不是|并非)(.{1,20})$`)
	article = reads(`^(?:a|an|the|with|at|on|only|just) `)
)

// ReadCorrection reads words that correct what was just saved: "no, it was 45 minutes", 不是拜访，是电话. ok is false
// for all others.
func ReadCorrection(line string) (c Correction, ok bool) {
	text := strings.Trim(plain(line), " .!")
	if text == "" || len(text) > longest/2 || strings.ContainsAny(text, "?\n") {
		return c, false
	}
	rest, led := strings.TrimSpace(cut(wrongLead, text)), false
	c.Sure = rest != text
	if soft := cut(softLead, rest); soft != rest {
		rest, led = strings.TrimSpace(soft), true
	}
	if again := strings.TrimSpace(cut(wrongLead, rest)); again != rest {
		rest, c.Sure = again, true
	}
	if m := notThen.find(rest); m != nil {
		c.Wrong, c.Right, c.Sure = m[1]+m[3], m[2]+m[4], true
	} else {
		was := strings.TrimSpace(cut(saysWas, rest))
		led = led || was != rest
		c.Right = was
		if m := thenNot.find(was); m != nil {
			c.Right, c.Wrong, c.Sure = m[1]+m[3], m[2]+m[4], true
		}
	}
	for _, part := range []*string{&c.Right, &c.Wrong} {
		*part = strings.Trim(*part, " ,.:;!吧了的事")
		for again := ""; again != *part; {
			again = *part
			*part = strings.TrimSpace(cut(article, *part))
		}
	}
	return c, c.Sure || led && c.Right != ""
}

// cut takes what a pattern matches off the start of a text.
func cut(p pattern, text string) string { return text[len(first(p, text)):] }

func first(p pattern, text string) string {
	return slices.Concat(p.find(text), []string{""})[0]
}
