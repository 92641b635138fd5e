package goals

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/sales/goal"
)

// Shares are how a goal is shared between those who are named.
type Shares struct {
	Of     []Share
	Evenly bool   // everybody the same
	Twin   string // a name that several have
	Left   string // what found no place
}

// Share is what one of them gets.
type Share struct {
	Scope  goal.Scope
	Name   string
	Number string // as it was typed, "60%" of the goal, TheRest of it, or "" for none
}

// TheRest is the number of whoever gets what the others leave.
const TheRest = "rest"

var (
	evenWords  = regexp.MustCompile(`(?i)\b(?:evenly|equally|fairly|half and half|in equal (?:parts|shares))\b|平均|平摊|平分|均分|均摊|等分|对半`)
	eachWords  = regexp.MustCompile(`(?i)\b(?:each|apiece)\b|每人|各`)
	shareToken = regexp.MustCompile(`(?i)\x01(\d+)\x02|\b(?:the )?(?:rest|remainder)\b|其余的?|剩下的?|余下的?|` +
		`([$£€¥]?\d[\d,]*(?:\.\d+)?\s?(?:%|percent\b|[kmw]\b|万|亿|千|百)?)` +
		`(?:\s?(?:calls|visits|meetings|demos|customers|deals|contacts|[个家单笔次位名台份场通元块])(?:[^\pL]|$))?`)
	// negativeShare is a number below zero, which is no mark between a name and a number.
	negativeShare = regexp.MustCompile(`(?:^|[\s:=(\x02])[-−][$£€¥]?\d[\d,.]*[kmw%万]?`)
	shareTies     = regexp.MustCompile(`(?i)^(?:(?:please|let's|break|split|divide|spread|distribute|share|it|that|this|the|goal|target|` +
		`down|up|out|between|among|amongst|across|over|to|for|into|in|and|gets?|takes?|does|of|by|hand|with)\b|` +
		`请|帮我|麻烦|把|它|这个|目标|一下|分配给|分配|分摊给|分摊|分到|分给|拆给|摊给|拆分|拆|摊|分|给|由|按|手动|手工|和|与|跟|及|拿|做|来|吧|的|[\s,;:+&/.。!！-])+$`)
)

// ReadShares reads who gets how much of a goal: ana 120, bob 80; evenly between ana and bob; 李雷和韩梅梅各40.
func ReadShares(line string, names []Named) (s Shares) {
	text := plain(line)
	s.Evenly = evenWords.MatchString(text)
	text = evenWords.ReplaceAllString(text, " ")
	each := eachWords.MatchString(text)
	text = eachWords.ReplaceAllString(text, " ")
	text, known := markNames(text, names)
	if less := negativeShare.FindString(text); less != "" {
		s.Left = strings.TrimSpace(less)
	}
	var numbers []string
	for _, m := range shareToken.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != "":
			i, _ := strconv.Atoi(m[1])
			s.Of = append(s.Of, Share{Scope: known[i].Scope, Name: known[i].Name})
			if known[i].twin {
				s.Twin = known[i].Name
			}
		case m[2] != "":
			numbers = append(numbers, strings.TrimRight(strings.TrimSpace(m[2]), ","))
		default:
			numbers = append(numbers, TheRest)
		}
	}
	rest := strings.TrimSpace(shareToken.ReplaceAllString(text, " , "))
	if rest != "" && !shareTies.MatchString(rest) {
		s.Left = strings.Trim(firstLeft(rest), " ,")
	}
	switch {
	case len(numbers) == 0:
	case each && len(numbers) == 1:
		for i := range s.Of {
			s.Of[i].Number = numbers[0]
		}
	case len(numbers) == len(s.Of) && !s.Evenly && !each:
		for i := range s.Of {
			s.Of[i].Number = numbers[i]
		}
	default:
		s.Left = cmp.Or(s.Left, strings.Join(numbers, ", "))
	}
	return s
}

// firstLeft is the first piece of a text that does not only tie others together.
func firstLeft(text string) string {
	ties := regexp.MustCompile(strings.TrimSuffix(shareTies.String(), "$"))
	for piece := range strings.SplitSeq(text, ",") {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		if left := strings.TrimSpace(ties.ReplaceAllString(piece, "")); left != "" {
			return left
		}
	}
	return ""
}

type namedHere struct {
	Named
	twin bool // somebody else has the same name
}

// markNames puts marks in place of the names and mentions in a text.
func markNames(text string, names []Named) (string, []namedHere) {
	var known []namedHere
	mark := func(n Named, twin bool) string {
		known = append(known, namedHere{n, twin})
		return " \x01" + strconv.Itoa(len(known)-1) + "\x02 "
	}
	text = atName.ReplaceAllStringFunc(text, func(m string) string {
		id := atName.FindStringSubmatch(m)[1]
		name := m
		if i := slices.IndexFunc(names, func(n Named) bool { return n.Scope == goal.Scope{Kind: goal.OfPerson, ID: id} }); i >= 0 {
			name = names[i].Name
		}
		return mark(Named{Scope: goal.Scope{Kind: goal.OfPerson, ID: id}, Name: name}, false)
	})
	byLength := slices.Clone(names)
	slices.SortStableFunc(byLength, func(a, b Named) int { return len(b.Name) - len(a.Name) })
	for _, n := range byLength {
		name := plain(n.Name)
		if name == "" {
			continue
		}
		twin := len(named(names, name)) > 1
		text = nameWith(name).ReplaceAllStringFunc(text, func(string) string { return mark(n, twin) })
	}
	return text, known
}

// nameWith finds a name, also as whose something is.
func nameWith(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)@?` + whole(name) + `(?:['’]s\b)?`)
}

var sharesOut = regexp.MustCompile(`(?i)^(?:` + please + `(?:break|split|divide|spread|distribute|share)(?: down| up| out)?\s+` +
	`(?:it |that )?(?:evenly|equally|between|among|amongst)\b|` +
	hanKind + `(?:把?它)?(?:按[\p{Han}]{1,4}|平均|平|均|对半)(?:分|拆|摊)|` + hanKind + `(?:把?它)?(?:分给|拆给|摊给|分配给|分摊给))`)

// SharesOut reports whether a line asks to share something out, whatever that is.
func SharesOut(line string) bool { return sharesOut.MatchString(plain(line)) }
