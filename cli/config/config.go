// Package config reads config.toml, the environment and files with secrets. It turns them into
// the company and the staff of package sales and the connection settings of package bot. It
// reports all mistakes at once, each with its place and what to write instead.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"dealdesk/bot"
)

// config is config.toml as written; settings.go turns it into what the program uses. Every key
// can also be set in the environment: slack.bot_token as DEALDESK_SLACK_BOT_TOKEN, the channel
// of the first team as DEALDESK_TEAM_0_CHANNEL, a list with commas. A secret can be in a file
// of its own, which the same key with the suffix _file names.
type config struct {
	Workspace struct {
		Name     string   `toml:"name"`
		Language string   `toml:"language"`
		Currency string   `toml:"currency"`
		Zone     string   `toml:"zone"`
		Calendar string   `toml:"calendar"`
		Days     string   `toml:"days"`
		Hours    string   `toml:"hours"`
		Admins   []string `toml:"admins"`
	} `toml:"workspace"`
	Slack struct {
		Mode              string     `toml:"mode"`
		BotToken          bot.Secret `toml:"bot_token"`
		BotTokenFile      string     `toml:"bot_token_file"`
		AppToken          bot.Secret `toml:"app_token"`
		AppTokenFile      string     `toml:"app_token_file"`
		SigningSecret     bot.Secret `toml:"signing_secret"`
		SigningSecretFile string     `toml:"signing_secret_file"`
		APIURL            string     `toml:"api_url"`
		Listen            string     `toml:"listen"`
		PingInterval      string     `toml:"ping_interval"`
	} `toml:"slack"`
	Store struct {
		Path    string `toml:"path"`
		MaxSize int    `toml:"max_size"` // MiB
	} `toml:"store"`
	Admin struct {
		Listen string `toml:"listen"`
	} `toml:"admin"`
	Audit struct {
		Channel string `toml:"channel"`
	} `toml:"audit"`
	Teams     []teamConfig        `toml:"team"`
	Functions map[string][]string `toml:"functions"`
	Pipelines []pipelineConfig    `toml:"pipeline"`
	Approvals struct {
		Rep         float64             `toml:"rep"`
		Manager     float64             `toml:"manager"`
		PaymentDays int                 `toml:"payment_days"`
		Chain       bool                `toml:"chain"`
		Expires     string              `toml:"expires"`
		Remind      string              `toml:"remind"`
		Escalate    string              `toml:"escalate"`
		Lists       map[string][]string `toml:"lists"`
		Policies    []policyConfig      `toml:"policy"`
	} `toml:"approvals"`
	Log struct {
		Words  map[string][]string `toml:"words"`
		Emojis map[string][]string `toml:"emojis"`
	} `toml:"log"`
	Lost struct {
		Reasons []string `toml:"reasons"`
	} `toml:"lost"`
	Customers struct {
		Sources []string `toml:"sources"`
	} `toml:"customers"`
	Standup struct {
		Days      string           `toml:"days"`
		Prompt    string           `toml:"prompt"`
		Remind    string           `toml:"remind"`
		Digest    string           `toml:"digest"`
		CatchUp   string           `toml:"catch_up"`
		Anonymous bool             `toml:"anonymous"`
		Questions []questionConfig `toml:"question"`
	} `toml:"standup"`
	Review struct {
		Day     string `toml:"day"`
		At      string `toml:"at"`
		CatchUp string `toml:"catch_up"`
	} `toml:"review"`
	Alerts struct {
		QuietDays    int     `toml:"quiet_days"`
		Discounts    int     `toml:"discounts"`
		At           string  `toml:"at"`
		Missed       int     `toml:"missed"`
		Drop         float64 `toml:"drop"`
		Conversion   float64 `toml:"conversion"`
		Cycle        float64 `toml:"cycle"`
		Pace         float64 `toml:"pace"`
		Pushed       int     `toml:"pushed"`
		Contacts     int     `toml:"contacts"`
		DeciderStage int     `toml:"decider_stage"`
		QuestionDays int     `toml:"question_days"`
	} `toml:"alerts"`
	Cadence struct {
		A int `toml:"a"`
		B int `toml:"b"`
		C int `toml:"c"`
	} `toml:"cadence"`
	LLM struct {
		BaseURL    string     `toml:"base_url"`
		Model      string     `toml:"model"`
		APIKey     bot.Secret `toml:"api_key"`
		APIKeyFile string     `toml:"api_key_file"`
		Mode       string     `toml:"mode"`
		Timeout    string     `toml:"timeout"`
		Budget     int        `toml:"budget"`
		MaySend    []string   `toml:"may_send"`
	} `toml:"llm"`
}

type teamConfig struct {
	ID       string   `toml:"id"`
	Name     string   `toml:"name"`
	Channel  string   `toml:"channel"`
	Manager  string   `toml:"manager"`
	Director string   `toml:"director"`
	Members  []string `toml:"members"`
	Zone     string   `toml:"zone"`
	Language string   `toml:"language"`
	Currency string   `toml:"currency"`
	Calendar string   `toml:"calendar"`
	Days     string   `toml:"days"`
	Hours    string   `toml:"hours"`
}

type pipelineConfig struct {
	ID           string        `toml:"id"`
	Name         string        `toml:"name"`
	Template     string        `toml:"template"`
	Stages       []stageConfig `toml:"stage"`
	Pushed       int           `toml:"pushed"`
	Contacts     int           `toml:"contacts"`
	DeciderStage int           `toml:"decider_stage"`
	QuestionDays int           `toml:"question_days"`
	QuietDays    int           `toml:"quiet_days"`
}

type stageConfig struct {
	ID     string   `toml:"id"`
	Name   string   `toml:"name"`
	Chance float64  `toml:"chance"`
	Enter  []string `toml:"enter"`
	Exit   []string `toml:"exit"`
}

