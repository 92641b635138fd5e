package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"dealdesk/ai"
	"dealdesk/bot"
	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// Settings is the configuration as the program uses it: checked, complete, and in the types of
// the other packages.
type Settings struct {
	Company  sales.Company
	Language string      // that the configuration names; "" if it is the default
	Staff    sales.Staff // names and zones of the people come from Slack
	Slack    slackSettings
	Store    storeSettings
	Admin    string         // host:port on loopback; "" turns the listener off
	Model    *ModelSettings // nil: there is none
	Warnings Mistakes       // odd but harmless
}

type slackSettings struct {
	http          bool // signed HTTP instead of Socket Mode
	botToken      bot.Secret
	appToken      bot.Secret
	signingSecret bot.Secret
	apiURL        string
	listen        string
	ping          time.Duration
}

type storeSettings struct {
	Path    string
	MaxSize int64 // bytes; 0 is no limit
}

// ModelSettings describe the optional language model.
type ModelSettings struct {
	BaseURL, Name string
	Key           bot.Secret
	Mode          ai.Mode
	Timeout       time.Duration
	Budget        int // requests of a person and day
	MaySend       []ai.Class
}

// defaults returns the default of every setting. A test checks that config.example.toml has the
// same ones.
func defaults() config {
	var c config
	c.Workspace.Name = "Sales"
	c.Workspace.Language = "en"
	c.Workspace.Currency = "USD"
	c.Workspace.Zone = "UTC"
	c.Workspace.Days, c.Workspace.Hours = "1-5", calendar.Hours(nil).String()
	c.Slack.Mode = "socket"
	c.Slack.APIURL = "https://slack.com/api/"
	c.Slack.Listen = "127.0.0.1:3000"
	c.Slack.PingInterval = "30s"
	c.Store.Path = "dealdesk.db"
	c.Admin.Listen = "127.0.0.1:9090"
	a := sales.DefaultAuthority()
	c.Approvals.Rep, c.Approvals.Manager = float64(a.Rep)/100, float64(a.Manager)/100
	c.Approvals.PaymentDays = a.PaymentDays
	c.Approvals.Expires = fmt.Sprintf("%gh", a.Expires.Hours())
	c.Approvals.Escalate = fmt.Sprintf("%gh", a.Escalate.Hours())
	c.Lost.Reasons = sales.LostReasons()
	c.Customers.Sources = sales.Sources()
	c.Standup.Days, c.Standup.Prompt, c.Standup.Digest = "1-5", "09:00", "10:00"
	c.Standup.Anonymous = true
	c.Review.Day, c.Review.At = "5", "16:00"
	c.Alerts.QuietDays, c.Alerts.Discounts, c.Alerts.At = 3, 3, "09:00"
	c.Alerts.Missed, c.Alerts.Drop, c.Alerts.Conversion, c.Alerts.Cycle, c.Alerts.Pace = 2, 15, 20, 20, 20
	c.Alerts.Pushed, c.Alerts.Contacts, c.Alerts.DeciderStage, c.Alerts.QuestionDays = 3, 2, 3, 2
	c.LLM.Mode, c.LLM.Timeout, c.LLM.Budget = string(ai.Auto), "8s", 40
	return c
}

// NoFile is the error of Load if there is no configuration file and the environment does not
// take its place.
type NoFile struct {
	Path     string
	Mistakes Mistakes // of the environment; none if it sets nothing
}

func (e NoFile) Error() string { return e.Path + " does not exist" }

// Load reads the configuration. The error is NoFile or Mistakes unless the file cannot be read
// at all. named reports whether the path was given explicitly; otherwise the environment is
// enough. serving reports whether all that dealdesk serve needs is required: Slack's tokens and
// a team.
func Load(path string, named bool, env map[string]string, languages []string, serving bool) (Settings, error) {
	data, err := os.ReadFile(path)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case missing && (named || len(env) == 0):
		return Settings{}, NoFile{Path: path}
	case err != nil && !missing:
		return Settings{}, Mistakes{{File: path, Key: "config.unreadable", Args: []any{"Error", err}}}
	}
	from := path
	if missing {
		from = ""
	}
	r := Read(from, data, env)
	s := r.Settings(languages, serving)
	switch {
	case len(r.Mistakes) > 0 && missing:
		return Settings{}, NoFile{path, r.Mistakes}
	case len(r.Mistakes) > 0:
		return Settings{}, r.Mistakes
	}
	return s, nil
}

