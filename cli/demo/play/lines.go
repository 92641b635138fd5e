package play

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dealdesk/bot/fakeslack"
	"dealdesk/sales"
)

// form is one kind of line.
type form struct {
	is      *regexp.Regexp
	expects bool // an expectation; may follow a refusal by Slack
	do      func(*Player, context.Context, []string) error
}

// Patterns of the parts of a line. A place is a channel, dm (the person's conversation with the
// bot), or the thread of a deal's card.
const (
	personAt = `(\S+)`
	placeAt  = `(#\S+|dm|D-\d+)`
)

// forms returns the whole language of stories. A line that begins with # and a space is a comment.
// What people do can be written in Chinese, too.
//
//	ana /log call Acme 20m Talked      a slash command, typed in her team's channel
//	ana in dm /deal list               ... in another place
//	ana in D-1: !advance               a message; D-1 is the thread of the deal's card
//	ana edits: log call Acme 30m       changes her last message; ana deletes deletes it
//	ana clicks Approve                 the newest button with that label that she sees
//	ana clicks Approve on R-1          ... the one that belongs to R-1; also: 魏华 点击 R-1 的批准
//	mei and dan click Approve on R-1   both at the same time
//	mei forges Approve on R-1 with   clicks it with the value of another button
//	ana fills reason = later | amount = 120k     fills fields of the open form and submits it
//	ana submits                        submits the form as it is; ana cancels closes it
//	ana reacts :memo:                  to her last message; ana reacts :memo: on R-1
//	ana uses log this on R-1           a message shortcut
//	ana in dm shares clip.m4a          a file without words
//	ana in dm forwards They signed     another message, without words of her own
//	ana opens home                     the home tab
//	ana is deactivated                 or: back, a guest, of another company, in Europe/Berlin
//	at 2026-11-23 09:00                moves the clock; also: at tomorrow 09:30, at fri 16:00, at 17:00
//	wait 2h                            also 30m, 3d
//	next standup                       to the next digest; also: next prompt, next reminder, next review, next
//	again                              Slack delivers the last act again
//	stop, start, restart               the bot, on the same store
//
// What is expected after an act:
//
//	sees Logged                        the person who acted: something new, changed or a form
//	does not see Acme                  ... nothing new with these words
//	sees nothing                       ... nothing new at all
//	mei sees R-1                       somebody else
//	slack says not a valid command     Slack itself stopped the person
//	#east has Stand-up                 what is there now, also in threads; also: D-1 has ...
//	#east has no Stand-up              #east has once Stand-up
//	ana has Stand-up                   the person's conversation with the bot
//	nobody was pinged                  in any message so far
func forms() []form {
	at := func(pattern string, do func(*Player, context.Context, []string) error) form {
		return form{regexp.MustCompile(`^(?s:` + pattern + `)$`), false, do}
	}
	want := func(pattern string, do func(*Player, []string) error) form {
		f := at(pattern, func(p *Player, _ context.Context, m []string) error { return do(p, m) })
		f.expects = true
		return f
	}
	return []form{
		want(`sees nothing`, (*Player).seesNothing),
		want(`()sees (.+)`, (*Player).sees),
		want(`()does not see (.+)`, (*Player).doesNotSee),
		want(personAt+` sees (.+)`, (*Player).sees),
		want(personAt+` does not see (.+)`, (*Player).doesNotSee),
		want(`slack says (.+)`, (*Player).slackSays),
		want(`nobody was pinged`, (*Player).nobodyPinged),
		at(`(\S+) has (no |once |)(.+)`, (*Player).has),

		at(`(?:at|到) ?(.+)`, (*Player).at),
		at(`(?:wait|等) ?(\d+)\s*([smhd])`, (*Player).wait),
		at(`(?:next|下一次) ?(.*)`, (*Player).next),
		at(`again`, (*Player).again),
		at(`stop`, (*Player).stop),
		at(`start`, (*Player).start),
		at(`restart|重启`, (*Player).restart),

		at(personAt+` (?:in|在) ?`+placeAt+` (/\S+) ?(.*)`, (*Player).slash),
		at(personAt+`() (/\S+) ?(.*)`, (*Player).slash),
		at(personAt+` (?:in|在) ?`+placeAt+`[:：] ?(.*)`, (*Player).message),
		at(personAt+` (?:in|在) ?`+placeAt+` (?:shares|分享) ?(\S+)`, (*Player).shares),
		at(personAt+` (?:in|在) ?`+placeAt+` (?:forwards|转发) ?(.+)`, (*Player).forwards),
		at(personAt+` (?:edits|改为)[:：] ?(.*)`, (*Player).edits),
		at(personAt+` (?:deletes|删除)`, (*Player).deletes),
		at(personAt+` (?:clicks|点击) ?(.+)`, (*Player).clicks),
		at(personAt+` forges (.+) with (\S+)`, (*Player).forges),
		at(personAt+` and `+personAt+` click (.+)`, (*Player).race),
		at(personAt+` (?:fills|填写) ?(.+)`, (*Player).fills),
		at(personAt+` (?:submits|提交)`, (*Player).submits),
		at(personAt+` (?:cancels|取消)`, (*Player).cancels),
		at(personAt+` reacts :(\S+):(?: on (.+))?`, (*Player).reacts),
		at(personAt+` uses (.+?) on (.+)`, (*Player).uses),
		at(personAt+` (?:opens home|打开主页)`, (*Player).opensHome),
		at(personAt+` is (deactivated|back|a guest|of another company|in \w+/\w+)`, (*Player).becomes),
	}
}

