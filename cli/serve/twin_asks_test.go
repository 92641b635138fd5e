package serve

import (
	"fmt"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands"
)

// asker draws the requests of one person. They use more than the person should know: names and
// IDs of hidden records, and values that none of their buttons carries.
type asker struct {
	pen
	*ledger
	who    string
	routes []chat.Route
	rooms  []chat.Where // the threads of all cards
	n      int
}

// lines are the arguments for each command; {x} is drawn. A command that is missing here gets
// any arguments.
var lines = map[string][]string{
	"log": {"call {about} 20m {text}", "{about} {text}. next: call again Fri", "visit {firm} {text}", "{text}", ""},

	"deal":         {"{deal}", "{firm}", ""},
	"deal new":     {`{firm} "{good}" {money}`, "{account} {good} {money}", "{firm}", ""},
	"deal list":    {"mine", "team", "stale", "due", "lead", "proposal", ""},
	"deal amount":  {"{deal} {money}", "{firm} {money}", "{deal}"},
	"deal next":    {"{deal} {text} Fri", "{firm} {text} tomorrow"},
	"deal give":    {"{deal} {person}", "{firm} {person}"},
	"deal lost":    {"{deal} price", "{firm} price Zorg"},
	"deal set":     {"{deal} need {text}", "{deal} name {firm}"},
	"deal note":    {"{deal} {text}", "{firm} {text}"},
	"deal history": {"{deal}", "{firm}", ""},
	"deal advance": {"{deal}", "{firm}", "{deal} {text}"},
	"deal stage":   {"{deal} proposal", "{firm} discovery"},
	"deal back":    {"{deal} {text}", "{firm} {text}"},
	"deal won":     {"{deal}", "{firm}", "{deal} {text}", "{deal} yesterday"},
	"deal date":    {"{deal} next Fri", "{firm} {day}"},
	"deal reopen":  {"{deal}", "{firm} {text}"},

	"discount":      {"{deal} 15% {text}", "{firm} 5%", "{deal} 25% {text}"},
	"approve":       {"{request}", "{deal}", ""},
	"approvals":     {""},
	"reject":        {"{request} {text}", "{deal} {text}", "{text}"},
	"change":        {"{request} {text}", "{text}"},
	"recall":        {"{request}", ""},
	"delegate":      {"{person} until Fri", "{person} {day}", ""},
	"delegate stop": {"{person}", ""},

	"win rate": {"", "of {person}", "by product"},
	"kpi": {"", "wins by product", "{firm}", "win rate of {person}", "wins of {person} last 90 days", "by person", "contacts by industry as csv",
		"by source", "cac by team", "roi", "satisfaction of {person}", "forecast accuracy by person"},

	"funnel":      {"", "q3 by person", "{firm}", "of {person}", "by product", "{team} by region"},
	"kpi best":    {"", "{team}", "{person}"},
	"cost":        {"2026-09 referral 12k", "2026-09 ads 5k of {team}", "2026-09 {text} 5k"},
	"cost list":   {"", "q3"},
	"whatif":      {"conversion +5% price -3%", "volume +10% {firm}", "{text}", ""},
	"kpi explain": {"win rate", "{text}", ""},

	"account":         {"{firm}", "{account}", ""},
	"account list":    {"{part}", "{firm}", ""},
	"account new":     {"{firm}", "{part}"},
	"account history": {"{account}", "{firm}", ""},
	"account rename":  {"{account} {firm}", "{firm} {firm}"},
	"account owner":   {"{account} {person}", "{firm} {person}"},
	"account tier":    {"{account} A", "{firm} B", "{firm}"},
	"account score":   {"{account} 4 {text}", "{firm} 5", "{firm}"},
	"account set":     {"{account} industry {part}", "{firm} employees 250", "{firm} size none", "{firm}"},
	"contact add":     {`{firm} "Mary Wood" decider`, "{account} 王芳", "{firm}"},
	"contact list":    {"{firm}", "{account}", ""},
	"contact edit":    {"{firm} Mary CFO", "{account} Mary mary@firm.example"},
	"contact remove":  {"{firm} Mary", "{account} Mary"},

	"standup show":         {"{team}", "yesterday", "{day} {team}", ""},
	"standup skip":         {"", "{day}"},
	"standup snooze":       {"45m", ""},
	"standup slow":         {"{text}", ""},
	"standup leave":        {"{day}", ""},
	"standup leave cancel": {"{day}", ""},
	"standup":              {"", "done: {text} plan: {text}"},

	"review":   {"week", "{team}", "last week {team}", "{day}"},
	"pipeline": {"{team}", ""},

	"team":          {"{team}", ""},
	"team new":      {"{text} #x {person}"},
	"team rename":   {"{team} {text}"},
	"team add":      {"{team} {person}"},
	"team remove":   {"{person}"},
	"team manager":  {"{team} {person}"},
	"team director": {"{team} {person}"},
	"team channel":  {"{team} #x"},
	"team zone":     {"{team} Tokyo"},
	"team language": {"{team} en"},
	"team currency": {"{team} GBP"},
	"team hours":    {"{team} 9:00-17:00"},
	"team function": {"{person} finance"},
	"team leave":    {"{person} {day}"},
	"team limit":    {"{person} 12%"},
	"people":        {""},

	"goal":            {"{goal}", "{team}", ""},
	"goal new":        {"{team} q1 revenue 500k", "{person} 20 calls this week", "{text}"},
	"goal list":       {"{team}", ""},
	"goal tree":       {"{goal}", ""},
	"goal table":      {"{goal}", ""},
	"goal split":      {"{goal} by week", "{goal} by person", "{goal} by hand: {person} 3"},
	"goal target":     {"{goal} 40", "{goal}"},
	"goal stretch":    {"{goal} 60"},
	"goal challenge":  {"{goal} 80"},
	"goal due":        {"{goal} {day}"},
	"goal checkpoint": {"{goal} 80% by {day}"},
	"goal parent":     {"{goal} {goal}"},
	"goal value":      {"{goal} 12.5%"},
	"goal accept":     {"{goal}", ""},
	"goal propose":    {"{goal} 40 {text}"},
	"goal share":      {"{goal}"},
	"goal drop":       {"{goal}"},
	"goal copy":       {"this quarter +10%", "this month"},
	"goal records":    {"{goal}", ""},
	"goal history":    {"{goal}"},
	"why":             {"{goal}", "{deal}", ""},

	"alerts":         {""},
	"alerts set":     {"drop 20%", "missed off"},
	"alerts to":      {"drop {person}", "drop manager"},
	"alerts preview": {""},

	"forecast":          {"", "next quarter", "{team}", "{person}", "{deal} commit", "{firm} best", "month {team}"},
	"forecast submit":   {"", "next quarter"},
	"forecast override": {"{person} 500k {text}", "{team} 500k {text}", "{person} none", ""},
	"why forecast":      {"", "{team}", "{person}"},
	"why deal":          {"{deal}", "{firm}"},

	"suggest goal":       {"{goal}", "{team}", ""},
	"suggest goal scope": {"{person}", "{team}", ""},

	"settings": {"zone Asia/Tokyo", ""},
	"home":     {""},
	"find":     {"{firm}", "{text}", "{part}"},
	"overdue":  {""},
	"undo":     {""},
	"suggest":  {"{part}", "{firm}", ""},

	"suggest deal":    {"{part}", "{firm}", "{deal}", "{good}", ""},
	"suggest account": {"{part}", "{firm}", "{account}", ""},
	"suggest contact": {"{part}", "{firm}", "Mary", ""},
	"suggest person":  {"{person}", ""},
	"help":            {"", "deal"},
}