// Settings checks and converts every setting, even after mistakes, so that all are reported.
// serving means the same as for Load.
func (r *reader) Settings(languages []string, serving bool) Settings {
	if r.broken {
		return Settings{}
	}
	c := &r.config
	var s Settings
	w := c.Workspace
	if _, said := r.places["workspace.language"]; said || r.env[envName("workspace.language")] != "" {
		s.Language = w.Language
	}
	s.Company = sales.Company{
		Name:      w.Name,
		Language:  r.oneOf("workspace.language", w.Language, languages),
		Currency:  w.Currency,
		Zone:      r.zone("workspace.zone", w.Zone),
		Admins:    r.users("workspace.admins", w.Admins),
		Authority: r.authority(),
		Standup: sales.StandupPlan{
			Days:    r.weekdays("standup.days", c.Standup.Days),
			Prompt:  r.clock("standup.prompt", c.Standup.Prompt),
			Remind:  r.clock("standup.remind", c.Standup.Remind),
			Digest:  r.clock("standup.digest", c.Standup.Digest),
			CatchUp: r.catchUp("standup.catch_up", c.Standup.CatchUp),

			Questions: r.questions(languages),
			Anonymous: c.Standup.Anonymous,
		},
		Review: sales.ReviewPlan{
			Day:     r.weekdays("review.day", c.Review.Day),
			At:      r.clock("review.at", c.Review.At),
			CatchUp: r.catchUp("review.catch_up", c.Review.CatchUp),
		},
		Alerts: sales.Alerts{Discounts: c.Alerts.Discounts, At: r.clock("alerts.at", c.Alerts.At),
			Missed: c.Alerts.Missed, Drop: r.percent("alerts.drop", c.Alerts.Drop), Conversion: r.percent("alerts.conversion", c.Alerts.Conversion),
			Slower: r.percent("alerts.cycle", c.Alerts.Cycle), OffPace: r.percent("alerts.pace", c.Alerts.Pace),
			Limits: r.limits("alerts.", 0, sales.Limits{Quiet: c.Alerts.QuietDays, Pushed: c.Alerts.Pushed, Contacts: c.Alerts.Contacts,
				Decider: c.Alerts.DeciderStage, Question: c.Alerts.QuestionDays})},
	}
	s.Company.Cadence = r.cadence()
	if s.Company.Audit = c.Audit.Channel; s.Company.Audit != "" && !channelID(s.Company.Audit) {
		r.wrong("audit.channel", "config.channel", "Text", s.Company.Audit)
	}
	if w.Name == "" {
		r.wrong("workspace.name", "config.company")
	}
	if _, ok := sales.Exponent(w.Currency); !ok {
		r.wrong("workspace.currency", "config.currency", "Text", w.Currency)
	}
	plan := s.Company.Standup
	if times := slices.DeleteFunc([]string{plan.Prompt, plan.Remind, plan.Digest},
		func(at string) bool { return at == "" }); !slices.IsSorted(times) {
		r.wrong("standup.prompt", "config.standup_order")
	}
	if c.Alerts.QuietDays < 1 {
		r.wrong("alerts.quiet_days", "config.least_one")
	}
	if c.Alerts.Missed < 0 {
		r.wrong("alerts.missed", "config.alerts_discounts")
	}
	if c.Alerts.Discounts < 0 {
		r.wrong("alerts.discounts", "config.alerts_discounts")
	}
	s.Company.LostReasons = r.codes("lost.reasons", r.config.Lost.Reasons, "config.lost_none")
	s.Company.Sources = r.codes("customers.sources", r.config.Customers.Sources, "config.sources_none")
	s.Company.Words, s.Company.Emojis = r.logWords(), r.logEmojis()
	s.Company.Pipelines = r.pipelines()
	s.Staff = r.staff(languages, s.Company.Authority, serving)
	s.Slack = r.slack(serving)
	s.Store = storeSettings{c.Store.Path, int64(c.Store.MaxSize) << 20}
	if c.Store.Path == "" {
		r.wrong("store.path", "config.store_path")
	}
	if c.Store.MaxSize < 0 || c.Store.MaxSize > 1<<40>>20 {
		r.wrong("store.max_size", "config.store_size")
	}
	s.Admin = c.Admin.Listen
	if s.Admin != "" && !Loopback(r.hostPort("admin.listen", s.Admin)) {
		r.wrong("admin.listen", "config.admin_listen")
	}
	s.Model = r.model()
	r.worktimes(&s)
	s.Warnings = r.warnings
	return s
}

