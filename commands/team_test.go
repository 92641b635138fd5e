package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/chat"
	"dealdesk/commands/commandstest"
	"dealdesk/sales"
	"dealdesk/store"
)

// eve is a second admin, who reads Chinese; fay works in finance and is new to us; gus is
// a guest.
const (
	eve = "UEVE"
	fay = "UFAY"
	gus = "UGUS"
)

// governed is a world with two admins.
func governed(t *testing.T) *commandstest.World {
	t.Helper()
	w := commandstest.NewWorld(t)
	w.Desk.Cards.Company.Admins = []string{adm, eve}
	enrol(w, commandstest.TestStaff(sales.Person{ID: eve, Name: "夏娃", Role: sales.Admin, Language: "zh-Hans"}))
	return w
}

// admin types a team command; the chat knows fay and gus, whom the desk does not.
func admin(w *commandstest.World, who, line string) chat.Reply {
	w.Helper()
	req := w.Request(who, chat.Slash)
	req.Rooms = map[string]string{"#north": "CNORTH"}
	for _, named := range []chat.Who{{User: fay, Name: "Fay", Locale: "en-US"}, {User: gus, Name: "Gus", Guest: true},
		{User: "UOUT", Name: "Otto", Outside: true}, {User: "UOLD", Name: "Olga", Gone: true}} {
		if strings.Contains(line, named.User) {
			req.Named = append(req.Named, named)
		}
	}
	return w.Typed(req, line)
}

// news is what somebody was told of the latest change.
func news(w *commandstest.World, who string) chat.Safe {
	w.Helper()
	return newsOf(w, lastSeq(w), who)
}