type policyConfig struct {
	Name        string       `toml:"name"`
	Discount    float64      `toml:"discount"`
	Amount      int          `toml:"amount"`
	PaymentDays int          `toml:"payment_days"`
	FreeMonths  int          `toml:"free_months"`
	Custom      bool         `toml:"custom"`
	Tiers       []string     `toml:"tiers"`
	Steps       []stepConfig `toml:"step"`
}

type stepConfig struct {
	Who  []string `toml:"who"`
	Need string   `toml:"need"`
}

// maxMistakes bounds how many values of a wrong type are looked for: each costs one more read
// of the file.
const maxMistakes = 100

// maxConfig bounds the size of a configuration file, in bytes.
const maxConfig = 256 << 10

// reader reads one configuration and collects all mistakes in it, so that they can be corrected
// at once.
type reader struct {
	path     string            // of the file, "" if there is none
	env      map[string]string // only variables with the prefix DEALDESK_
	places   places
	config   config
	broken   bool // not TOML: nothing is known about the rest of the file
	Mistakes Mistakes
	warnings Mistakes
}

// Read reads the configuration from data, the content of the file at path. The environment
// overrides it; the files with secrets are read last.
func Read(path string, data []byte, env map[string]string) *reader {
	r := &reader{path: path, env: env, config: defaults()}
	r.decode(bytes.TrimPrefix(data, []byte("\ufeff")))
	inline := false
	each(&r.config, func(at string, v any) {
		if s, ok := v.(*bot.Secret); ok && !s.Empty() {
			inline = true
		}
	})
	if inline {
		r.checkMode()
	}
	r.readEnv()
	r.readSecrets()
	return r
}

// wrong records a mistake in a setting, with its line or its environment variable.
func (r *reader) wrong(at, key string, args ...any) {
	m := Mistake{Setting: at, Key: key, Args: args}
	if name := envName(at); r.env[name] != "" {
		m.Variable = name
	} else if r.path != "" {
		m.File, m.place = r.path, r.places.find(at)
	}
	r.Mistakes = append(r.Mistakes, m)
}

// decode reads the TOML. The library stops at the first value of a wrong type. To find the
// others, decode blanks the statement with that value and reads the file again.
func (r *reader) decode(data []byte) {
	if len(data) > maxConfig {
		r.file("config.too_large", "Max", maxConfig>>10)
		r.broken = true
		return
	}
	var statements []statement
	r.places, statements = locate(data)
	data = bytes.Clone(data)
	for range maxMistakes {
		r.config = defaults()
		d := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
		err := d.Decode(&r.config)
		var unknown *toml.StrictMissingError
		var bad *toml.DecodeError
		switch {
		case err == nil:
			return
		case errors.As(err, &unknown):
			for _, e := range unknown.Errors {
				key, args := unknownSetting(e.Key())
				r.add(&e, key, args...)
			}
			return
		case errors.As(err, &bad):
			r.add(bad, plainType(bad))
			if line, column := bad.Position(); !blank(data, statements, offset(data, line, column)) {
				r.broken = true
				return
			}
		default:
			r.file("config.syntax")
			r.broken = true
			return
		}
	}
}

// add records an error of the TOML library. It does not use the text of the library, which
// quotes the lines around the error: they may hold secrets.
func (r *reader) add(e *toml.DecodeError, key string, args ...any) {
	line, column := e.Position()
	r.Mistakes = append(r.Mistakes, Mistake{File: r.path, place: place{line, column}, Setting: strings.Join(e.Key(), "."), Key: key,
		Args: args})
}

// unknownSetting describes an unknown setting and lists the known ones of its table.
func unknownSetting(key toml.Key) (string, []any) {
	t := reflect.TypeFor[config]()
	table := key[:len(key)-1]
	for _, name := range table {
		for t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		f, ok := field(t, name)
		if !ok {
			break
		}
		t = f.Type
	}
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	var known []string
	if t.Kind() == reflect.Struct {
		for f := range fields(t) {
			known = append(known, f.Tag.Get("toml"))
		}
	}
	if len(table) == 0 {
		return "config.no_table", []any{"Known", known}
	}
	return "config.no_setting", []any{"Table", strings.Join(table, "."), "Known", known}
}

// checkMode records a mistake if other users of the computer can read a file with secrets.
func (r *reader) checkMode() {
	info, err := os.Stat(r.path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return
	}
	r.file("config.mode", "Mode", fmt.Sprintf("%#o", info.Mode().Perm()), "Path", r.path)
}

// file records a mistake in the file as a whole.
func (r *reader) file(key string, args ...any) {
	r.Mistakes = append(r.Mistakes, Mistake{File: r.path, Key: key, Args: args})
}

// each calls do for every setting of c, in the order of the fields of config, with its name
// ("slack.mode", "team.0.members") and a pointer to its value.
func each(c *config, do func(at string, v any)) { walk("", reflect.ValueOf(c).Elem(), do) }

func walk(at string, v reflect.Value, do func(string, any)) {
	switch {
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[bot.Secret]():
		for f := range fields(v.Type()) {
			name := f.Tag.Get("toml")
			if at != "" {
				name = at + "." + name
			}
			walk(name, v.FieldByIndex(f.Index), do)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			walk(fmt.Sprintf("%s.%d", at, i), v.Index(i), do)
		}
	default:
		do(at, v.Addr().Interface())
	}
}

func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

func field(t reflect.Type, name string) (reflect.StructField, bool) {
	if t.Kind() == reflect.Struct {
		for f := range fields(t) {
			if f.Tag.Get("toml") == name {
				return f, true
			}
		}
	}
	return reflect.StructField{}, false
}
