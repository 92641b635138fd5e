package discount

import (
	"cmp"
	"slices"

	"dealdesk/chat"
	"dealdesk/commands/call"
	"dealdesk/commands/phrase"
	"dealdesk/commands/phrase/talk"
	"dealdesk/desk/cards"
	"dealdesk/sales"
	"dealdesk/store"
)

// Overheard returns the route for a message that is not addressed to the bot but may concern it: a
// yes in a thread, or words that read like another decision. It returns "" for all other messages,
// which the bot ignores.
func Overheard(text string) string {
	switch {
	case phrase.Assent(text):
		return "assent"
	case phrase.Decision(text) && !phrase.AsksDiscount(text) && !talk.IsRule(text):
		return "remark"
	}
	return ""
}

// assent answers a typed yes with the button that decides; the yes itself never decides. In a deal's
// room it needs a request that waits for the person there; in a message to the bot, any request
// that waits for them. It ignores every other yes.
func assent(c *call.Call) (chat.Reply, error) {
	if reply, err := answerCard(c); err != nil || !reply.Unknown {
		return reply, err
	}
	p, err := pendingMeant(c)
	if c.Req.Kind != chat.Overheard && c.Req.Value == "" {
		if other, wrong := ofOther(c); wrong != nil {
			return chat.Reply{}, wrong
		} else if other && phrase.TellsMore(c.Req.Args) { // 蓝海试用了一周 没问题
			return c.Run("say", c.Req.Args)
		} else if other {
			err = sales.No("approval.none_waits")
		}
	}
	if err != nil && c.Req.Kind != chat.Overheard {
		return elseGoal(c, err, c.Req.Args)
	} else if err != nil {
		return sentBack(c, err)
	}
	said, other, err := remarkOn(c, p)
	if err != nil {
		return chat.Reply{}, err
	}
	if other {
		return askFigure(c, p, said)
	}
	text := confirm(c, p)
	return chat.Say(text, chat.Para(text), chat.Block{Buttons: []chat.Button{approveButton(c, "approve", p)}}), nil
}

// answerCard answers a card that waits for the person, or corrects what they saved, unless a request has come to them
// since or waits in this room: then the words may be meant for that.
func answerCard(c *call.Call) (chat.Reply, error) {
	card, _, waits, err := call.Asked(c)
	saved, _ := call.LastSaved(c)
	_, changed := call.LastChange(c)
	if err != nil || !waits && saved == "" && !changed {
		return chat.Reply{Unknown: true}, err
	}
	here, inRoom, err := c.DealHere()
	if err != nil {
		return chat.Reply{}, err
	}
	all, err := allPending(c)
	since := func(p call.Pending) bool {
		return forMe(c, p) && (waits && p.Created.After(card.At) || inRoom && p.Deal.ID == here.ID)
	}
	if err != nil || slices.ContainsFunc(all, since) {
		return chat.Reply{Unknown: true}, err
	}
	return call.Answer(c)
}

// elseAnswer takes words for which no request waits as those to a card, or to what was saved. none is the answer if they
// are neither.
func elseAnswer(c *call.Call, words string, none error) (chat.Reply, error) {
	was := c.Req
	c.Req.Args = words
	if reply, err := call.Answer(c); err != nil || !reply.Unknown {
		return reply, err
	}
	c.Req = was
	return chat.Reply{}, none
}

// elseGoal takes a yes for which no request waits as the answer to a goal that does. none is the answer if there is
// no such goal, either.
func elseGoal(c *call.Call, none error, words string) (chat.Reply, error) {
	if problem, no := sales.AsProblem(none); !no || problem.Code != "approval.none_waits" {
		return chat.Reply{}, none
	}
	was := c.Req
	if talk.OnlyThanks(words) { // and agrees to nothing
		return chat.Say(c.Words.Say("say.welcome")), nil
	}
	reply, err := c.Run("goal said", words)
	if err == nil && reply.Unknown {
		c.Req = was
		return chat.Reply{}, none
	}
	return reply, err
}

