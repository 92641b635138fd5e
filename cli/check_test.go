package cli

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dealdesk/ai/fakemodel"
	"dealdesk/bot"
	"dealdesk/bot/fakeslack"
	"dealdesk/cli/serve"
	"dealdesk/sales"
	"dealdesk/store"
)

// checked is a desk that is ready except for what a test changes.
func checked(t *testing.T, o fakeslack.Options) (*install, *fakeslack.Server) {
	d := newInstall(t)
	d.env = append(d.env, "DEALDESK_WORKSPACE_ADMINS=U1")
	if err := serve.MakeStore(t.Context(), d.store); err != nil {
		t.Fatal(err)
	}
	return d, d.withSlack(o)
}

// faults runs check and demands these lines and no other fault.
func (d *install) faults(lines ...string) {
	d.t.Helper()
	code, out, failure := d.run("check")
	want := min(len(lines), exitFailure)
	if slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "Store: ") }) {
		want = exitStore
	}
	if code != want {
		d.t.Errorf("exit code %d, want %d: %s", code, want, failure)
	}
	if n := strings.Count(out, "✗ "); n != len(lines) {
		d.t.Errorf("%d faults, want %d", n, len(lines))
	}
	for _, line := range lines {
		if !strings.Contains(out, "✗ "+line) {
			d.t.Errorf("no fault %q", line)
		}
	}
	if d.t.Failed() {
		d.t.Log(out)
	}
}

func TestCheckApprovesADeskThatWouldWork(t *testing.T) {
	t.Parallel()
	d, _ := checked(t, fakeslack.Options{})
	out := d.must("check")
	for _, want := range []string{"✓ Configuration: 1 team, 2 people, 1 pipeline\n", "is verified",
		"✓ Slack: dealdesk in Acme Sales", "✓ Channel of North: #north", "✓ People: 2 are fine", "Everything is ready"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	left, err := os.ReadDir(d.dir)
	if err != nil || len(left) != 2 {
		t.Errorf("check left something behind: %v %v", left, err)
	}
	if out := d.must("check", "--lang", "zh"); !strings.Contains(out, "✓ 配置：1 个团队，2 个人，1 条销售管道\n") || !strings.Contains(out, "一切就绪") {
		t.Error(out)
	}
	d.env = nil
	if code, out, _ := d.run("check"); code != exitUsage || !strings.Contains(out, "slack.bot_token is missing") ||
		!strings.Contains(out, "✓ Store") || !strings.Contains(out, "Slack was not asked") {
		t.Errorf("without tokens, exit code %d: %s", code, out)
	}
}

func TestCheckNamesTheOptionalPermissionsThatAreMissingAndWhatTheyCost(t *testing.T) {
	t.Parallel()
	d, _ := checked(t, fakeslack.Options{Scopes: bot.Scopes()})
	for language, lines := range map[string][]string{
		"en": {"! Slack: without the optional permission users:read.email nobody notices that two accounts are one person.",
			"! Slack: without the optional permission files:write tables cannot be sent as files."},
		"zh": {"! Slack：没有可选权限 users:read.email，两个账号属于同一个人时无法察觉。",
			"! Slack：没有可选权限 files:write，表格无法以文件形式发送。"},
	} {
		out := d.must("check", "--lang", language)
		for _, line := range lines {
			if !strings.Contains(out, line+"\n") || strings.Contains(out, "✗") {
				t.Errorf("want %q in\n%s", line, out)
			}
		}
	}
	all, _ := checked(t, fakeslack.Options{})
	if out := all.must("check"); strings.Contains(out, "optional permission") {
		t.Errorf("nothing is missing, and yet\n%s", out)
	}
}

// Somebody pastes a token into a setting that takes any text.
func TestNeitherCheckNorAnErrorPrintsASecret(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"[workspace]\nname = %q\n", "[store]\npath = %q\n", "[lost]\nreasons = [%q]\n", "[llm]\nmodel = %q\n",
		"[workspace]\ncurrency = %q\n", "[workspace]\nadmins = [%q]\n", "[slack]\nbot_token_file = %q\n", "[slack]\nlisten = %q\n",
		"[workspace]\ncalendar = %q\n", "[admin]\nlisten = %q\n", "[standup]\nprompt = %q\n"} {
		d, _ := checked(t, fakeslack.Options{})
		const secret = "xoxb-1234567890-abcdEFGH"
		d.file("config.toml", goodTeam+fmt.Sprintf(setting, secret))
		for _, args := range [][]string{{"check"}, {"check", "--lang", "zh"}, {"backup", filepath.Join(d.dir, "x")}} {
			if _, out, failure := d.run(args...); strings.Contains(out+failure, secret[5:]) {
				t.Errorf("%s %v:\n%s%s", setting, args, out, failure)
			}
		}
	}
}

