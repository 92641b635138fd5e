package config

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

var testLanguages = []string{"en", "zh-Hans"}

var testTokens = map[string]string{
	"DEALDESK_SLACK_BOT_TOKEN":      "xoxb-1",
	"DEALDESK_SLACK_APP_TOKEN":      "xapp-1",
	"DEALDESK_SLACK_SIGNING_SECRET": "s1gn",
}

// goodTeam is the least a configuration needs besides tokens.
const goodTeam = "[[team]]\nname = \"North\"\nchannel = \"C1\"\nmanager = \"U1\"\nmembers = [\"U2\"]\n"

// policy is the least a policy needs.
const policy = "[[approvals.policy]]\nname = \"P\"\n[[approvals.policy.step]]\nwho = [\"manager\"]\n"

func writeConfig(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheExampleAsItIsNeedsOnlyTokens(t *testing.T) {
	s, err := load("../../config.example.toml", true, testTokens, testLanguages, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Warnings) > 0 {
		t.Errorf("warnings: %v", s.Warnings)
	}
	want := sales.Company{
		Name: "Sales", Language: "en", Currency: "USD", Zone: time.UTC, Admins: []string{},
		Days: calendar.MondayToFriday, Hours: calendar.Hours{{From: 9 * 60, To: 18 * 60}}, Calendars: map[string]calendar.Calendar{},
		Pipelines:   sales.Templates()[:1],
		LostReasons: sales.LostReasons(), Sources: sales.Sources(),
		Authority: sales.Authority{Rep: 1000, Manager: 2000, PaymentDays: 30, Expires: 72 * time.Hour, Escalate: 8 * time.Hour},
		Standup:   sales.StandupPlan{Days: "1-5", Prompt: "09:00", Digest: "10:00", Anonymous: true},
		Review:    sales.ReviewPlan{Day: "5", At: "16:00"},
		Alerts: sales.Alerts{Discounts: 3, At: "09:00", Missed: 2, Drop: 15_00, Conversion: 20_00, Slower: 20_00, OffPace: 20_00,
			Limits: sales.Limits{Quiet: 3, Pushed: 3, Contacts: 2, Decider: 3, Question: 2}},
		Cadence: map[sales.Tier]int{},
	}
	sameZone := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if diff := cmp.Diff(want, s.Company, sameZone, cmp.AllowUnexported(calendar.Calendar{})); diff != "" {
		t.Error(diff)
	}
	wantPeople := []sales.Person{
		{ID: "U0000000000", Team: "north", Role: sales.Manager},
		{ID: "U0000000001", Team: "north", Role: sales.Rep},
		{ID: "U0000000002", Team: "north", Role: sales.Rep},
	}
	if diff := cmp.Diff(wantPeople, s.Staff.People); diff != "" {
		t.Error(diff)
	}
	if s.Slack.http || s.Slack.appToken.Reveal() != "xapp-1" || s.Slack.ping != 30*time.Second || s.Admin != "127.0.0.1:9090" {
		t.Errorf("got %+v, admin %s", s.Slack, s.Admin)
	}
}

var commentedSetting = regexp.MustCompile(`(?m)^#([a-z\[])`)

func TestTheExampleShowsEverySettingWithItsDefault(t *testing.T) {
	text, err := os.ReadFile("../../config.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	full := commentedSetting.ReplaceAll(text, []byte("$1"))
	var c config
	if err := toml.NewDecoder(bytes.NewReader(full)).DisallowUnknownFields().Decode(&c); err != nil {
		t.Fatal(err)
	}
	shown, _ := locate(full)
	want := defaults()
	defaultOf := map[string]any{}
	each(&want, func(at string, v any) { defaultOf[at] = reflect.ValueOf(v).Elem().Interface() })

	each(&c, func(at string, v any) {
		inTable := slices.ContainsFunc([]string{"team.", "pipeline.", "functions", "approvals.lists", "approvals.policy.", "log.",
			"standup.question."},
			func(t string) bool { return strings.HasPrefix(at, t) })
		if strings.HasPrefix(at, "team.") && !strings.HasPrefix(at, "team.0.") || strings.HasPrefix(at, "pipeline.") &&
			!strings.HasPrefix(at, "pipeline.1.stage.0.") ||
			strings.HasPrefix(at, "standup.question.") && !strings.HasPrefix(at, "standup.question.0.") {
			return // shown once is enough
		}
		if _, ok := shown[at]; !ok {
			t.Errorf("%s is not in the example", at)
		}
		if got := reflect.ValueOf(v).Elem().Interface(); !inTable && fmt.Sprint(got) != fmt.Sprint(defaultOf[at]) {
			t.Errorf("%s: the example says %v, the default is %v", at, got, defaultOf[at])
		}
	})
	for _, at := range []string{"pipeline.0.template", "pipeline.1.id", "pipeline.1.name"} {
		if _, ok := shown[at]; !ok {
			t.Errorf("%s is not in the example", at)
		}
	}

	r := Read("../../config.example.toml", full, nil)
	s := r.Settings(testLanguages, false)
	if diff := cmp.Diff(sales.Templates(), s.Company.Pipelines); diff != "" {
		t.Errorf("the pipelines of the example are not the templates:\n%s", diff)
	}
	if diff := cmp.Diff(sales.ShippedEmojis(), s.Company.Emojis); diff != "" {
		t.Errorf("the emojis of the example are not the shipped ones:\n%s", diff)
	}

	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		if commentedSetting.MatchString(line) || line != "" && line[0] != '#' && line[0] != '[' {
			inStage := strings.Contains(strings.Join(lines[max(i-6, 0):i], "\n"), "#[[pipeline.stage]]")
			if prev := lines[i-1]; !strings.HasPrefix(prev, "# ") && !inStage && !strings.HasPrefix(line, "#[") {
				t.Errorf("line %d has no comment above it: %s", i+1, line)
			}
		}
	}
}

func TestEveryMistakeIsReportedAtOnceWithItsLine(t *testing.T) {
	path := writeConfig(t, `[workspace]
language = "klingon"
currency = 5
zone = "Mars/Olympus"
colour = "red"
admins = ["bob", 7]

[slack]
mode = "carrier pigeon"
listen = true

[stoer]
path = "x"

[[team]]
name = "North"
members = ["U1", "U2"]

[[team]]
name = "north"
channel = "general"
manager = "U3"
members = [
  "U4",
  "U2",
]

[[pipeline]]
id = "own"
name = "Own"
[[pipeline.stage]]
id = "a"
name = "A"
chance = 50
exit = ["field.shoe_size"]
[[pipeline.stage]]
id = "a"
name = "A again"
chance = 20

[approvals]
rep = 20
manager = 12.345

[standup]
days = "1-9"
prompt = "25:00"
`, 0o600)
	_, err := load(path, true, map[string]string{"DEALDESK_ALERTS_QUIET_DAYS": "soon"}, testLanguages, true)
	if err == nil {
		t.Fatal("everything is wrong, and nothing was said")
	}
	got := strings.ReplaceAll(err.Error(), path, "config.toml")
	want := `environment variable DEALDESK_ALERTS_QUIET_DAYS: alerts.quiet_days must be a whole number, not "soon"
config.toml:2:1: workspace.language must be one of en, zh-Hans, not "klingon"
config.toml:3:12: workspace.currency must be a text in quotes
config.toml:4:1: workspace.zone "Mars/Olympus" is no time zone; write one like Asia/Shanghai or Europe/Berlin
config.toml:5:1: workspace.colour is no setting; [workspace] knows name, language, currency, zone, calendar, days, hours, admins
config.toml:6:18: workspace.admins must be a text in quotes
config.toml:8:2: slack.bot_token is missing: in your Slack app's settings, OAuth & Permissions, Bot User OAuth Token; put it here, into a file named by bot_token_file, or into DEALDESK_SLACK_BOT_TOKEN
config.toml:8:2: slack.app_token is missing: in your Slack app's settings, Basic Information, App-Level Tokens, scope connections:write; put it here, into a file named by app_token_file, or into DEALDESK_SLACK_APP_TOKEN
config.toml:9:1: slack.mode must be one of socket, http, not "carrier pigeon"
config.toml:10:10: slack.listen must be a text in quotes
config.toml:12:2: stoer is no setting; the tables are workspace, slack, store, admin, audit, team, functions, pipeline, approvals, log, lost, customers, standup, review, alerts, cadence, llm
config.toml:15:3: team.0.channel is missing: the id of the team's channel (in Slack: channel name, About, at the bottom)
config.toml:15:3: team.0.manager is missing: the user id of who decides on this team's requests
config.toml:20:1: team.1.name "north" is the team "North" once more; give it another name or id
config.toml:21:1: team.1.channel "general" is no channel id; they look like C0123ABCD (in Slack: channel name, About, at the bottom)
config.toml:25:3: team.1.members.1 U2 is already in the team "North"; everyone is in one team
config.toml:35:1: pipeline.0.stage.0.exit unknown field "shoe_size"; known: account, amount, close, next, need, budget, product
config.toml:37:1: pipeline.0.stage.1.id "a" is used twice; give one of them another id
config.toml:39:1: pipeline.0.stage.1.chance is lower than that of the stage before; raise it to at least that
config.toml:43:1: approvals.manager must be a percentage from 0 to 100 with at most two decimals, not 12.345
config.toml:43:1: approvals.manager must be above approvals.rep: a manager may grant more than a rep
config.toml:46:1: standup.days "1-9" are no days of the week; 0 is Sunday, so Monday to Friday is "1-5", Sunday to Thursday "0-4", Tuesday and Thursday "2,4"
config.toml:47:1: standup.prompt "25:00" is no time of day; write it like 09:00
config.toml:47:1: standup.prompt must not be later than remind, nor remind later than digest`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func sevenQuestions() (text string) {
	for i := range 7 {
		text += fmt.Sprintf("[[standup.question]]\nid = \"q%d\"\ntext = \"Q%d\"\n", i, i)
	}
	return text
}

const model = "[llm]\nbase_url = \"https://models.example/v1\"\n"

func TestASingleMistakeIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a bar in a team's id":          {goodTeam + "id = \"a|b\"", ":6:1: team.0.id \"a|b\" cannot be the team's id"},
		"a space in a team's id":        {goodTeam + "id = \"north sea\"", "team.0.id \"north sea\" cannot be the team's id"},
		"a name that makes no id":       {"[[team]]\nname = \"R&D\"\nchannel = \"C1\"\nmanager = \"U1\"", ":2:1: team.0.name \"r&d\" cannot be the team's id"},
		"no team at all":                {"[workspace]\nname = \"x\"", "team is missing"},
		"syntax":                        {"[slack\nmode = \"http\"\n" + goodTeam, ":1:7: "},
		"a secret without quotes":       {goodTeam + "[slack]\nbot_token = xoxb-5", ":7:13: "},
		"a number for a secret":         {goodTeam + "[slack]\nbot_token = 5", ":7:1: slack.bot_token must begin with xox"},
		"the same key twice":            {"[store]\npath = \"a\"\npath = \"b\"\n" + goodTeam, ":3:1: path is written twice"},
		"a table for an array":          {"[team]\nname = \"A\"\nchannel = \"C1\"\nmanager = \"nobody\"", ":4:1: team.0.manager \"nobody\" is no user id"},
		"an array for a table":          {goodTeam + "[[slack]]\nmode = \"socket\"", "is one table, not a list of them"},
		"a value for a table":           {"slack = 3\n" + goodTeam, "slack must be a table of settings"},
		"inline tables":                 {"team = [{name = \"A\", channel = \"C1\",\n manager = \"x\"}]", ":2:2: team.0.manager \"x\" is no user id"},
		"a local zone":                  {"[workspace]\nzone = \"Local\"\n" + goodTeam, "is no time zone"},
		"a calendar":                    {"[workspace]\ncalendar = \"cn,mars\"\n" + goodTeam, ":2:1: workspace.calendar \"mars\" is no calendar that ships (cn) and no file"},
		"a calendar's file":             {goodTeam + "calendar = \"nowhere.ics\"", ":6:1: team.0.calendar \"nowhere.ics\" does not exist"},
		"working days":                  {"[workspace]\ndays = \"1-7\"\n" + goodTeam, ":2:1: workspace.days \"1-7\" are no days of the week"},
		"working hours":                 {goodTeam + "hours = \"9-5\"", ":6:1: team.0.hours \"9-5\" are no working hours"},
		"currency":                      {"[workspace]\ncurrency = \"XXX\"\n" + goodTeam, "is no currency"},
		"admin listener in public":      {"[admin]\nlisten = \"0.0.0.0:9090\"\n" + goodTeam, ":2:1: admin.listen must be an address of this computer only"},
		"unencrypted api":               {"[slack]\napi_url = \"http://slack.example/api/\"\n" + goodTeam, ":2:1: slack.api_url must be an https:// address"},
		"ping interval":                 {"[slack]\nping_interval = \"30\"\n" + goodTeam, "\"30\" is no duration"},
		"http without a listener":       {"[slack]\nmode = \"http\"\nlisten = \"here\"\n" + goodTeam, "is no address to listen on"},
		"the bot's token swapped":       {"[slack]\nbot_token = \"xapp-1\"\n" + goodTeam, "slack.bot_token must begin with xox"},
		"the app's token swapped":       {"[slack]\napp_token = \"xoxb-1\"\n" + goodTeam, "slack.app_token must begin with xapp-"},
		"negative size":                 {"[store]\nmax_size = -1\n" + goodTeam, "store.max_size must be between"},
		"no lost reasons":               {"[lost]\nreasons = []\n" + goodTeam, "lost.reasons is empty"},
		"a lost reason twice":           {"[lost]\nreasons = [\"price\",\n\"price\"]\n" + goodTeam, ":3:1: lost.reasons.1 \"price\" is there twice"},
		"two teams in one channel":      {goodTeam + "[[team]]\nname = \"South\"\nchannel = \"C1\"\nmanager = \"U3\"", "team.1.channel is the channel of the team \"North\" already"},
		"two days backwards":            {"[standup]\ndays = \"5-1\"\n" + goodTeam, "are no days of the week"},
		"time without zero":             {"[review]\nat = \"9:00\"\n" + goodTeam, "is no time of day"},
		"a question without words":      {goodTeam + "[[standup.question]]\nid = \"mood\"", ":6:11: standup.question.0.text is missing"},
		"an empty question":             {goodTeam + "[[standup.question]]\nid = \"plan\"\ntext = \" \"", ":8:1: standup.question.0.text is empty"},
		"empty words of a language":     {goodTeam + "[[standup.question]]\nid = \"plan\"\ntext = { en = \"Plan\", zh-Hans = \"\" }", ":8:23: standup.question.0.text.zh-Hans is empty"},
		"a question in no language":     {goodTeam + "[[standup.question]]\nid = \"plan\"\ntext = { tlh = \"nuq\" }", ":8:10: standup.question.0.text.tlh is no language"},
		"words that are a number":       {goodTeam + "[[standup.question]]\nid = \"plan\"\ntext = 5", ":8:1: standup.question.0.text must be a text in quotes"},
		"a question twice":              {goodTeam + "[[standup.question]]\nid = \"plan\"\n[[standup.question]]\nid = \"plan\"", ":9:1: standup.question.1.id \"plan\" is used twice"},
		"two questions alike":           {goodTeam + "[[standup.question]]\nid = \"mood\"\ntext = \"Plan\"\n[[standup.question]]\nid = \"zeal\"\ntext = \"Plan\"", ":11:1: standup.question.1.text \"Plan\" is the text of mood"},
		"a question with a field's id":  {goodTeam + "[[standup.question]]\nid = \"helpers\"\ntext = \"Who?\"", ":7:1: standup.question.0.id \"helpers\" cannot be"},
		"a question without an id":      {goodTeam + "[[standup.question]]\ntext = \"Who?\"", "standup.question.0.id \"\" cannot be"},
		"seven questions":               {goodTeam + sevenQuestions(), ":24:11: standup.question.6 is one too many"},
		"required is a word":            {goodTeam + "[[standup.question]]\nid = \"plan\"\nrequired = \"yes\"", ":8:12: standup.question.required must be true or false"},
		"stand-up out of order":         {"[standup]\nremind = \"11:00\"\n" + goodTeam, "must not be later than remind"},
		"equal limits":                  {"[approvals]\nrep = 20\n" + goodTeam, "approvals.manager must be above"},
		"a time of nudges":              {"[alerts]\nat = \"9am\"\n" + goodTeam, "is no time of day"},
		"quiet days":                    {"[alerts]\nquiet_days = 0\n" + goodTeam, "must be at least 1"},
		"a cadence of years":            {"[cadence]\nb = 5000\n" + goodTeam, ":2:1: cadence.b must be between 0 and 366, not 5000"},
		"a tier that there is not":      {"[cadence]\nd = 5\n" + goodTeam, "cadence.d"},
		"not a number":                  {"[approvals]\nrep = nan\n" + goodTeam, "must be a percentage"},
		"unknown template":              {goodTeam + "[[pipeline]]\ntemplate = \"waterfall\"", ":7:1: pipeline.0.template must be one of standard, short"},
		"template and stages":           {goodTeam + "[[pipeline]]\ntemplate = \"short\"\n[[pipeline.stage]]\nid = \"a\"", "has its own stages"},
		"a template under another name": {goodTeam + "[[pipeline]]\nid = \"own\"\ntemplate = \"short\"", ":6:3: pipeline.0.name is missing"},
		"template twice":                {goodTeam + "[[pipeline]]\ntemplate = \"short\"\n[[pipeline]]\ntemplate = \"short\"", "\"short\" is used twice"},
		"a pipeline with nothing":       {goodTeam + "[[pipeline]]\nid = \"own\"\nname = \"Own\"", "a pipeline needs at least one stage"},
		"leads one, sells another":      {goodTeam + "[[team]]\nname = \"South\"\nchannel = \"C2\"\nmanager = \"U2\"", ":9:1: team.1.manager U2 sells in the team \"North\" and cannot lead another"},
		"directs while selling":         {goodTeam + "[[team]]\nname = \"South\"\nchannel = \"C2\"\nmanager = \"U9\"\ndirector = \"U2\"", "team.1.director U2 sells in the team"},
		"manages, directs elsewhere":    {goodTeam + "director = \"U8\"\n[[team]]\nname = \"South\"\nchannel = \"C2\"\nmanager = \"U9\"\ndirector = \"U1\"", ":11:1: team.1.director U1 is only the manager of the team \"North\""},
		"a function without anybody":    {goodTeam + "[functions]\nfinance = []", ":7:1: functions.finance is empty"},
		"a function called like a role": {goodTeam + "[functions]\nmanager = [\"U1\"]", ":7:1: functions.manager cannot be called"},
		"a function in capitals":        {goodTeam + "[functions]\nU1 = [\"U1\"]", ":7:1: functions.U1 cannot be called"},
		"a function of nobody's id":     {goodTeam + "[functions]\nfinance = [\"fin\"]", ":7:12: functions.finance.0 \"fin\" is no user id"},
		"a list in a circle":            {goodTeam + "[approvals.lists]\na = [\"b\"]\nb = [\"U1\", \"a\"]", ":7:1: approvals.lists.a makes a circle: a → b → a"},
		"a list of itself":              {goodTeam + "[approvals.lists]\na = [\"a\"]", ":7:1: approvals.lists.a makes a circle: a → a"},
		"an empty list":                 {goodTeam + "[approvals.lists]\ndesk = []", ":7:1: approvals.lists.desk is empty"},
		"a list of nobody":              {goodTeam + "[approvals.lists]\ndesk = [\"U1\",\n\"legal\"]", ":8:1: approvals.lists.desk.1 \"legal\" is nobody"},
		"a list called like a function": {goodTeam + "[functions]\nfinance = [\"U5\"]\n[approvals.lists]\nfinance = [\"U1\"]", ":9:1: approvals.lists.finance is the name of a function"},
		"words of an unknown kind":      {goodTeam + "[log.words]\ntownhall = [\"hall\"]", ":7:1: log.words.townhall must be one of call, visit,"},
		"words for a note":              {goodTeam + "[log.words]\nnote = [\"memo\"]", ":7:1: log.words.note must be one of call, visit,"},
		"a kind without words":          {goodTeam + "[log.words]\nvisit = []", ":7:1: log.words.visit is empty"},
		"a word twice":                  {goodTeam + "[log.words]\nvisit = [\"walk\",\n\"Walk\"]", ":8:1: log.words.visit.1 \"walk\" is already under visit"},
		"a word of two kinds":           {goodTeam + "[log.words]\ndemo = [\"沙盘\"]\nmeeting = [\"沙盤\"]", ":8:12: log.words.meeting.0 \"沙盘\" is already under demo"},
		"a word of one letter":          {goodTeam + "[log.words]\ncall = [\"c\"]", ":7:9: log.words.call.0 \"c\" cannot be found in a line"},
		"a word with marks":             {goodTeam + "[log.words]\ncall = [\"1:1\"]", ":7:9: log.words.call.0 \"1:1\" cannot be found in a line"},
		"an emoji with colons":          {goodTeam + "[log.emojis]\nvisit = [\":car:\"]", ":7:10: log.emojis.visit.0 \":car:\" is no name of an emoji"},
		"an emoji of two kinds":         {goodTeam + "[log.emojis]\ncall = [\"car\"]\nvisit = [\"car\"]", ":8:10: log.emojis.visit.0 \"car\" is already under call"},
		"an emoji for an attempt":       {goodTeam + "[log.emojis]\nattempt = [\"x\"]", ":7:1: log.emojis.attempt must be one of call, visit,"},
		"a kind without emojis":         {goodTeam + "[log.emojis]\ncall = []", ":7:1: log.emojis.call is empty"},
		"a policy without a name":       {goodTeam + "[[approvals.policy]]\n[[approvals.policy.step]]\nwho = [\"manager\"]", ":6:13: approvals.policy.0.name is missing"},
		"a policy twice":                {goodTeam + policy + policy, ":11:1: approvals.policy.1.name \"P\" is taken"},
		"a policy named as the limits":  {goodTeam + strings.Replace(policy, "P", "level", 1), ":7:1: approvals.policy.0.name \"level\" is taken"},
		"a policy that asks nobody":     {goodTeam + "[[approvals.policy]]\nname = \"P\"", ":6:13: approvals.policy.0 asks nobody"},
		"a policy in an unknown tier":   {goodTeam + strings.Replace(policy, "[[approvals.policy.step]]", "tiers = [\"A\", \"D\"]\n[[approvals.policy.step]]", 1), ":8:15: approvals.policy.0.tiers.1 \"D\" is no tier"},
		"a policy above all amounts":    {goodTeam + strings.Replace(policy, "[[approvals.policy.step]]", "amount = -1\n[[approvals.policy.step]]", 1), ":8:1: approvals.policy.0.amount must be between 0 and 10000000000000"},
		"a policy of a far term":        {goodTeam + strings.Replace(policy, "[[approvals.policy.step]]", "payment_days = 366\n[[approvals.policy.step]]", 1), ":8:1: approvals.policy.0.payment_days must be between 0 and 365"},
		"a policy of many free months":  {goodTeam + strings.Replace(policy, "[[approvals.policy.step]]", "free_months = 37\n[[approvals.policy.step]]", 1), ":8:1: approvals.policy.0.free_months must be between 0 and 36"},
		"a step of nobody":              {goodTeam + policy + "[[approvals.policy.step]]\nwho = []", ":11:1: approvals.policy.0.step.1.who is empty"},
		"a step of somebody unknown":    {goodTeam + policy + "[[approvals.policy.step]]\nwho = [\"manager\", \"boss\"]", ":11:19: approvals.policy.0.step.1.who.1 \"boss\" is nobody"},
		"a step of no director":         {goodTeam + policy + "[[approvals.policy.step]]\nwho = [\"director\"]", ":11:8: approvals.policy.0.step.1.who.0 \"director\" is nobody: no team has a director"},
		"a step that needs nobody":      {goodTeam + policy + "need = \"0\"", ":10:1: approvals.policy.0.step.0.need must be"},
		"a step that needs too many":    {goodTeam + policy + "need = \"2\"", ":10:1: approvals.policy.0.step.0.need asks for 2 approvals of at most 1 people"},
		"a chain that is no yes or no":  {"[approvals]\nchain = \"yes\"\n" + goodTeam, ":2:9: approvals.chain must be true or false"},
		"a usual term of years":         {"[approvals]\npayment_days = 400\n" + goodTeam, ":2:1: approvals.payment_days must be between 0 and 365"},
		"a reminder at any time":        {"[approvals]\nremind = \"soon\"\n" + goodTeam, ":2:1: approvals.remind \"soon\" is no duration"},
		"escalation before a reminder":  {"[approvals]\nremind = \"2h\"\nescalate = \"1h\"\n" + goodTeam, ":3:1: approvals.escalate must not be shorter"},
		"alerts below none":             {"[alerts]\ndiscounts = -1\n" + goodTeam, ":2:1: alerts.discounts must not be negative"},
		"a model without a name":        {goodTeam + model + "may_send = [\"line\"]", "llm.model is empty"},
		"a model that is told nothing":  {goodTeam + model + "model = \"m\"", "llm.may_send is empty"},
		"a class of data nobody knows":  {goodTeam + model + "model = \"m\"\nmay_send = [\"line\", \"all\"]", ":9:21: llm.may_send.1 must be one of line, names"},
		"a model asked in no way":       {goodTeam + "[llm]\nmode = \"xml\"", ":7:1: llm.mode must be one of auto, json_schema"},
		"a model nobody waits for":      {goodTeam + "[llm]\ntimeout = \"10ms\"", ":7:1: llm.timeout must be at least 1s"},
		"a model one waits long for":    {goodTeam + "[llm]\ntimeout = \"1h\"", ":7:1: llm.timeout must be at most 1m"},
		"a budget of nothing":           {goodTeam + "[llm]\nbudget = 0", ":7:1: llm.budget must be at least 1"},
		"a model without encryption":    {goodTeam + "[llm]\nbase_url = \"http://models.example/v1\"\nmodel = \"m\"\nmay_send = [\"line\"]", ":7:1: llm.base_url must be an https:// address"},
		"a secret's file missing":       {goodTeam + "[slack]\nsigning_secret_file = \"nowhere/s\"", ":7:1: slack.signing_secret_file names nowhere/s, which does not exist"},
		"not UTF-8":                     {"[workspace]\nname = \"\xff\"\n" + goodTeam, ":2:"},
		"far too large":                 {goodTeam + strings.Repeat("#", maxConfig), "is larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			env := map[string]string{}
			for k, v := range testTokens {
				if at := strings.ToLower(strings.TrimPrefix(k, "DEALDESK_SLACK_")); !strings.Contains(c.text, at) {
					env[k] = v
				}
			}
			_, err := load(writeConfig(t, c.text, 0o600), true, env, testLanguages, true)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got:\n%v", c.want, err)
			}
			if err != nil && strings.Count(err.Error(), "\n") > 1 {
				t.Errorf("one mistake was reported as many:\n%v", err)
			}
		})
	}
}

