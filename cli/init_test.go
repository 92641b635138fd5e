package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dealdesk/cli/config"
)

// bare is a folder without a configuration. The test goes there, because init makes the store in
// the current one.
func bare(t *testing.T) *install {
	dir := t.TempDir()
	t.Chdir(dir)
	return &install{t: t, dir: dir, config: filepath.Join(dir, "config.toml"), store: filepath.Join(dir, "dealdesk.db")}
}

func TestWithoutAConfigurationEveryCommandSaysHowToMakeOne(t *testing.T) {
	for _, args := range [][]string{
		{"serve"}, {"check"}, {"backup", "x"}, {"restore", "x"}, {"audit", "verify"}, {"recount"},
		{"import", "x.csv"}, {"export", "--out", "x"},
	} {
		code, out := bare(t).plain(args...)
		if code != exitUsage || !strings.HasPrefix(out, "dealdesk: There is no config.toml here yet.") ||
			!strings.Contains(out, "\n  dealdesk init\n") {
			t.Errorf("%v: exit code %d: %s", args, code, out)
		}
		code, out = bare(t).plain(append(args, "--config", "nope.toml")...)
		if code != exitUsage || !strings.Contains(out, "nope.toml does not exist") ||
			!strings.Contains(out, "\n  dealdesk init --config nope.toml\n") {
			t.Errorf("%v: exit code %d: %s", args, code, out)
		}
	}
	d := bare(t)
	d.env = []string{"LANG=zh_CN.UTF-8"}
	if _, out := d.plain("serve"); !strings.Contains(out, "这里还没有 config.toml") {
		t.Errorf("in a Chinese terminal: %s", out)
	}
	if _, out := d.plain("serve", "--lang", "en"); !strings.Contains(out, "There is no config.toml") {
		t.Errorf("--lang en: %s", out)
	}
	d.env = []string{"DEALDESK_SLACK_BOT_TOKEN=xoxb-1"}
	if code, out := d.plain("serve"); code != exitUsage || !strings.Contains(out, "dealdesk init") ||
		!strings.Contains(out, "slack.app_token is missing") {
		t.Errorf("with half an environment: exit code %d: %s", code, out)
	}
}

func TestInitMakesTheStoreOnceAndKeepsOneThatIsThere(t *testing.T) {
	d := bare(t)
	code, out := d.plain("init", "--yes", "--config", d.config, "--name", "Acme")
	before, err := os.ReadFile("dealdesk.db")
	if code != 0 || err != nil || !strings.Contains(out, "The store is made, still empty: ") {
		t.Fatalf("exit code %d, %v: %s", code, err, out)
	}
	code, out = d.plain("init", "--yes", "--overwrite", "--config", d.config, "--name", "Other")
	after, err := os.ReadFile("dealdesk.db")
	if code != 0 || err != nil || !bytes.Equal(before, after) || strings.Contains(out, "The store is made") {
		t.Errorf("exit code %d, %v, the same store %v: %s", code, err, bytes.Equal(before, after), out)
	}
}

// plain runs the program without --config and without input.
func (d *install) plain(args ...string) (code int, out string) {
	d.t.Helper()
	var both strings.Builder
	code = run(d.t.Context(), args, d.env, strings.NewReader(""), &both, &both)
	return code, both.String()
}

// settings returns those of the file that init wrote.
func (d *install) settings() config.Settings {
	d.t.Helper()
	s, err := config.Load(d.config, true, nil, []string{"en", "zh-Hans"}, true)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func TestInitAsksAndWritesWhatItWasTold(t *testing.T) {
	d := bare(t)
	code, out := d.answers(strings.Join([]string{
		"华星科技", "english please", "zh", "yuan", "cny", "Moon", "Asia/Shanghai",
		"@mei", "U0MEI", "xoxp-wrong", "xoxb-1", "xapp-1",
		"North", "north", "https://acme.slack.com/archives/C0NORTH", "U0MEI", "U0ANA，U0BO",
		"Süd \"2\"", "C0SUED", "<@U0DAN>", "", "",
	}, "\n")+"\n", "init")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, out)
	}
	for _, want := range []string{
		"“yuan” is not a currency", "“Moon” is not a time zone", "“@mei” is not a list of member ids",
		"not a bot token", "“north” is not a channel id", d.config + " is written", "dealdesk check --config " + d.config,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "still lacks") {
		t.Errorf("it lacks something:\n%s", out)
	}
	s := d.settings()
	c := s.Company
	if c.Name != "华星科技" || c.Language != "zh-Hans" || c.Currency != "CNY" || c.Zone.String() != "Asia/Shanghai" ||
		strings.Join(c.Admins, " ") != "U0MEI" {
		t.Errorf("the company: %+v", c)
	}
	if len(s.Staff.Teams) != 2 || s.Staff.Teams[0].Channel != "C0NORTH" || s.Staff.Teams[1].Name != "Süd \"2\"" ||
		s.Staff.Teams[1].Manager != "U0DAN" {
		t.Errorf("the teams: %+v", s.Staff.Teams)
	}
	if len(s.Staff.People) != 4 {
		t.Errorf("the people: %+v", s.Staff.People)
	}
	info, err := os.Stat(d.config)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v", info, err)
	}
}