func TestCheckDoesNotApproveTheExampleAsItIs(t *testing.T) {
	d, _ := checked(t, fakeslack.Options{})
	example, err := os.ReadFile("../config.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.config, example, 0o600); err != nil {
		t.Fatal(err)
	}
	d.env = append(d.env[1:], "DEALDESK_STORE_PATH="+d.store)
	d.faults("There is no admin", "Channel of North: C0000000000 is the id of the example",
		"Person U0000000000: this is an id of the example", "Person U0000000001: this", "Person U0000000002: this")
}

func TestCheckAsksSlackAboutEveryChannelAndPerson(t *testing.T) {
	t.Parallel()
	d, slack := checked(t, fakeslack.Options{})
	var text strings.Builder
	for i, channel := range []string{"CGONE", "CPRIVATE", "CARCHIVED", "CSHARED", "CWITHOUT"} {
		fmt.Fprintf(&text, "[[team]]\nname = \"T%d\"\nchannel = %q\nmanager = \"U1\"\n", i, channel)
	}
	text.WriteString("members = [\"UNOBODY\", \"UGONE\", \"UGUEST\", \"USTRANGER\", \"UROBOT\"]\n")
	fmt.Fprintf(&text, "[store]\npath = %q\n", d.store)
	d.file("config.toml", text.String())
	slack.AddUser(fakeslack.User{ID: "UGONE", Name: "gone", Deleted: true})
	slack.AddUser(fakeslack.User{ID: "UGUEST", Name: "guest", Guest: true})
	slack.AddUser(fakeslack.User{ID: "USTRANGER", Name: "stranger", TeamID: "T9"})
	slack.AddUser(fakeslack.User{ID: "UROBOT", Name: "robot", Bot: true})
	me := slack.BotUser()
	slack.AddChannel(fakeslack.Channel{ID: "CPRIVATE", Name: "private", Private: true, Members: []string{"U1"}})
	slack.AddChannel(fakeslack.Channel{ID: "CARCHIVED", Name: "archived", Archived: true, Members: []string{me}})
	slack.AddChannel(fakeslack.Channel{ID: "CSHARED", Name: "shared", Shared: true, Members: []string{me, "USTRANGER"}})
	slack.AddChannel(fakeslack.Channel{ID: "CWITHOUT", Name: "without", Members: []string{"U1"}})
	d.faults("Channel of T0: Slack shows no channel CGONE",
		"Channel of T1: Slack shows no channel CPRIVATE. If it is private, type /invite @dealdesk",
		"Channel of T2: #archived is archived", "Channel of T3: #shared is shared with another company",
		"Channel of T4: the bot is not in #without. Type /invite @dealdesk there",
		"Person UNOBODY: nobody", "Person UGONE: gone is deactivated", "Person UGUEST: guest is a guest",
		"Person USTRANGER: stranger works for another", "Person UROBOT: robot is a bot")
}

func TestCheckAsksForPermissionsAndWhetherSlackAnswers(t *testing.T) {
	t.Parallel()
	d, slack := checked(t, fakeslack.Options{Scopes: []string{"chat:write", "commands", "users:read", "channels:read"}})
	d.faults("Slack: permissions are missing: app_mentions:read, channels:history")
	slack.SetFaults(func(f *fakeslack.Faults) {
		f.Refuse = map[string]string{"apps.connections.open": "not_allowed_token_type"}
	})
	d.faults("Slack: permissions are missing", "Slack: Socket Mode does not work")
	slack.Close()
	d.faults("Slack: ")
}

func TestCheckVerifiesTheStore(t *testing.T) {
	t.Parallel()
	d, _ := checked(t, fakeslack.Options{})
	s := d.open()
	d.put(s, sales.Deal{ID: "D-1", Name: "数据平台", Owner: "U1", Team: "north", Status: sales.Open})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out := d.must("check"); !strings.Contains(out, "✓ Store: "+d.store+" is verified; its journal ends at 1:") {
		t.Error(out)
	}
	good, err := os.ReadFile(d.store)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a changed name": bytes.ReplaceAll(good, []byte("数据平台"), []byte("数据平合")),
		"cut short":      good[:5*4096],
		"empty":          nil,
	} {
		if err := os.WriteFile(d.store, data, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Log(name)
		d.faults("Store: ")
	}
	if err := os.Remove(d.store); err != nil {
		t.Fatal(err)
	}
	d.faults("Store: there is none at " + d.store)
	d.env = append(d.env, "DEALDESK_STORE_PATH="+filepath.Join(d.dir, "nowhere", "desk.db"))
	d.faults("Store: " + filepath.Join(d.dir, "nowhere", "desk.db") + " could not be made")
}