// draw fills in the {x} of a line.
func (a *asker) draw(line string) string {
	for strings.Contains(line, "{") {
		i, j := strings.IndexByte(line, '{'), strings.IndexByte(line, '}')
		line = line[:i] + a.word(line[i+1:j]) + line[j+1:]
	}
	return line
}

func (a *asker) word(kind string) string {
	firm := one(a.pen, firms)
	switch kind {
	case "deal":
		return fmt.Sprintf("D-%d", 1+a.IntN(len(a.deals)+2))
	case "account":
		return fmt.Sprintf("A-%d", 1+a.IntN(len(a.accounts)+2))
	case "goal":
		return fmt.Sprintf("G-%d", 1+a.IntN(8))
	case "request":
		return fmt.Sprintf("R-%d", 1+a.IntN(perDeal*len(a.deals)))
	case "about":
		return a.word(one(a.pen, []string{"deal", "account", "firm"}))
	case "firm":
		return firm
	case "part":
		runes := []rune(firm)
		return string(runes[:1+a.IntN(len(runes))])
	case "person":
		return one(a.pen, a.people).Name
	case "team":
		return one(a.pen, a.teams).ID
	case "good":
		return one(a.pen, goods)
	case "text":
		return one(a.pen, sentence)
	case "money":
		return fmt.Sprint(1+a.IntN(90), "0k")
	}
	return string(a.day(-8, 2))
}

