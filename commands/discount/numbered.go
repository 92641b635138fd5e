package discount

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/sales"
)

// numbers finds requests by their numbers, with the words that tie them to the rest of a line.
var numbers = regexp.MustCompile(`(?i)(?:\b(?:the )?(?:request|discount|approval)s? |\b(?:on|to|of|for|about|with) |请求|申请|折扣|` +
	`把|对|关于)*\b(r-?\d{1,6})(?:\b|\p{Han}?)`)

// decisions are the words of a command that stand behind the number of a request; all of them are in phrase too, where
// they only read like a decision.
var (
	approving = []string{"approve", "i approve", "accept", "i accept", "批准", "同意", "通过", "我同意", "我批准", "批准通过"}
	rejecting = regexp.MustCompile(`(?i)^(?:我|i )?(?:不同意|不批准|不批|驳回|拒绝|reject(?:ed)?|declined?|no)了?\s*` +
		`(?:$|[,，:：;；。.!-]+\s*(?:because\b|理由是?|因为|原因是?)?|because\b|理由是?|因为|原因是?)[:：\s]*(.*)$`)
	// standing asks how it is with a request, or only names it.
	standing = regexp.MustCompile(`(?i)^(?:(?:what(?:'s| is)|how(?:'s| is)|where is|show(?: me)?|why|status|details?|about|doing|` +
		`going|up|with|is|it|` +
		`the|now)[\s?？]*|怎么样了?|什么情况|是什么|是|现在|目前|的|看一?下|查一?下|什么|进展(?:如何)?|状态|情况|如何|到哪(?:一步)?了?|批了吗|批了没有?|为什么|[?？])*$`)
	lead = regexp.MustCompile(`(?i)^(?:is|that is|that's)\s+`)
)

// numbered cuts the one number of a request out of a line.
func numbered(line string) (id, words string, ok bool) {
	at := numbers.FindAllStringSubmatchIndex(line, -1)
	if len(at) != 1 || len(line) > 500 {
		return "", "", false
	}
	id, ok = phrase.ID(line[at[0][2]:at[0][3]])
	words = line[:at[0][0]] + " " + line[at[0][3]:]
	return id, lead.ReplaceAllString(strings.Trim(words, " \u3000,，.。:：!！"), ""), ok
}

// OfNumber is the route for what Numbered finds.
const OfNumber = "approval said"

// Numbered reports whether a line to us says something about a request by its number that is no command: R-7批了.
func Numbered(line string) bool {
	_, words, ok := numbered(line)
	return ok && (standing.MatchString(words) || rejecting.MatchString(words) || phrase.Assent(words) ||
		utf8.RuneCountInString(words) <= mostSaid && phrase.Decision(words))
}

// mostSaid is how many characters beside the number of a request may be a decision on it.
const mostSaid = 60

// AsksOfNumber reports whether a line asks how it is with a request: "why R-7?".
func AsksOfNumber(line string) bool {
	_, words, ok := numbered(line)
	return ok && standing.MatchString(words)
}

// aboutNumbered takes what is said of a request by its number: the words of a decision decide it, like the command; what
// only reads like a decision is asked about, and a question shows it.
func aboutNumbered(c *call.Call) (chat.Reply, error) {
	id, words, ok := numbered(c.Req.Args)
	if !ok {
		return chat.Reply{Unknown: true}, nil
	}
	if slices.Contains(approving, strings.ToLower(words)) {
		return c.Run("approve", id)
	}
	if m := rejecting.FindStringSubmatch(words); m != nil && !phrase.Assent(words) {
		return c.Run("reject", strings.TrimSpace(id+" "+m[1]))
	}
	p, err := c.ApprovalByID(id)
	switch {
	case err != nil:
		return chat.Reply{}, err
	case standing.MatchString(words):
		var list chat.Message
		err := addApproval(c, &list, p)
		return chat.Reply{Message: &list}, err
	case !forMe(c, p) || p.Status != sales.Waiting:
		return c.Run("approve", id) // refused for the reason that there is
	case phrase.Assent(words):
		text := confirm(c, p)
		return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{approveButton(c, "approve", p)}}), nil
	}
	return askMeant(c, p, c.Words.Say("approval.remark", "ID", p.ID, "Text", chat.Cut(chat.Escape(words), 500)), words)
}

// withoutRequester cuts off words behind an approval that only say whose request it is: "for Ana".
func withoutRequester(c *call.Call, p call.Pending, words string) string {
	m := whoseRequest.FindStringSubmatch(words)
	if m == nil {
		return words
	}
	if who, err := c.PersonNamed(m[1] + m[2]); err == nil && who.ID == p.Requester {
		return ""
	}
	a, err := c.AccountByID(p.Deal.Account)
	if err == nil && sales.FoldFull(a.Name) == sales.FoldFull(m[1]+m[2]) {
		return ""
	}
	return words
}

var whoseRequest = regexp.MustCompile(`(?i)^(?:for|from|of) ([^,.;]{2,40}?)[.! ]*$|^(?:给)?(.{1,20}?)的(?:申请|折扣)?$`)

// ofDeal are the fields of a deal, which no decision on a request changes.
var ofDeal = regexp.MustCompile(`(?i)金额|成交日|成交时间|签约日|阶段|\b(?:amount|value|close date|closing date|stage)\b`)

// ofGoal is about a goal: 把华南目标调高10%.
var ofGoal = regexp.MustCompile(`(?i)目标|\bg-?\d+\b|定\D{0,8}(?:拜访|电话|业绩)|\b(?:goals?|targets?|quotas?)\b`)

// ofOther reports whether words that read like a decision are about another deal than those with a request that waits for
// the person, or about a field of a deal.
func ofOther(c *call.Call) (bool, error) {
	if _, here, err := c.DealHere(); err != nil || here {
		return false, err
	}
	find, err := call.Spots(c)
	if err != nil || ofGoal.MatchString(c.Req.Args) {
		return err == nil, err
	}
	named := slices.DeleteFunc(find(c.Req.Args), func(s phrase.Spot) bool { return s.ID == "" })
	if len(named) == 0 || ofDeal.MatchString(c.Req.Args) {
		return len(named) > 0, nil
	}
	all, err := allPending(c)
	return !slices.ContainsFunc(all, func(p call.Pending) bool {
		return forMe(c, p) && slices.ContainsFunc(named, func(s phrase.Spot) bool { return s.ID == p.Deal.ID || s.ID == p.Deal.Account })
	}), err
}