func TestCheckLooksAtTheChannelThatWasSetInChat(t *testing.T) {
	t.Parallel()
	d, slack := checked(t, fakeslack.Options{})
	slack.AddChannel(fakeslack.Channel{ID: "CNEW", Name: "new", Members: []string{"U1"}})
	s := d.open()
	was := sales.Team{ID: "north", Name: "North", Channel: "C1", Manager: "U1"}
	now := was
	now.Channel = "CNEW"
	_, err := s.Update(t.Context(), store.Change{Once: "1", Actor: "U1", At: testTime, What: "team channel"}, func(tx *store.Tx) error {
		return errors.Join(store.Teams.Put(tx, now), store.Configured.Put(tx, sales.Staff{Teams: []sales.Team{was}}))
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	d.faults("Channel of North: the bot is not in #new")
}

func TestCheckLooksAtTheChannelOfCheckpoints(t *testing.T) {
	t.Parallel()
	d, slack := checked(t, fakeslack.Options{})
	slack.AddChannel(fakeslack.Channel{ID: "CADMINS", Name: "admins", Members: []string{"U1"}})
	d.env = append(d.env, "DEALDESK_AUDIT_CHANNEL=CADMINS")
	d.faults("Channel of the checkpoints (audit.channel): the bot is not in #admins")
	d.env = append(d.env, "DEALDESK_AUDIT_CHANNEL=#admins")
	d.refused(exitUsage, "audit.channel", "check")
}

func TestCheckHasARunningBotCopyItsStore(t *testing.T) {
	t.Parallel()
	d, _ := checked(t, fakeslack.Options{})
	d.serve()
	waitFor(t, func() bool { return d.get("/readyz") == http.StatusOK })
	if out := d.must("check"); !strings.Contains(out, "a copy that it made is verified") {
		t.Error(out)
	}
}

func TestCheckSaysWhatWouldLeaveTheHouse(t *testing.T) {
	t.Parallel()
	model := fakemodel.New()
	defer model.Close()
	d, _ := checked(t, fakeslack.Options{})
	with := func(key, more string) {
		d.file("config.toml", goodTeam+fmt.Sprintf("[store]\npath = %q\n[llm]\nbase_url = %q\nmodel = %q\napi_key = %q\n%s", d.store,
			model.URL, fakemodel.Model, key, more))
	}
	for _, c := range []struct {
		answer         fakemodel.Answer
		key, may, lang string
		want           []string
	}{
		{fakemodel.Says(map[string]string{"ready": "yes"}), fakemodel.Key, `may_send = ["line", "names"]`, "en", []string{
			"! Language model: small-1 at " + model.URL + ", at most 40 requests for each person and day\n",
			"! Language model: what leaves the house for that address is what people type to the bot where its rules are unsure, ask it, or " +
				"want in a draft and names of customers, deals, stages and teams\n",
			"✓ Language model: what stays here is notes on contacts, next steps and stand-ups and amounts, dates and counts\n",
			"✓ Language model: it answers, in ", "Everything is ready"}},
		{fakemodel.Says(map[string]string{"ready": "yes"}), fakemodel.Key, `may_send = ["numbers"]`, "zh", []string{
			"! 语言模型：" + model.URL + " 的 small-1，每人每天最多 40 次请求\n", "! 语言模型：会发到该地址的有金额、日期和数量\n", "✓ 语言模型：能正常回答"}},
		{fakemodel.Status(429), fakemodel.Key, `may_send = ["line"]`, "en", []string{
			"! Language model: the service takes no more requests now, or there is no credit (status 429). The bot works without it.\n",
			"Everything is ready"}},
		{fakemodel.HTML, fakemodel.Key, `may_send = ["line"]`, "zh", []string{
			"! 语言模型：该地址的回应不是 OpenAI 协议。请检查 llm.base_url。没有它，机器人照常工作。\n", "一切就绪"}},
		{fakemodel.Hangs, fakemodel.Key, "may_send = [\"line\"]\ntimeout = \"1s\"", "en", []string{"no answer came in time.", "Everything is ready"}},
		{fakemodel.NoChoices, "sk-proj-AbCdEf0123456789AbCdEf", `may_send = ["line"]`, "en", []string{
			"the service refuses the key (status 401). Check llm.api_key."}},
		{fakemodel.NoChoices, fakemodel.Key, `may_send = ["line"]`, "en", []string{"it does not fill in the form it is given."}},
	} {
		with(c.key, c.may)
		model.Then(c.answer)
		code, out, failure := d.run("check", "--lang", c.lang)
		if code != 0 || strings.Contains(out, "✗") || strings.Contains(out+failure, c.key) {
			t.Errorf("exit code %d:\n%s%s", code, out, failure)
		}
		for _, want := range c.want {
			if !strings.Contains(strings.ReplaceAll(out, "`", ""), want) {
				t.Errorf("want %q in\n%s", want, out)
			}
		}
	}
	d.file("config.toml", goodTeam+fmt.Sprintf("[store]\npath = %q\n", d.store))
	if out := d.must("check"); strings.Contains(out, "model") {
		t.Errorf("without a model:\n%s", out)
	}
	if broken := model.Broken(); len(broken) > 0 {
		t.Errorf("the service refused %q", broken)
	}
}