var (
	repeated = regexp.MustCompile(`\{(\d+) x ([^}]+)\}`)
	escaped  = regexp.MustCompile(`\\(?:n|t|u[0-9a-fA-F]{4})`)
)

// unescape returns the text that a line stands for: \n, \t and \u202E become characters, {3 x ab}
// becomes ababab.
func unescape(text string) string {
	text = repeated.ReplaceAllStringFunc(text, func(s string) string {
		m := repeated.FindStringSubmatch(s)
		n, _ := strconv.Atoi(m[1])
		return strings.Repeat(m[2], min(n, 100_000))
	})
	return escaped.ReplaceAllStringFunc(text, func(s string) string {
		switch s[1] {
		case 'n':
			return "\n"
		case 't':
			return "\t"
		}
		r, _ := strconv.ParseUint(s[2:], 16, 16)
		return string(rune(r))
	})
}

// person returns the ID of the person with a handle, in upper or lower case.
func (p *Player) person(name string) (id string, err error) {
	p.Slack.Look(func(st *fakeslack.State) {
		for _, u := range st.Users {
			if strings.EqualFold(u.Name, name) && !u.Bot {
				id = u.ID
			}
		}
	})
	if id == "" {
		err = mistaken(p.words.nobody, name)
	}
	return id, err
}

func (p *Player) name(user string) (name string) {
	p.Slack.Look(func(st *fakeslack.State) {
		if u := st.Users[user]; u != nil {
			name = u.Name
		}
	})
	return name
}

// place is a channel or a thread in it.
type place struct{ channel, ts string }

// where finds a place by name for a person. "" is the first channel they are in, preferably one of
// their own company.
func (p *Player) where(ctx context.Context, user, name string) (at place, err error) {
	switch {
	case name == "dm":
		return place{channel: p.Slack.As(user).IM()}, nil
	case sales.KindOf(name) == sales.KindDeal:
		at.channel, at.ts, err = p.Bot.Room(ctx, name)
		switch {
		case errors.Is(err, ErrNoDeal):
			err = mistaken(p.words.noDeal, name)
		case errors.Is(err, ErrNoCard):
			err = mistaken(p.words.noCard, name)
		}
		return at, err
	}
	p.Slack.Look(func(st *fakeslack.State) {
		before := func(c, d *fakeslack.Channel) bool {
			return c.Shared == d.Shared && c.ID < d.ID || !c.Shared && d.Shared
		}
		for id, c := range st.Channels {
			mine := name == "" && c.IM == "" && slices.Contains(c.Members, user) && (at.channel == "" || before(c, st.Channels[at.channel]))
			if mine || name != "" && "#"+c.Name == name {
				at.channel = id
			}
		}
	})
	switch {
	case at.channel == "" && name == "":
		at.channel = p.Slack.As(user).IM()
	case at.channel == "":
		err = mistaken(p.words.noChannel, name)
	}
	return at, err
}