// FuzzConfig: no file makes the reader panic or hang, and no mistake quotes a secret.
func FuzzConfig(f *testing.F) {
	example, err := os.ReadFile("../../config.example.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(commentedSetting.ReplaceAll(example, []byte("$1"))))
	f.Add(goodTeam + "[slack]\nbot_token = \"xoxb-1\"\napp_token = 3\n[a.b]\nc = {d = [1, {e = 2}]}\n")
	f.Add("[[team]]\n[team.x]\n[[team.y]]\n[team.y.z]\nteam.a.b = 1")
	f.Add(goodTeam + policy + "need = \"2\"\n[functions]\nfinance = [\"U5\"]\n[approvals.lists]\na = [\"b\", \"finance\"]\nb = [\"a\"]\n")
	f.Fuzz(func(t *testing.T, text string) {
		const token = "xoxb-the-canary"
		r := Read("", []byte("slack.bot_token = \""+token+"\"\n"+text), nil)
		r.Settings(testLanguages, true)
		if strings.Contains(r.Mistakes.In(english()), token) {
			t.Errorf("a mistake quotes the token: %v", r.Mistakes)
		}
		if len(r.Mistakes) == 0 && r.config.Slack.AppToken.Empty() && r.config.Slack.SigningSecret.Empty() {
			t.Error("a configuration without a secret it needs was accepted")
		}
	})
}