// remark offers somebody who decides the choice of decisions for words that read like one. The words
// decide nothing. A number named by anybody is kept, because a yes after it may mean that number.
func remark(c *call.Call) (chat.Reply, error) {
	if reply, err := answerCard(c); err != nil || !reply.Unknown {
		return reply, err
	}
	line := c.Req
	if c.Req.Kind != chat.Overheard && c.Req.Where.Direct { // a number that a goal waits for
		if reply, err := c.Run("goal said", c.Req.Args); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = line
	}
	p, err := pendingMeant(c)
	if c.Req.Kind != chat.Overheard {
		if other, wrong := ofOther(c); wrong != nil {
			return chat.Reply{}, wrong
		} else if other {
			err = sales.No("approval.none_waits")
		}
	}
	if err == nil {
		why := c.Words.Say("approval.remark", "ID", p.ID, "Text", chat.Cut(chat.Escape(c.Req.Args), 500))
		if phrase.DoubtfulYes(c.Req.Args) {
			why = c.Desk.Cards.Problem(c.Words, sales.No("approval.doubtful", "ID", p.ID))
		}
		return askMeant(c, p, why, c.Req.Args)
	}
	if problem, no := sales.AsProblem(err); !no || problem.Code != "approval.none_waits" {
		return chat.Reply{}, err
	}
	if c.Req.Kind != chat.Overheard {
		c.Req = line
		reply, err := c.Run("say", line.Args) // it only reads like a decision: 华星那单改成15万
		if err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = line
		return notUnderstood(c)
	}
	if c.Req.Unasked { // the person talks with us in this thread
		if reply, err := c.Run("say", line.Args); err != nil || !reply.Unknown {
			return reply, err
		}
		c.Req = line
	}
	if number, _ := phrase.Figure(c.Req.Args); number != "" {
		err = keepFigure(c, err)
		return sentBack(c, err)
	}
	return chat.Reply{}, err
}

// sentBack tells somebody who agrees in a room where they asked for a change that no request is open, and
// how the owner asks again. none is the answer elsewhere.
func sentBack(c *call.Call, none error) (chat.Reply, error) {
	d, here, err := c.DealHere()
	if err != nil || !here || c.Req.Kind != chat.Overheard {
		return chat.Reply{}, cmp.Or(err, none)
	}
	a, err := latestApproval(c, d)
	if err != nil || a.Status != sales.Returned || a.By != c.Me.ID {
		return chat.Reply{}, cmp.Or(err, none)
	}
	owner, err := cards.PersonName(c.Read, d.Owner)
	if err != nil {
		return chat.Reply{}, err
	}
	text := c.Words.Say("approval.sent_back", "ID", a.ID, "Deal", d.ID, "Owner", owner)
	return chat.Say(text, chat.Para(text)), nil
}

// notUnderstood answers addressed words that concern no request. A thread of other people's gets none.
func notUnderstood(c *call.Call) (chat.Reply, error) {
	_, here, err := c.DealHere()
	unknown := "error.unknown"
	if c.Req.Kind == chat.Bang {
		unknown = "error.unknown_bang"
	}
	if err != nil || c.Req.Kind == chat.Bang && !here {
		return chat.Reply{}, err
	}
	return chat.Say(c.Words.Say(unknown, "Typed", c.Req.Args)), nil
}

// keepFigure keeps a number that somebody who does not decide named in the room of a waiting request.
// none is the answer if there is no such request.
func keepFigure(c *call.Call, none error) error {
	d, here, err := c.DealHere()
	if number, _ := phrase.Figure(c.Req.Args); err != nil || !here || number == "" {
		return cmp.Or(err, none)
	}
	a, err := latestApproval(c, d)
	if err != nil || !a.Pending(d, c.Req.At) {
		return cmp.Or(err, none)
	}
	_, err = c.KeepDraft(chat.Draft{Route: "change", Args: c.Req.Args, About: a.ID})
	return err
}

// pendingMeant returns the request that words without its number mean: that of a button, that of the
// deal's room, or in a message to the bot one that the person chooses. Nobody reads the problem that
// there is none unless they spoke to the bot.
func pendingMeant(c *call.Call) (p call.Pending, err error) {
	if id, _, ok := cards.ParseApprovalValue(c.Req.Value); ok {
		p, err = c.ApprovalByID(id)
	} else {
		p, err = pendingHere(c)
	}
	if err == nil && !forMe(c, p) {
		err = sales.No("approval.none_waits")
	}
	return p, err
}

func pendingHere(c *call.Call) (p call.Pending, err error) {
	d, here, err := c.DealHere()
	if err == nil && !here && c.Req.Kind != chat.Overheard {
		mine := func(p call.Pending) bool { return forMe(c, p) }
		to, _ := phrase.AssentTo(c.Req.Args) // 绿源可以
		if named, _, unnamed := c.DealsNamed(to); unnamed == nil && len(named) > 0 {
			if err := offerWaiting(c, "", named, mine); err != nil {
				return p, err
			}
		}
		err = offerPending(c, mine)
	}
	if err != nil {
		return p, err
	}
	a, err := latestApproval(c, d)
	if _, none := sales.AsProblem(err); none {
		return p, sales.No("approval.none_waits")
	}
	if err == nil {
		p, _, err = c.PendingOf(a)
	}
	return p, err
}

