package commands_test

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dealdesk/chat"
	"dealdesk/commands"
	"dealdesk/commands/commandstest"
	"dealdesk/commands/discount"
	"dealdesk/store"
)

// The lines of testdata/understood as people type them to the bot, with what must come of each. A line of a file
// begins with "> ", and what is expected below it with "= "; "||" is between outcomes that are both right. What was
// said before it in the same place begins with "< ", or "< @Mei " by her; "@ D-1" has it said in the deal's thread, and
// "@ Mei" by her.

// said is one line with what may come of it.
type said struct {
	file   string
	at     int
	before []string // what was said first
	deal   string   // in whose thread
	who    string   // by whom, Ana if nobody is named
	line   string
	want   []string
}

// leastFields is how many fields of the natural lines have to be right, in percent. Those of strict lines all are.
const leastFields = 95

func TestLinesAreUnderstood(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(cmp.Or(os.Getenv("DEALDESK_TEST_LINES"), "testdata/understood/*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no lines", err)
	}
	base := peopleWorld(t)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			right, all, fields, good, wrong := 0, 0, 0, 0, 0
			for _, s := range linesIn(t, file) {
				got := understood(t, base, s)
				n, of, missed := best(got, s.want)
				all, fields, good = all+1, fields+of, good+n
				if n == of {
					right++
					continue
				}
				if got.saved && !got.is("ask") {
					wrong++
				}
				t.Logf("%s:%d %q\n\twant %s\n\tgot  %s\n\t%s", filepath.Base(file), s.at, s.line, strings.Join(s.want, " || "), got, missed)
			}
			t.Logf("UNDERSTOOD %s: %d of %d lines, %d of %d fields, %d saved wrongly", filepath.Base(file), right, all, good, fields, wrong)
			strict := strings.Contains(file, "strict")
			if wrong > 0 || strict && right < all || good*100 < leastFields*fields {
				t.Errorf("%d of %d lines are right, %d of %d fields, %d saved wrongly without a question", right, all, good, fields, wrong)
			}
		})
	}
}

// linesIn reads a file of lines.
func linesIn(t *testing.T, file string) (all []said) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := bufio.NewScanner(f)
	text.Buffer(nil, 1<<20)
	next := said{}
	for n := 1; text.Scan(); n++ {
		switch line := text.Text(); {
		case strings.HasPrefix(line, "< "):
			next.before = append(next.before, line[2:])
		case strings.HasPrefix(line, "@ D-"):
			next.deal = line[2:]
		case strings.HasPrefix(line, "@ "):
			next.who = "U" + strings.ToUpper(line[2:])
		case strings.HasPrefix(line, "> "):
			next.file, next.at, next.line = file, n, strings.ReplaceAll(line[2:], `\n`, "\n")
			all, next = append(all, next), said{}
		case strings.HasPrefix(line, "= ") && len(all) > 0:
			for one := range strings.SplitSeq(line[2:], "||") {
				all[len(all)-1].want = append(all[len(all)-1].want, strings.TrimSpace(one))
			}
		}
	}
	return all
}

// peopleWorld has the customers, the deals and the people that the lines speak of.
func peopleWorld(t *testing.T) *commandstest.World {
	w := commandstest.NewWorld(t)
	for _, name := range []string{"Acme", "Northwind", "Initech", "Umbrella Foods", "Dell", "Nokia", "Stonebridge Bank", "Brightwell",
		"华星科技", "智云",
		"深圳腾飞", "海川集团", "金桥银行", "天合光能"} {
		w.Say(commandstest.Ana, "account new "+name)
	}
	for _, deal := range []string{`Acme "Data platform" 120k`, `Northwind Renewal 80k`, `"Umbrella Foods" "Cold chain" USD 300k`,
		`Nokia "Base stations" 2m`, `"Stonebridge Bank" Security`, `华星科技 产线升级 50万`, `智云 云迁移 120万`, `海川集团 仓储`, `天合光能 储能`} {
		w.Say(commandstest.Ana, "deal new "+deal+" close 2027-03-31")
	}
	for _, contact := range []string{`Acme "Tom Reed" CFO`, `Northwind "Laura Chen"`, "华星科技 王强", "智云 李敏"} {
		w.Say(commandstest.Ana, "contact add "+contact)
	}
	w.Now = w.Now.Truncate(1e9)
	return w
}

// came is what came of a line.
type came struct {
	acts  []map[string]string // "" is what came: log, plan, ask...
	text  string              // what was answered
	saved bool                // without a question
}

func (o came) String() string {
	var all []string
	for _, act := range o.acts {
		one := act[""]
		for _, k := range slices.Sorted(maps.Keys(act)) {
			if k != "" && act[k] != "" {
				one += fmt.Sprintf(" %s=%q", k, act[k])
			}
		}
		all = append(all, one)
	}
	return fmt.Sprintf("%s (saved %t)\n\tsays %.300q", strings.Join(all, " ; "), o.saved, o.text)
}

func (o came) is(what string) bool { return len(o.acts) > 0 && o.acts[0][""] == what }