// value draws a value that a button or form could carry.
func (a *asker) value() string {
	switch a.IntN(10) {
	case 0, 1, 2:
		return a.word("deal")
	case 3, 4:
		return a.word("account")
	case 5:
		return a.word("request") + fmt.Sprintf(".%d", 1+a.IntN(3))
	case 6:
		return fmt.Sprintf("%s|%s|%s|%d", a.word("team"), a.word("day"),
			one(a.pen, []string{"won", "lost", "moved", "new", "waiting", "overdue", "quiet", "no_next", "open"}), a.IntN(2))
	case 7:
		return a.word("team") + "|" + a.word("day")
	case 8:
		return one(a.pen, []string{"X-1/" + a.word("deal"), "N-" + fmt.Sprint(1+a.IntN(40)), fmt.Sprint(1 + a.IntN(4)), a.word("day"),
			a.word("deal") + "|3", "all"})
	}
	return ""
}

// next draws the person's next request. About half use what the last reply offered.
func (a *asker) next(last chat.Reply) chat.Request {
	a.n++
	req := chat.Request{ID: fmt.Sprintf("act %d %d", a.seed, a.n), At: twinNow,
		Who: chat.Who{User: a.who, Locale: "en-US", Zone: "Asia/Shanghai"}}
	if a.often(6) {
		req.Where.Channel = one(a.pen, a.teams).Channel
	}
	if a.often(3) {
		req.Where = one(a.pen, a.rooms)
	}
	if a.often(5) && a.follow(&req, last) {
		return req
	}
	route := one(a.pen, a.routes)
	if route.Name == "profile" { // sent by the workspace, not by a person
		route = a.routes[1]
	}
	req.Name, req.Kind = route.Name, chat.Slash
	if !route.Help || a.often(3) {
		req.Kind, req.Value = one(a.pen,
			[]chat.Kind{chat.Click, chat.Submit, chat.Click, chat.Submit, chat.Shortcut, chat.Reaction, chat.Edit, chat.Delete, chat.Overheard}),
			a.value()
	}
	args, known := lines[route.Name]
	if !known {
		args = []string{"{deal} {text}", "{account} {firm}", "{deal}", "{firm}", "{request}", "{team}", "{day}", "{person}", ""}
	}
	switch {
	case route.Name == "home":
		req.Kind, req.Value = chat.Home, ""
	case strings.HasPrefix(route.Name, "suggest"):
		req.Kind, req.Value, req.Args = chat.Options, "", a.draw(one(a.pen, args))
	case req.Kind == chat.Submit:
		req.Fields = a.fields()
	case req.Kind != chat.Click:
		req.Args = a.draw(one(a.pen, args))
	}
	if req.Kind == chat.Shortcut || req.Kind == chat.Edit || req.Kind == chat.Reaction || req.Kind == chat.Delete {
		req.About = chat.Said{Channel: req.Where.Channel, Thread: req.Where.Thread, TS: "9.9", User: a.who, Text: a.word("text"), At: twinNow}
		req.Where = chat.Where{}
		if req.Kind == chat.Reaction {
			req.Args = "phone"
		}
	}
	return req
}

func (a *asker) fields() map[string]string {
	return map[string]string{
		"about": a.word("about"), "deal": a.word("deal"), "account": a.word("account"), "amount": a.word("money"), "close": a.word("day"), "competitor": "Zorg", "discount": "15%", "due": a.word("day"),
		"kind": "call", "language": "zh-Hans", "minutes": "20", "name": a.word("firm"), "next": a.word("text"), "note": a.word("text"), "on": a.word("day"), "owner": one(a.pen, a.people).ID,
		"reason": one(a.pen, []string{"price", a.word("text")}), "need": a.word("text"), "done": a.word("text"), "plan": a.word("text"), "day": a.word("day"), "pipeline": "six",
	}
}

// follow presses a button of the last reply or fills in its form. It reports whether there was
// one.
func (a *asker) follow(req *chat.Request, last chat.Reply) bool {
	if m := last.Modal; m != nil {
		req.Kind, req.Name, req.Value, req.Fields = chat.Submit, m.Action, m.Value, a.fields()
		for _, b := range m.Blocks {
			if b.Input != nil && (b.Input.Initial != "" || b.Input.Optional) {
				req.Fields[b.Input.ID] = b.Input.Initial
			}
		}
		return true
	}
	var all []chat.Button
	for _, m := range []*chat.Message{last.Message, last.Home} {
		if m == nil {
			continue
		}
		for _, b := range m.Blocks {
			all = append(all, b.Buttons...)
			if b.Section != nil && b.Section.Button != nil {
				all = append(all, *b.Section.Button)
			}
		}
	}
	if len(all) == 0 {
		return false
	}
	b := one(a.pen, all)
	req.Kind, req.Name, req.Value = chat.Click, b.Action, b.Value
	return true
}

func TestEveryTypedCommandIsAskedInTheTwins(t *testing.T) {
	for _, f := range commands.Features() {
		for _, v := range f.Verbs {
			if _, known := lines[v.Name]; v.Help && !known {
				t.Errorf("lines do not say what belongs behind %q, so nobody tries whether it shows a hidden deal", v.Name)
			}
		}
	}
}