// askMeant asks which decision is meant by words that may mean several: a decision cannot be taken
// back. The words wait as a draft for the buttons that answer with them.
func askMeant(c *call.Call, p call.Pending, why chat.Safe, words string) (chat.Reply, error) {
	draft, err := c.KeepDraft(chat.Draft{Route: "change", Args: words, About: p.ID})
	if err != nil {
		return chat.Reply{}, err
	}
	no, err := c.KeepDraft(chat.Draft{Route: "reject", Args: words})
	if err != nil {
		return chat.Reply{}, err
	}
	approve, change, reject := approveButton(c, "approve_as_asked", p), withWords(c, "change_words", draft, p), withWords(c, "reject_words", no, p)
	buttons := []chat.Button{approve, change, reject}
	if phrase.Refuses(words) { // nobody who says no presses the first button to approve
		approve.Style = ""
		buttons = []chat.Button{reject, change, approve}
		if number, _ := phrase.Figure(words); number != "" {
			buttons = []chat.Button{change, reject, approve}
		}
	}
	return c.Answer(chat.Join("\n", why, asks(c, p)), chat.Block{Buttons: buttons}), nil
}

func withWords(c *call.Call, label, draft string, p call.Pending) chat.Button {
	return chat.Button{Label: c.Words.Plain("button." + label), Action: "pick", Value: draft + "/" + cards.ApprovalValue(p.Approval)}
}

// remarkOn returns the latest words about a waiting request that a plain yes would contradict: the
// person's own, which name another number than it asks for or say no, else anybody's that name one.
func remarkOn(c *call.Call, p call.Pending) (said chat.Draft, other bool, err error) {
	drafts, err := store.DraftsSince(c.Read, p.Created)
	for _, d := range drafts {
		if d.About != p.ID {
			continue
		}
		number, share := phrase.Figure(d.Args)
		if number != "" && share == p.Discount {
			continue
		}
		own, named := d.User == c.Me.ID, number != ""
		if named && (own || said.User != c.Me.ID) || own && !other && phrase.Refuses(d.Args) {
			said, other = d, true
		}
	}
	return said, other, err
}

// askFigure asks whether a plain yes means what the request asks for or what was written since.
func askFigure(c *call.Call, p call.Pending, said chat.Draft) (chat.Reply, error) {
	who, err := cards.PersonName(c.Read, said.User)
	if err != nil {
		return chat.Reply{}, err
	}
	change := chat.Button{Label: c.Words.Plain("button.change"), Action: "change", Value: cards.ApprovalValue(p.Approval)}
	if said.User == c.Me.ID {
		who = c.Words.Plain("common.you")
		change = withWords(c, "change_words", said.ID, p)
	}
	number, share := phrase.Figure(said.Args)
	if share > 0 {
		number = c.Words.Discount(int(share))
	}
	words := "approval.figure"
	if number == "" {
		words = "approval.wrote"
	}
	before := c.Words.Say(words, "ID", p.ID, "Who", who, "Text", chat.Cut(chat.Escape(said.Args), 500), "Figure", number)
	text := chat.Join("\n", before, asks(c, p))
	return c.Answer(text, chat.Block{Buttons: []chat.Button{approveButton(c, "approve_as_asked", p), change}}), nil
}

// askReplaced asks whether an approval without a number means the newest of several requests: the
// person may have seen only an earlier one (P10).
func askReplaced(c *call.Call, p call.Pending, earlier string) chat.Reply {
	text := chat.Join("\n", c.Words.Say("approval.replaced", "ID", p.ID, "Earlier", earlier, "Deal", p.Deal.ID), confirm(c, p))
	return c.Answer(text, chat.Block{Buttons: []chat.Button{approveButton(c, "approve_as_asked", p)}})
}

// confirm asks whether the person approves what a request asks for.
func confirm(c *call.Call, p call.Pending) chat.Safe {
	return about(c, p, "approval.confirm", "approval.confirm_terms")
}

// asks asks for a decision on what a request asks for.
func asks(c *call.Call, p call.Pending) chat.Safe {
	return about(c, p, "approval.choose", "approval.choose_terms")
}

func about(c *call.Call, p call.Pending, question, ofTerms string) chat.Safe {
	if p.Discount == 0 {
		question = ofTerms
	}
	return chat.Join("\n", c.Words.Say(question, "ID", p.ID, "Discount", cards.Terms(c.Words, p.Offer()), "Net", p.Net(), "Deal", p.Deal.ID),
		cards.Replacing(c.Words, p.Deal, p.Approval))
}

func approveButton(c *call.Call, label string, p call.Pending) chat.Button {
	return chat.Button{Label: c.Words.Plain("button." + label), Action: "approve", Value: cards.ApprovalValue(p.Approval), Style: chat.Primary}
}