func (r *reader) slack(serving bool) slackSettings {
	c := r.config.Slack
	s := slackSettings{
		http:          r.oneOf("slack.mode", c.Mode, []string{"socket", "http"}) == "http",
		botToken:      c.BotToken,
		appToken:      c.AppToken,
		signingSecret: c.SigningSecret,
		apiURL:        strings.TrimSuffix(c.APIURL, "/") + "/",
		listen:        c.Listen,
		ping:          r.duration("slack.ping_interval", c.PingInterval, time.Second),
	}
	r.address("slack.api_url", c.APIURL)
	if s.http {
		r.hostPort("slack.listen", s.listen)
	}
	if serving {
		r.token("slack.bot_token", s.botToken, "xox", "OAuth & Permissions, Bot User OAuth Token")
		if s.http {
			r.token("slack.signing_secret", s.signingSecret, "", "Basic Information, Signing Secret")
		} else {
			r.token("slack.app_token", s.appToken, "xapp-", "Basic Information, App-Level Tokens, scope connections:write")
		}
	}
	return s
}

// token records a mistake if a secret is missing or was pasted into the wrong setting.
func (r *reader) token(at string, s bot.Secret, prefix, from string) {
	switch {
	case s.Empty():
		r.wrong(at, "config.token_missing", "From", from, "Key", at[strings.Index(at, ".")+1:], "Variable", envName(at))
	case !strings.HasPrefix(s.Reveal(), prefix):
		r.wrong(at, "config.token_wrong", "Prefix", prefix, "From", from)
	}
}

// maxModelWait is how long people may wait for a language model.
const maxModelWait = time.Minute

// model returns nil without a language model. Its other settings are checked all the same.
func (r *reader) model() *ModelSettings {
	c := r.config.LLM
	s := &ModelSettings{BaseURL: c.BaseURL, Name: c.Model, Key: c.APIKey, Budget: c.Budget,
		Mode: ai.Mode(r.oneOf("llm.mode", c.Mode, ai.Modes())), Timeout: r.duration("llm.timeout", c.Timeout, time.Second)}
	if s.Timeout > maxModelWait {
		r.wrong("llm.timeout", "config.duration_most", "Most", maxModelWait)
	}
	if c.Budget < 1 {
		r.wrong("llm.budget", "config.least_one")
	}
	for i, class := range c.MaySend {
		s.MaySend = append(s.MaySend, ai.Class(r.oneOf(fmt.Sprintf("llm.may_send.%d", i), class, ai.Classes())))
	}
	if c.BaseURL == "" {
		return nil
	}
	r.address("llm.base_url", c.BaseURL)
	if c.Model == "" {
		r.wrong("llm.model", "config.llm_model")
	}
	if len(c.MaySend) == 0 {
		r.wrong("llm.may_send", "config.llm_may_send", "Known", ai.Classes())
	}
	return s
}

// codes reads a list that people choose from: none of it is empty or there twice. none says that there is nothing.
func (r *reader) codes(key string, list []string, none string) []string {
	if len(list) == 0 {
		r.wrong(key, none)
	}
	for i, code := range list {
		at := fmt.Sprintf("%s.%d", key, i)
		if strings.TrimSpace(code) == "" {
			r.wrong(at, "config.empty")
		}
		if slices.Contains(list[:i], code) {
			r.wrong(at, "config.there_twice", "Text", code)
		}
	}
	return list
}

// Bot returns the settings as the configuration of package bot.
func (s slackSettings) Bot() bot.Config {
	c := bot.Config{
		Mode:          bot.Socket,
		BotToken:      s.botToken,
		AppToken:      s.appToken,
		SigningSecret: s.signingSecret,
		APIURL:        s.apiURL,
		PingInterval:  s.ping,
	}
	if s.http {
		c.Mode, c.Listen = bot.HTTP, s.listen
	}
	return c
}