func TestInitTakesItsAnswersFromFlags(t *testing.T) {
	d := bare(t)
	for _, name := range []string{"bot", "app"} {
		d.file(name, "xoxb-or-xapp-1")
	}
	d.file("bot", "xoxb-1\n")
	d.file("app", "xapp-1\n")
	out := d.must("init", "--yes", "--name", "Acme", "--language", "zh", "--currency", "eur", "--zone", "Europe/Berlin", "--admin", "U1",
		"--team", "North=C1,U1,U2,U3", "--team", "South, West=C2,U4", "--bot-token-file", filepath.Join(d.dir, "bot"), "--app-token-file", filepath.Join(d.dir, "app"))
	if strings.Contains(out, "still lacks") {
		t.Error(out)
	}
	s := d.settings()
	if s.Company.Language != "zh-Hans" || s.Company.Currency != "EUR" || len(s.Staff.Teams) != 2 || s.Staff.Teams[1].Name != "South, West" ||
		len(s.Staff.People) != 4 {
		t.Errorf("%+v %+v", s.Company, s.Staff)
	}
	for _, wrong := range [][]string{
		{"--currency", "yuan"}, {"--zone", "Moon"}, {"--language", "fr"}, {"--admin", "mei"}, {"--team", "North"}, {"--team", "=C1,U1"},
		{"--team", "North=U1,C1"}, {"--team", "North=C1,U1,bo"}, {"sideways"},
	} {
		d := bare(t)
		if code, out := d.answers("", append([]string{"init", "--yes"}, wrong...)...); code != exitUsage {
			t.Errorf("%v: exit code %d: %s", wrong, code, out)
		}
		if _, err := os.Stat(d.config); err == nil {
			t.Errorf("%v: a file was written", wrong)
		}
	}
}

func TestInitSaysWhatIsStillMissing(t *testing.T) {
	d := bare(t)
	out := d.must("init", "--yes")
	for _, want := range []string{"It still lacks:", "slack.bot_token is missing", "team is missing"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	d = bare(t)
	if out := d.must("init", "--yes", "--lang", "zh"); !strings.Contains(out, "还缺：") || !strings.Contains(out, "接下来：") {
		t.Error(out)
	}
	text, err := os.ReadFile(d.config)
	if err != nil || !strings.Contains(string(text), "# 公司，以及管理员") || !strings.Contains(string(text), "'CNY'") {
		t.Errorf("%s %v", text, err)
	}
}

func TestInitReplacesNothingWithoutBeingToldTo(t *testing.T) {
	d := bare(t)
	d.file("config.toml", "# mine\n")
	same := func(want bool) {
		t.Helper()
		text, err := os.ReadFile(d.config)
		if err != nil || (string(text) == "# mine\n") != want {
			t.Errorf("the file: %s %v", text, err)
		}
	}
	d.refused(exitUsage, "--overwrite", "init", "--yes")
	same(true)
	for _, answer := range []string{"\n", "n\n", "maybe\n"} {
		if code, out := d.answers(answer, "init"); code != 0 || !strings.Contains(out, "stays as it is") {
			t.Errorf("%q: exit code %d: %s", answer, code, out)
		}
		same(true)
	}
	for _, answer := range []string{"", "y\n", "y\nAcme\n"} {
		if code, out := d.answers(answer, "init"); code != exitUsage || !strings.Contains(out, "nothing was written") {
			t.Errorf("%q: exit code %d: %s", answer, code, out)
		}
		same(true)
	}
	if out := d.must("init", "--yes", "--overwrite"); !strings.Contains(out, "The old file is kept as "+d.config+".before-") {
		t.Error(out)
	}
	same(false)
	kept, err := filepath.Glob(d.config + ".before-*")
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	if text, err := os.ReadFile(kept[0]); err != nil || string(text) != "# mine\n" {
		t.Errorf("%s %v", text, err)
	}
}
