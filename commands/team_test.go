package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dealdesk/cards"
	"dealdesk/chat"
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
func governed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.desk.Company.Admins = []string{adm, eve}
	w.enrol(testStaff(sales.Person{ID: eve, Name: "夏娃", Role: sales.Admin, Language: "zh-Hans"}))
	return w
}

// admin types a team command; the chat knows fay and gus, whom the desk does not.
func (w *world) admin(who, line string) chat.Reply {
	w.Helper()
	req := w.request(who, chat.Slash)
	req.Rooms = map[string]string{"#north": "CNORTH"}
	for _, named := range []chat.Who{{User: fay, Name: "Fay", Locale: "en-US"}, {User: gus, Name: "Gus", Guest: true}, {User: "UOUT", Name: "Otto", Outside: true}, {User: "UOLD", Name: "Olga", Gone: true}} {
		if strings.Contains(line, named.User) {
			req.Named = append(req.Named, named)
		}
	}
	return w.typed(req, line)
}

// news is what somebody was told of the latest change.
func (w *world) news(who string) chat.Safe {
	w.Helper()
	return w.newsOf(w.head(), who)
}

func (w *world) newsOf(seq uint64, who string) (text chat.Safe) {
	w.Helper()
	err := w.store.View(w.Context(), func(r store.Reader) error {
		p, ok, err := store.PostByKey(r, staffKey(seq, who))
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

func (w *world) head() (seq uint64) {
	w.Helper()
	err := w.store.View(w.Context(), func(r store.Reader) error {
		last, err := store.Head(r)
		seq = last.Seq
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return seq
}

func (w *world) person(id string) sales.Person {
	w.Helper()
	for _, p := range kept(w, store.People) {
		if p.ID == id {
			return p
		}
	}
	return sales.Person{}
}

func (w *world) team(id string) sales.Team {
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
		{"team add West <@UANA>", "Ana moved from East to West", ana, "West · rep"},
		{"team add <@UFAY> East", "Fay is now in East", fay, "East · rep"},
		{"team remove <@UFAY>", "Fay is no longer in East", fay, "not in a team"},
		{"team function <@UFAY> finance, service", "Functions of Fay: finance and service", fay, "You are now: approver · finance · service"},
		{"team function <@UFAY> none", "Functions of Fay: none", fay, "not in a team"},
		{"team limit <@UBOB> 12%", "Bob decides alone below 12%", bob, "East · rep · decides alone below 12%"},
		{"team limit Bob none", "Bob decides alone as far as their role may", bob, "East · rep"},
		{"team leave <@UBOB> 12/24-12/31", "Bob is away Thu 24 Dec to Thu 31 Dec", bob, "noted your leave: Bob is away Thu 24 Dec to Thu 31 Dec"},
		{"team manager East <@UBOB>", "Bob now manages East (before: Mei)\nMei: East · rep", bob, "East · manager"},
		{"team director East none", "Director of East: none (before: Dan)", dan, "West · director"},
		{"team rename East \"East China\"", "East is now called East China", "", ""},
		{"team zone East China Berlin", "Time zone of East China: Europe/Berlin (before: none)", "", ""},
		{"team language East China 中文", "Language of East China: 中文 (before: English)", "", ""},
		{"team hours \"East China\" 9:00-12:00, 13:30-18:00", "Working hours of East China: 09:00-12:00,13:30-18:00 (before: none)", "", ""},
		{"team channel East China #north", "Channel of East China: <#CNORTH> (before: <#CEAST>)", "", ""},
		{"team new South <#CSOUTH> <@UFAY>", "New team South in <#CSOUTH>, managed by Fay", fay, "South · manager"},
		{"团队 加入 South @李雷", "李雷 moved from West to South", lilei, "South · 销售代表"},
	} {
		line := strings.ReplaceAll(c.line, "@李雷", "<@ULILEI>")
		reply := w.want(w.admin(adm, line), "")
		if got := strings.NewReplacer("*", "", "\u2060", "").Replace(string(reply.Message.Text)); !strings.HasPrefix(got, c.answer) {
			t.Errorf("%s answers %q, want %q", c.line, got, c.answer)
		}
		if got := w.news(c.concerned); c.concerned != "" && (!strings.Contains(string(got), c.is) || !strings.Contains(string(got), "Adm")) {
			t.Errorf("%s tells %s %q, want %q", c.line, c.concerned, got, c.is)
		}
		if got := w.news(eve); !strings.HasPrefix(string(got), "Adm调整了团队。\n") {
			t.Errorf("%s tells the other admin %q", c.line, got)
		}
		if strings.HasPrefix(c.line, "team new") {
			hello := w.message(fmt.Sprintf("channel/south/%d", w.head()))
			if w.shows(hello, "This is the channel of *South*"); hello.Channel != "CSOUTH" {
				t.Errorf("the greeting goes to %s", hello.Channel)
			}
		}
		if got := w.news(adm); got != "" {
			t.Errorf("%s tells its own author %q", c.line, got)
		}
	}
	if team := w.team("east"); team.Name != "East China" || team.Channel != "CNORTH" || team.Zone != "Europe/Berlin" || team.Language != "zh-Hans" || team.Hours != "09:00-12:00,13:30-18:00" || team.Manager != bob || team.Director != "" {
		t.Errorf("the team is %+v", team)
	}
}

func TestWhatAConfigurationWouldBeRefusedForIsRefusedByName(t *testing.T) {
	w := governed(t)
	w.admin(adm, "team director East none")
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
		seq := w.head()
		reply := w.admin(adm, line)
		w.want(reply, want)
		if w.head() != seq {
			t.Errorf("%s is refused and leaves an entry", line)
		}
	}
	if w.person(gus).ID != "" {
		t.Error("a guest who was refused is kept")
	}
}

func TestOnlyAnAdminChangesTeamsAndEverybodySeesTheirOwn(t *testing.T) {
	w := governed(t)
	seq := w.head()
	for _, who := range []string{ana, mei, dan} {
		for _, line := range []string{"team add East <@UFAY>", "team limit <@UANA> 50%", "team new X #north <@UFAY>", "team manager East <@UANA>", "team add", "团队 移出 <@UBOB>"} {
			w.want(w.admin(who, line), "You may not do this here")
		}
	}
	guest := w.request(ana, chat.Slash)
	guest.Who.Guest = true
	w.want(w.typed(guest, "team add East <@UFAY>"), "Only members of this sales team")
	stranger := w.request(adm, chat.Slash)
	stranger.Who.Outside = true
	w.want(w.typed(stranger, "team remove <@UBOB>"), "Only members of this sales team")
	for _, button := range []string{"team retry", "team confirm", "team decline", "team recall"} {
		req := w.request(mei, chat.Click)
		req.Name, req.Value = button, "B-1"
		if w.do(req); w.head() != seq {
			t.Errorf("%s did something", button)
		}
	}
	own := w.want(w.say(ana, "team"), "*East* · <#CEAST>", "Manager Mei · Director Dan", "• Bob, rep")
	if strings.Contains(string(own.Message.Text), "West") {
		t.Errorf("Ana sees another team: %s", own.Message.Text)
	}
	w.want(w.say(ana, "team West"), "can't find a team “West”")
	w.want(w.say(lilei, "团队"), "• 李雷，销售代表")
	if _, shown := button(own.Message, "Add"); shown {
		t.Error("Ana is offered to change the team")
	}
	w.want(w.say(adm, "team"), "East", "West")
	w.want(w.say(dan, "people"), "East", "West")
}

func TestATeamSaysWhoDecidesForWhom(t *testing.T) {
	w := governed(t)
	w.act("delegate", func(tx *store.Tx) error {
		for _, g := range []sales.Delegation{
			{ID: "S-1", From: mei, To: bob, Start: w.now.Add(-time.Hour), End: w.now.Add(48 * time.Hour)},
			{ID: "S-2", From: dan, To: wei, Start: w.now.Add(-time.Hour), End: w.now.Add(48 * time.Hour), Revoked: w.now},
			{ID: "S-3", From: ana, To: bob, Start: w.now.Add(-2 * time.Hour), End: w.now.Add(-time.Hour)},
		} {
			if err := store.Delegations.Put(tx, g); err != nil {
				return err
			}
		}
		return nil
	})
	shown := w.want(w.say(ana, "team"), "Bob decides for Mei until Thu 26 Nov")
	if n := strings.Count(string(shown.Message.Text), "decides for"); n != 1 {
		t.Errorf("%d delegations hold:\n%s", n, shown.Message.Text)
	}
}

// act writes something that no command of these tests does.
func (w *world) act(once string, fn func(*store.Tx) error) {
	w.Helper()
	if _, err := w.store.Update(w.Context(), store.Change{Once: once, Actor: "test", At: w.now, What: "test"}, fn); err != nil {
		w.Fatal(err)
	}
}

func TestATeamCommandWithoutWordsOpensItsForm(t *testing.T) {
	w := governed(t)
	shown := w.want(w.say(adm, "team East"), "East")
	form := w.click(adm, shown.Message, "Add somebody").Modal
	w.want(w.submit(adm, form, map[string]string{"person": lilei}), "李雷 moved from West to East")

	form = w.say(adm, "team manager").Modal
	if errors := w.submit(adm, form, map[string]string{"team": "west", "person": ana}).Errors; !strings.Contains(errors["person"], "Ana sells in East") {
		t.Errorf("the form says %v", errors)
	}
	if w.submit(adm, form, map[string]string{"team": "east"}).Modal == nil {
		t.Error("a form without a person is taken")
	}
	form = w.say(adm, "team limit <@UBOB>").Modal
	w.want(w.submit(adm, form, map[string]string{"limit": "5%"}), "Bob decides alone below 5%")
	form = w.say(adm, "team zone West").Modal
	if errors := w.submit(adm, form, map[string]string{"zone": "Atlantis"}).Errors; errors["zone"] == "" {
		t.Errorf("a wrong zone is not said at its field: %v", errors)
	}
	w.want(w.submit(adm, form, map[string]string{"zone": "上海"}), "Time zone of West: Asia/Shanghai")
	form = w.say(adm, "team function <@UBOB>").Modal
	w.want(w.submit(adm, form, map[string]string{"function": "finance,marketing"}), "Functions of Bob: finance and marketing")
	form = w.say(adm, "team leave").Modal
	w.want(w.submit(adm, form, map[string]string{"person": ana, "days": "tomorrow"}), "Ana is away on Wed 25 Nov")
	form = w.say(adm, "team new").Modal
	w.want(w.submit(adm, form, map[string]string{"name": "North", "channel": "CNORTH", "person": wei}), "New team *North*")
	form = w.say(adm, "team director North").Modal
	if w.submit(adm, form, nil); w.team("north").Director != "" {
		t.Error("an empty director is somebody")
	}
}

func TestAChangeCanBeTakenBackByItsButtonAndLaterByAnAdmin(t *testing.T) {
	w := governed(t)
	moved := w.admin(adm, "team add West <@UANA>")
	seq := w.head()
	w.want(w.click(adm, moved.Message, "Undo"), "Undone: team add")
	if p := w.person(ana); p.Team != "east" || p.Role != sales.Rep {
		t.Errorf("Ana is %+v", p)
	}
	for who, want := range map[string]string{ana: "Adm took this back", eve: "Adm撤销了这项调整"} {
		if got := w.newsOf(seq, who); !strings.Contains(string(got), want) {
			t.Errorf("%s reads %q", who, got)
		}
	}
	named := w.admin(adm, "team manager East <@UBOB>")
	w.now = w.now.Add(2 * time.Hour)
	w.want(w.click(eve, named.Message, "Undo"), "已撤销")
	if w.team("east").Manager != mei || w.person(bob).Role != sales.Rep || w.person(mei).Role != sales.Manager {
		t.Errorf("%+v %+v", w.team("east"), w.person(bob))
	}
	// What somebody has built on cannot go.
	founded := w.admin(adm, "team new South #north <@UFAY>")
	w.admin(adm, "team add South <@UBOB>")
	w.want(w.click(adm, founded.Message, "Undo"), "builds on it")
	w.want(w.say(adm, "undo"), "Undone")
	w.want(w.say(adm, "undo"), "Undone")
	if w.team("south").ID != "" || w.person(fay).Role != "" {
		t.Errorf("the team stays: %+v, %+v", w.team("south"), w.person(fay))
	}
}

func TestAnUndoRaisesNobodyByTheirOwnHand(t *testing.T) {
	w := governed(t)
	w.admin(adm, "team add East <@UADM>") // an admin who sells
	lowered := w.admin(eve, "team limit <@UADM> 5%")
	w.want(w.click(adm, lowered.Message, "撤销"), "Please ask another admin")
	if w.person(adm).Limit != 500 {
		t.Error("Adm has raised themselves by an undo")
	}
	w.want(w.click(eve, lowered.Message, "撤销"), "已撤销")
}

func TestWhatRaisesItsAuthorWaitsForAnotherAdmin(t *testing.T) {
	w := governed(t)
	asked := func(id string) store.Post { return w.message(cards.ProposalKey(id, eve)) }
	w.want(w.admin(adm, "team manager East <@UADM>"), "Not done yet", "Adm now manages East", "夏娃 has to confirm it")
	if w.team("east").Manager != mei || w.person(adm).Role != sales.Admin {
		t.Fatalf("it holds before it is confirmed: %+v", w.team("east"))
	}
	first := asked("B-1")
	w.shows(first, "Adm想调整团队", "East的经理是Adm（之前：Mei）", "有效期到11月27日")
	w.want(w.click(adm, &first.Message, "确认"), "can't confirm a change that gives yourself more rights")
	w.want(w.click(mei, &first.Message, "确认"), "can't find that proposal")
	w.want(w.click(eve, &first.Message, "确认"), "East的经理是Adm")
	if w.team("east").Manager != adm || w.person(adm).Role != sales.Manager || w.person(mei).Role != sales.Rep {
		t.Fatalf("it was confirmed and does not hold: %+v", w.person(adm))
	}
	w.shows(asked("B-1"), "夏娃已确认")
	ended := asked("B-1")
	if _, stands := button(&ended.Message, "确认"); stands {
		t.Error("the button stands after the decision")
	}
	w.shows(w.message(cards.ProposalKey("B-1", adm)), "Your change of who sells where: ✅ Confirmed by 夏娃")
	w.want(w.click(eve, &first.Message, "不同意"), "已经结束了")
	w.want(w.say(eve, "undo"), "另一位管理员已经决定的不能撤销")

	// Declined, taken back, undone, expired: nothing of it holds.
	w.admin(adm, "team limit <@UADM> 30%")
	second := asked("B-2")
	w.want(w.click(eve, &second.Message, "不同意"), "已拒绝")
	third := w.admin(adm, "team limit <@UADM> 30%")
	w.want(w.click(adm, third.Message, "Take it back"), "Taken back")
	w.shows(asked("B-3"), "Adm已撤回")
	w.want(w.click(eve, &second.Message, "确认"), "已经结束了")
	w.admin(adm, "team limit <@UADM> 30%")
	fourth := asked("B-4")
	w.want(w.say(adm, "undo"), "Undone")
	if gone := asked("B-4"); !gone.Deleted {
		t.Error("an undone proposal is still asked about")
	}
	w.want(w.click(eve, &fourth.Message, "确认"), "找不到这项调整")
	w.admin(adm, "team limit <@UADM> 30%")
	fifth := asked("B-5")
	w.now = w.now.Add(sales.ProposalFor)
	w.want(w.click(eve, &fifth.Message, "确认"), "已过期")
	if w.person(adm).Limit != 0 {
		t.Errorf("a limit of %v holds", w.person(adm).Limit)
	}
}

func TestAProposalIsConfirmedUnderTheRulesOfThatMoment(t *testing.T) {
	w := governed(t)
	w.admin(adm, "team manager East <@UADM>")
	card := w.message(cards.ProposalKey("B-1", eve))
	w.admin(eve, "team add West <@UADM>") // meanwhile they sell elsewhere
	w.want(w.click(eve, &card.Message, "确认"), "不能带East")
	if w.team("east").Manager != mei {
		t.Error("what is against the rules now was done")
	}
	w.admin(eve, "team remove <@UADM>")
	w.want(w.click(eve, &card.Message, "确认"), "East的经理是Adm")
}

func TestOneHumanWithTwoAccountsIsNoSecondAdmin(t *testing.T) {
	w := governed(t)
	w.act("mail", func(tx *store.Tx) error {
		for _, id := range []string{adm, eve} {
			p, err := store.People.Find(tx, id)
			if err != nil {
				return err
			}
			p.Email = "one@example.com"
			if err := store.People.Put(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	w.want(w.admin(adm, "team function <@UADM> finance"), "there is no other admin in Slack to confirm it")
	w.want(w.admin(adm, "team function <@UEVE> finance"), "there is no other admin in Slack to confirm it")
	if len(w.person(adm).Functions)+len(w.person(eve).Functions) > 0 {
		t.Error("it was done all the same")
	}
}

func TestTheAdminsHearOnceThatAChannelIsClosed(t *testing.T) {
	w := governed(t)
	refused := func(why string) {
		t.Helper()
		w.now = w.now.Add(time.Minute)
		if err := w.desk.Refused(t.Context(), "CEAST", why, w.now); err != nil {
			t.Fatal(err)
		}
	}
	refused("message_not_found")
	if w.team("east").Unreachable != "" {
		t.Error("a message that is gone closes no channel")
	}
	refused("is_archived")
	seq := w.head()
	refused("is_archived")
	refused("channel_not_found")
	if w.head() != seq {
		t.Error("the admins are told more than once")
	}
	note := w.message(fmt.Sprintf("unreachable/%d/%s", seq, adm))
	w.shows(note, "I can't post to <#CEAST>, the channel of East: it is archived", "team channel East #channel")
	w.shows(w.message(fmt.Sprintf("unreachable/%d/%s", seq, eve)), "频道已归档")
	w.want(w.say(ana, "team"), "Slack refuses my posts to the channel: it is archived")

	w.want(w.click(adm, &note.Message, "Try again"), "Trying <#CEAST> again")
	w.shows(w.message(fmt.Sprintf("channel/east/%d", w.head())), "This is the channel of *East*")
	refused("is_archived")
	if w.team("east").Unreachable != "is_archived" {
		t.Error("after another try nobody is told")
	}
	w.want(w.admin(adm, "team channel East #north"), "Channel of East: <#CNORTH>")
	if w.team("east").Unreachable != "" {
		t.Error("a new channel is not reachable")
	}
	refused("is_archived") // something older still goes there
	if w.team("east").Unreachable != "" {
		t.Error("what was refused elsewhere closes the new channel")
	}
}

func TestTheAdminsHearOnceThatATeamHasNoManagerInTheChat(t *testing.T) {
	w := governed(t)
	is := func(gone bool) {
		req := w.request(mei, chat.Profile)
		req.Name, req.Who.Gone = "profile", gone
		w.do(req)
	}
	is(true)
	key := "leaderless/east/UMEI/" + adm
	w.shows(w.message(key), "Mei, who manages East, is no longer in Slack", "team manager East @name")
	rev := w.message(key).Rev
	is(true)
	if w.message(key).Rev != rev {
		t.Error("told twice")
	}
	w.want(w.say(ana, "team"), "Nobody in Slack manages East", "Manager Mei (no longer in Slack)")
	note := w.message(key)
	if w.click(adm, &note.Message, "Manager").Modal == nil {
		t.Error("the button opens no form")
	}
	is(false)
	if !w.message(key).Deleted {
		t.Error("the note stays although Mei is back")
	}
}