func newsOf(w *commandstest.World, seq uint64, who string) (text chat.Safe) {
	w.Helper()
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		p, ok, err := store.PostByKey(r, fmt.Sprintf("staff/%d/%s", seq, who))
		if ok && !p.Deleted {
			text = p.Message.Text
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return text
}

func lastSeq(w *commandstest.World) (seq uint64) {
	w.Helper()
	err := w.Store.View(w.Context(), func(r store.Reader) error {
		last, err := store.Head(r)
		seq = last.Seq
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return seq
}

func person(w *commandstest.World, id string) sales.Person {
	w.Helper()
	for _, p := range kept(w, store.People) {
		if p.ID == id {
			return p
		}
	}
	return sales.Person{}
}

func team(w *commandstest.World, id string) sales.Team {
	w.Helper()
	for _, t := range kept(w, store.Teams) {
		if t.ID == id {
			return t
		}
	}
	return sales.Team{}
}

func TestAnAdminChangesWhoSellsWhereAndEverybodyConcernedIsTold(t *testing.T) {
	w := governed(t)
	for _, c := range []struct {
		line, answer string
		concerned    string // who is told of their own place
		is           string
	}{
		{"team add West <@UANA>", "Ana moved from East to West", ana, "Adm moved you from team East to team West."},
		{"team add <@UFAY> East", "Fay is now in East", fay, "Adm added you to team East."},
		{"team remove <@UFAY>", "Fay is no longer in East", fay, "Adm took you out of team East."},
		{"team function <@UFAY> finance, service", "Functions of Fay: finance and service", fay, "Adm set your functions: finance and service"},
		{"team function <@UFAY> none", "Functions of Fay: none", fay, "Adm set your functions: none"},
		{"team limit <@UBOB> 12%", "Bob decides alone below 12%", bob, "Adm set your own discount limit: you decide alone below 12%; 12% and more needs approval."},
		{"team limit Bob none", "Bob decides alone as far as their role may", bob, "Adm removed your own discount limit"},
		{"team leave <@UBOB> 12/24-12/31", "Bob is away Thu 24 Dec to Thu 31 Dec", bob, "noted your leave: Bob is away Thu 24 Dec to Thu 31 Dec"},
		{"team manager East <@UBOB>", "Bob now manages East (before: Mei)\nMei: East · rep", bob, "Adm made you the manager of team East."},
		{"team director East none", "Director of East: none (before: Dan)", dan, "West · director"},
		{"team rename East \"East China\"", "East is now called East China", "", ""},
		{"team zone East China Berlin", "Time zone of East China: Europe/Berlin (before: none)", "", ""},
		{"team language East China 中文", "Language of East China: 中文 (before: English)", "", ""},
		{"team currency East China £", "Currency of East China: GBP (before: none)", "", ""},
		{"team hours \"East China\" 9:00-12:00, 13:30-18:00", "Working hours of East China: 09:00-12:00,13:30-18:00 (before: none)", "", ""},
		{"team channel East China #north", "Channel of East China: <#CNORTH> (before: <#CEAST>)", "", ""},
		{"team new South <#CSOUTH> <@UFAY>", "New team South in <#CSOUTH>, managed by Fay", fay, "Adm made you the manager of the new team South."},
		{"团队 加入 South @李雷", "李雷 moved from West to South", lilei, "Adm把你从West调到了South团队。"},
	} {
		line := strings.ReplaceAll(c.line, "@李雷", "<@ULILEI>")
		reply := w.Want(admin(w, adm, line), "")
		if got := strings.NewReplacer("*", "", "\u2060", "").Replace(string(reply.Message.Text)); !strings.HasPrefix(got, c.answer) {
			t.Errorf("%s answers %q, want %q", c.line, got, c.answer)
		}
		if got := news(w, c.concerned); c.concerned != "" && (!strings.Contains(string(got), c.is) || !strings.Contains(string(got), "Adm")) {
			t.Errorf("%s tells %s %q, want %q", c.line, c.concerned, got, c.is)
		}
		if got := news(w, eve); !strings.HasPrefix(string(got), "Adm调整了团队。\n") {
			t.Errorf("%s tells the other admin %q", c.line, got)
		}
		if strings.HasPrefix(c.line, "team new") {
			hello := w.Message(fmt.Sprintf("channel/south/%d", lastSeq(w)))
			if w.Shows(hello, "This is the channel of *South*"); hello.Channel != "CSOUTH" {
				t.Errorf("the greeting goes to %s", hello.Channel)
			}
		}
		if got := news(w, adm); got != "" {
			t.Errorf("%s tells its own author %q", c.line, got)
		}
	}
	if team := team(w, "east"); team.Name != "East China" || team.Channel != "CNORTH" || team.Zone != "Europe/Berlin" ||
		team.Language != "zh-Hans" || team.Hours != "09:00-12:00,13:30-18:00" || team.Manager != bob || team.Director != "" {
		t.Errorf("the team is %+v", team)
	}
}

func TestWhatAConfigurationWouldBeRefusedForIsRefusedByName(t *testing.T) {
	w := governed(t)
	admin(w, adm, "team director East none")
	for line, want := range map[string]string{
		"team add Moon <@UBOB>":                        "can't find a team “Moon”",
		"team add East Nobody":                         "can't find one person called “Nobody”",
		"team add East <@UGUS>":                        "Gus is a guest or works for another company",
		"team add East <@UOUT>":                        "Otto is a guest or works for another company",
		"team manager East <@UOLD>":                    "Olga is no longer in Slack",
		"team add East <@UBOB>":                        "Bob is already in East",
		"team add West <@UMEI>":                        "Mei sells in West and can't lead East",
		"team remove <@UMEI>":                          "Mei is the manager of East. Name somebody else first",
		"team remove <@UADM>":                          "Adm is not in that team",
		"team remove West <@UBOB>":                     "Bob is not in that team",
		"team manager East none":                       "can't find one person called “none”",
		"team manager East <@ULILEI>":                  "李雷 sells in West and can't lead East",
		"team director West <@UMEI>":                   "Mei is only the manager of East and can't direct West",
		"team rename East West":                        "There is already a team called West",
		"team rename East 🎉🎉":                          "can't be typed as a name",
		"team channel East <#CWEST>":                   "East and West can't work in one channel",
		"team channel East #nowhere":                   "can't find the channel “#nowhere”",
		"team new West #north <@UFAY>":                 "There is already a team called West",
		"team new North <#CEAST> <@UFAY>":              "East and North can't work in one channel",
		"team new North #north <@UBOB>":                "Bob sells in East and can't lead North",
		"team zone East Atlantis":                      "“Atlantis” is no time zone",
		"team zone East ../../etc/passwd":              "is no time zone",
		"team zone East local":                         "is no time zone",
		"team language East Klingon":                   "I speak English and Chinese",
		"team hours East 13:30-9:00":                   "can't read the working hours “13:30-9:00”",
		"team currency East RUB":                       "don't know the currency RUB",
		"team currency East 5k":                        "don't know the currency 5k",
		"team hours East whenever":                     "can't read the working hours",
		"team function <@UBOB> magic":                  "“magic” is not a function",
		"team limit <@UBOB> 150%":                      "must stay below 100%",
		"team limit <@UBOB> 12% or so":                 "can't read a discount",
		"team limit <@UADM> 5%":                        "Adm is not in a team yet",
		"team leave <@UBOB> 2026-11-01":                "is over. Leave can only be planned from today on",
		"team leave <@UBOB> 11/28-11/24":               "ends before it begins",
		"team leave <@UBOB> 2026-12-01 to 2028-01-15":  "more than 366 days",
		"team leave <@UBOB> someday":                   "can't read a period",
		"team manager East <@UMEI>":                    "Nothing would change for East",
		"team rename East " + strings.Repeat("长", 200): "keep it to 120 characters",
	} {
		seq := lastSeq(w)
		reply := admin(w, adm, line)
		w.Want(reply, want)
		if lastSeq(w) != seq {
			t.Errorf("%s is refused and leaves an entry", line)
		}
	}
	if person(w, gus).ID != "" {
		t.Error("a guest who was refused is kept")
	}
}

func TestOnlyAnAdminChangesTeamsAndEverybodySeesTheirOwn(t *testing.T) {
	w := governed(t)
	seq := lastSeq(w)
	for _, who := range []string{ana, mei, dan} {
		for _, line := range []string{"team add East <@UFAY>", "team limit <@UANA> 50%", "team new X #north <@UFAY>", "team manager East <@UANA>",
			"team add", "团队 移出 <@UBOB>"} {
			w.Want(admin(w, who, line), "Only admins can do this. Please ask Adm or 夏娃.")
		}
	}
	guest := w.Request(ana, chat.Slash)
	guest.Who.Guest = true
	w.Want(w.Typed(guest, "team add East <@UFAY>"), "Only members of this sales team")
	stranger := w.Request(adm, chat.Slash)
	stranger.Who.Outside = true
	w.Want(w.Typed(stranger, "team remove <@UBOB>"), "Only members of this sales team")
	for _, button := range []string{"team retry", "team confirm", "team decline", "team recall"} {
		req := w.Request(mei, chat.Click)
		req.Name, req.Value = button, "B-1"
		if w.Do(req); lastSeq(w) != seq {
			t.Errorf("%s did something", button)
		}
	}
	own := w.Want(w.Say(ana, "team"), "*East* · <#CEAST>", "Manager Mei · Director Dan", "• Bob, rep")
	if strings.Contains(string(own.Message.Text), "West") {
		t.Errorf("Ana sees another team: %s", own.Message.Text)
	}
	w.Want(w.Say(ana, "team West"), "can't find a team “West”")
	w.Want(w.Say(lilei, "团队"), "• 李雷，销售代表")
	if _, shown := commandstest.Button(own.Message, "Add"); shown {
		t.Error("Ana is offered to change the team")
	}
	w.Want(w.Say(adm, "team"), "East", "West")
	w.Want(w.Say(dan, "people"), "East", "West")
}

func TestATeamSaysWhoDecidesForWhom(t *testing.T) {
	w := governed(t)
	act(w, "delegate", func(tx *store.Tx) error {
		for _, g := range []sales.Delegation{
			{ID: "S-1", From: mei, To: bob, Start: w.Now.Add(-time.Hour), End: w.Now.Add(48 * time.Hour)},
			{ID: "S-2", From: dan, To: wei, Start: w.Now.Add(-time.Hour), End: w.Now.Add(48 * time.Hour), Revoked: w.Now},
			{ID: "S-3", From: ana, To: bob, Start: w.Now.Add(-2 * time.Hour), End: w.Now.Add(-time.Hour)},
		} {
			if err := store.Delegations.Put(tx, g); err != nil {
				return err
			}
		}
		return nil
	})
	shown := w.Want(w.Say(ana, "team"), "Bob decides for Mei until Thu 26 Nov")
	if n := strings.Count(string(shown.Message.Text), "decides for"); n != 1 {
		t.Errorf("%d delegations hold:\n%s", n, shown.Message.Text)
	}
}

// act writes something that no command of these tests does.
func act(w *commandstest.World, once string, fn func(*store.Tx) error) {
	w.Helper()
	if _, err := w.Store.Update(w.Context(), store.Change{Once: once, Actor: "test", At: w.Now, What: "test"}, fn); err != nil {
		w.Fatal(err)
	}
}

func TestATeamCommandWithoutWordsOpensItsForm(t *testing.T) {
	w := governed(t)
	shown := w.Want(w.Say(adm, "team East"), "East")
	form := w.Click(adm, shown.Message, "Add somebody").Modal
	w.Want(w.Submit(adm, form, map[string]string{"person": lilei}), "李雷 moved from West to East")

	form = w.Say(adm, "team manager").Modal
	if errors := w.Submit(adm, form, map[string]string{"team": "west", "person": ana}).Errors; !strings.Contains(errors["person"],
		"Ana sells in East") {
		t.Errorf("the form says %v", errors)
	}
	if w.Submit(adm, form, map[string]string{"team": "east"}).Errors["person"] == "" {
		t.Error("a form without a person is taken")
	}
	form = w.Say(adm, "team limit <@UBOB>").Modal
	w.Want(w.Submit(adm, form, map[string]string{"limit": "5%"}), "Bob decides alone below 5%")
	form = w.Say(adm, "team zone West").Modal
	if errors := w.Submit(adm, form, map[string]string{"zone": "Atlantis"}).Errors; errors["zone"] == "" {
		t.Errorf("a wrong zone is not said at its field: %v", errors)
	}
	w.Want(w.Submit(adm, form, map[string]string{"zone": "上海"}), "Time zone of West: Asia/Shanghai")
	form = w.Say(adm, "team function <@UBOB>").Modal
	w.Want(w.Submit(adm, form, map[string]string{"function": "finance,marketing"}), "Functions of Bob: finance and marketing")
	form = w.Say(adm, "team leave").Modal
	w.Want(w.Submit(adm, form, map[string]string{"person": ana, "days": "tomorrow"}), "Ana is away on Wed 25 Nov")
	form = w.Say(adm, "team new").Modal
	w.Want(w.Submit(adm, form, map[string]string{"name": "North", "channel": "CNORTH", "person": wei}), "New team *North*")
	form = w.Say(adm, "team director North").Modal
	if w.Submit(adm, form, nil); team(w, "north").Director != "" {
		t.Error("an empty director is somebody")
	}
}

func TestAChangeCanBeTakenBackByItsButtonAndLaterByAnAdmin(t *testing.T) {
	w := governed(t)
	moved := admin(w, adm, "team add West <@UANA>")
	seq := lastSeq(w)
	w.Want(w.Click(adm, moved.Message, "Undo"), "Undone: adding")
	if p := person(w, ana); p.Team != "east" || p.Role != sales.Rep {
		t.Errorf("Ana is %+v", p)
	}
	for who, want := range map[string]string{ana: "Adm took this back", eve: "Adm撤销了这项调整"} {
		if got := newsOf(w, seq, who); !strings.Contains(string(got), want) {
			t.Errorf("%s reads %q", who, got)
		}
	}
	named := admin(w, adm, "team manager East <@UBOB>")
	w.Now = w.Now.Add(2 * time.Hour)
	w.Want(w.Click(adm, named.Message, "Undo"), "Undone")
	if team(w, "east").Manager != mei || person(w, bob).Role != sales.Rep || person(w, mei).Role != sales.Manager {
		t.Errorf("%+v %+v", team(w, "east"), person(w, bob))
	}
	// What somebody has built on cannot go.
	founded := admin(w, adm, "team new South #north <@UFAY>")
	admin(w, adm, "team add South <@UBOB>")
	w.Want(w.Click(adm, founded.Message, "Undo"), "builds on it")
	w.Want(w.Say(adm, "undo"), "Undone")
	w.Want(w.Say(adm, "undo"), "Undone")
	if team(w, "south").ID != "" || person(w, fay).Role != "" {
		t.Errorf("the team stays: %+v, %+v", team(w, "south"), person(w, fay))
	}
}

func TestTheAdminsHearOnceThatAChannelIsClosed(t *testing.T) {
	w := governed(t)
	refused := func(why string) {
		t.Helper()
		w.Now = w.Now.Add(time.Minute)
		if err := w.Desk.KeepRefused(t.Context(), "CEAST", why, w.Now); err != nil {
			t.Fatal(err)
		}
	}
	refused("message_not_found")
	if team(w, "east").Unreachable != "" {
		t.Error("a message that is gone closes no channel")
	}
	refused("is_archived")
	seq := lastSeq(w)
	refused("is_archived")
	refused("channel_not_found")
	if lastSeq(w) != seq {
		t.Error("the admins are told more than once")
	}
	note := w.Message(fmt.Sprintf("unreachable/%d/%s", seq, adm))
	w.Shows(note, "I can't post to <#CEAST>, the channel of East: it is archived", "team channel East #channel")
	w.Shows(w.Message(fmt.Sprintf("unreachable/%d/%s", seq, eve)), "频道已归档")
	w.Want(w.Say(ana, "team"), "Slack refuses my posts to the channel: it is archived")

	w.Want(w.Click(adm, &note.Message, "Try again"), "Trying <#CEAST> again")
	w.Shows(w.Message(fmt.Sprintf("channel/east/%d", lastSeq(w))), "This is the channel of *East*")
	refused("is_archived")
	if team(w, "east").Unreachable != "is_archived" {
		t.Error("after another try nobody is told")
	}
	w.Want(admin(w, adm, "team channel East #north"), "Channel of East: <#CNORTH>")
	if team(w, "east").Unreachable != "" {
		t.Error("a new channel is not reachable")
	}
	refused("is_archived") // something older still goes there
	if team(w, "east").Unreachable != "" {
		t.Error("what was refused elsewhere closes the new channel")
	}
}

func TestTheAdminsHearOnceThatATeamHasNoManagerInTheChat(t *testing.T) {
	w := governed(t)
	is := func(gone bool) {
		req := w.Request(mei, chat.Profile)
		req.Name, req.Who.Gone = "profile", gone
		w.Do(req)
	}
	is(true)
	key := "leaderless/east/UMEI/" + adm
	w.Shows(w.Message(key), "Mei, who manages East, is no longer in Slack", "team manager East @name")
	rev := w.Message(key).Rev
	is(true)
	if w.Message(key).Rev != rev {
		t.Error("told twice")
	}
	w.Want(w.Say(ana, "team"), "Nobody in Slack manages East", "Manager Mei (no longer in Slack)")
	note := w.Message(key)
	if w.Click(adm, &note.Message, "Set manager").Modal == nil {
		t.Error("the button opens no form")
	}
	is(false)
	if !w.Message(key).Deleted {
		t.Error("the note stays although Mei is back")
	}
}