// lineTo is a line to the bot, in a direct message or in the thread of a deal.
func lineTo(w *commandstest.World, s said, line string) (req chat.Request, found bool) {
	req = w.Request(cmp.Or(s.who, commandstest.Ana), chat.Direct)
	req.Where = chat.Where{Channel: "DANA", TS: fmt.Sprintf("77.%d", len(line)), Direct: true}
	if s.deal != "" {
		req.Kind = chat.Mention
		req.Where = chat.Where{Channel: w.Card(s.deal).Channel, Thread: w.Thread[s.deal], TS: req.Where.TS}
	}
	route, rest, ok := w.Router.Find(line)
	if !ok || commands.Sentence(line, w.Now) {
		rest = line
		if route, ok = w.Router.Named(cmp.Or(commands.Meant(line, w.Now), discount.Overheard(line), commands.Plain)); !ok {
			return req, false
		}
	}
	req.Name, req.Args = route.Name, rest
	return req, true
}

// understood types a line to the bot in a copy of a world and tells what came of it. A proposal is saved first.
func understood(t *testing.T, base *commandstest.World, s said) came {
	t.Helper()
	w := base.Copy(t)
	maps.Copy(w.Thread, base.Thread)
	for _, first := range s.before {
		by := s
		if name, line, ok := strings.Cut(first, " "); ok && strings.HasPrefix(name, "@") {
			by.who, first = "U"+strings.ToUpper(name[1:]), line
		}
		if req, ok := lineTo(w, by, first); ok {
			w.Do(req)
		}
	}
	req, ok := lineTo(w, s, s.line)
	if !ok {
		return came{acts: []map[string]string{{"": "nothing"}}}
	}
	before := snapshot(t, w)
	reply := w.Do(req)
	o := came{}
	if reply.Unknown {
		return came{acts: []map[string]string{{"": "nothing"}}}
	}
	if form := reply.Modal; form != nil && form.Action == "deal lost" {
		id, _, _ := strings.Cut(form.Value, "|")
		return came{acts: []map[string]string{lossIn(form, id)}}
	}
	if reply.Modal != nil {
		return came{acts: []map[string]string{{"": "ask"}}}
	}
	if reply.Message != nil {
		o.text = string(reply.Message.Text) + offered(reply.Message)
	}
	o.acts = changes(t, w, before, snapshot(t, w))
	o.saved = len(o.acts) > 0
	switch {
	case o.saved:
		return o
	case reply.Message == nil:
		return came{acts: []map[string]string{{"": "nothing"}}}
	}
	if act := moveProposed(t, w, reply.Message); act != nil {
		o.acts = []map[string]string{act}
		return o
	}
	if b, ok := proposed(reply.Message); ok {
		click := w.Request(req.Who.User, chat.Click)
		click.Name, click.Value = b.Action, b.Value
		w.Do(click)
		if o.acts = changes(t, w, before, snapshot(t, w)); len(o.acts) > 0 {
			return o
		}
	}
	kind := "nothing"
	switch {
	case reply.Refused:
		kind = "refuse"
	case buttons(reply.Message) > 0:
		kind = "ask"
	}
	o.acts = []map[string]string{{"": kind, "route": req.Name}}
	return o
}

// moveProposed is a move that is proposed: the gates of its stage are another matter. Of a loss it also tells with
// what its form is filled.
func moveProposed(t *testing.T, w *commandstest.World, m *chat.Message) map[string]string {
	b, ok := proposed(m)
	id, deal, _ := strings.Cut(b.Value, "/")
	if !ok || b.Action != "pick" || deal == "" {
		return nil
	}
	var draft chat.Draft
	if err := w.Store.View(t.Context(), func(r store.Reader) (err error) {
		draft, _, err = store.Drafts.Get(r, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	act := map[string]string{"": "move " + deal, "said": draft.Args}
	switch draft.Route {
	case "deal won":
		act["stage"] = "won"
	case "deal lost":
		act["stage"] = "lost"
		click := w.Request(commandstest.Ana, chat.Click)
		click.Name, click.Value = b.Action, b.Value
		reply := w.Do(click)
		if reply.Modal != nil {
			return lossIn(reply.Modal, deal)
		}
		lost := snapshot(t, w).deals[deal] // nothing was left to ask
		act["reason"], act["competitor"] = lost.Reason, lost.Competitor
		delete(act, "said")
	case "deal advance": // every deal is at the first stage
		act["stage"] = "discovery"
	case "deal stage":
		stage := strings.ToLower(draft.Args)
		act["stage"] = cmp.Or(stagesHan[stage], stage)
	default:
		return nil
	}
	return act
}

// lossIn is a loss as its form is filled.
func lossIn(form *chat.Modal, deal string) map[string]string {
	act := map[string]string{"": "move " + deal, "stage": "lost"}
	for _, block := range form.Blocks {
		if in := block.Input; in != nil && (in.ID == "reason" || in.ID == "competitor") {
			act[in.ID] = in.Initial
		}
	}
	return act
}

// stagesHan are the names of the stages in English.
var stagesHan = map[string]string{"线索": "lead", "需求确认": "discovery", "方案报价": "proposal", "商务谈判": "negotiation"}

// proposed is the button that saves what was understood.
func proposed(m *chat.Message) (chat.Button, bool) {
	for _, b := range m.Blocks {
		for _, b := range b.Buttons {
			if b.Style == chat.Primary && (b.Action == "log keep" || b.Action == "pick") {
				return b, true
			}
		}
	}
	return chat.Button{}, false
}

// offered are the labels of what a question offers.
func offered(m *chat.Message) (labels string) {
	for _, b := range m.Blocks {
		for _, b := range b.Buttons {
			labels += "\n" + b.Label
		}
	}
	return labels
}

func buttons(m *chat.Message) (n int) {
	for _, b := range m.Blocks {
		n += len(b.Buttons)
	}
	return n
}
