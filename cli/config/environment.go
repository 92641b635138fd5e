package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"dealdesk/bot"
)

const envPrefix = "DEALDESK_"

// Environment returns the DEALDESK_ variables of environ, which has the form of os.Environ.
func Environment(environ []string) map[string]string {
	env := map[string]string{}
	for _, line := range environ {
		if name, value, ok := strings.Cut(line, "="); ok && strings.HasPrefix(name, envPrefix) && name != Variable {
			env[name] = value
		}
	}
	return env
}

// Variable is the environment variable with the path of the configuration file, like --config.
const Variable = envPrefix + "CONFIG"

// StoreVariable is the environment variable of store.path.
const StoreVariable = envPrefix + "STORE_PATH"

// readEnv lets the environment override the file. A variable that names no setting is only a
// warning: another program may have set it.
func (r *reader) readEnv() {
	r.growTables()
	left := map[string]bool{}
	for name := range r.env {
		left[name] = true
	}
	each(&r.config, func(at string, v any) {
		name := envName(at)
		delete(left, name)
		if lists, ok := v.(*map[string][]string); ok {
			r.readLists(name+"_", lists, left)
			return
		}
		text := r.env[name]
		if text == "" {
			return
		}
		switch v := v.(type) {
		case *string:
			*v = text
		case *bot.Secret:
			*v = bot.NewSecret(strings.TrimSpace(text))
		case *[]string:
			*v = words(text)
		case *any:
			*v = text
		case *bool:
			if yes, err := strconv.ParseBool(text); err == nil {
				*v = yes
			} else {
				r.wrong(at, "config.env_bool", "Text", text)
			}
		case *int:
			if n, err := strconv.Atoi(text); err == nil {
				*v = n
			} else {
				r.wrong(at, "config.env_int", "Text", text)
			}
		case *float64:
			if x, err := strconv.ParseFloat(text, 64); err == nil {
				*v = x
			} else {
				r.wrong(at, "config.env_number", "Text", text)
			}
		}
	})
	for name := range left {
		r.warnings = append(r.warnings, Mistake{Variable: name, Key: "config.env_unknown"})
	}
}

// readLists reads a table of lists, each from its own variable: DEALDESK_FUNCTIONS_FINANCE.
func (r *reader) readLists(prefix string, lists *map[string][]string, left map[string]bool) {
	for name, text := range r.env {
		key, ok := strings.CutPrefix(name, prefix)
		if !ok || key == "" || text == "" {
			continue
		}
		if *lists == nil {
			*lists = map[string][]string{}
		}
		(*lists)[strings.ToLower(key)] = words(text)
		delete(left, name)
	}
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
}

// growTables adds the teams, pipelines, stages, policies, steps and questions that only the
// environment names.
func (r *reader) growTables() {
	named := func(at string) bool {
		for name := range r.env {
			if strings.HasPrefix(name, envName(at)+"_") {
				return true
			}
		}
		return false
	}
	c := &r.config
	for named(fmt.Sprintf("team.%d", len(c.Teams))) {
		c.Teams = append(c.Teams, teamConfig{})
	}
	for named(fmt.Sprintf("standup.question.%d", len(c.Standup.Questions))) {
		c.Standup.Questions = append(c.Standup.Questions, questionConfig{})
	}
	for named(fmt.Sprintf("pipeline.%d", len(c.Pipelines))) {
		c.Pipelines = append(c.Pipelines, pipelineConfig{})
	}
	for i := range c.Pipelines {
		for p := &c.Pipelines[i]; named(fmt.Sprintf("pipeline.%d.stage.%d", i, len(p.Stages))); {
			p.Stages = append(p.Stages, stageConfig{})
		}
	}
	for named(fmt.Sprintf("approvals.policy.%d", len(c.Approvals.Policies))) {
		c.Approvals.Policies = append(c.Approvals.Policies, policyConfig{})
	}
	for i := range c.Approvals.Policies {
		for p := &c.Approvals.Policies[i]; named(fmt.Sprintf("approvals.policy.%d.step.%d", i, len(p.Steps))); {
			p.Steps = append(p.Steps, stepConfig{})
		}
	}
}

// readSecrets reads the secrets that are in files of their own and trims the white space around
// them.
func (r *reader) readSecrets() {
	paths := map[string]string{}
	each(&r.config, func(at string, v any) {
		if path, ok := v.(*string); ok && strings.HasSuffix(at, "_file") && *path != "" {
			paths[at] = *path
		}
	})
	each(&r.config, func(at string, v any) {
		secret, ok := v.(*bot.Secret)
		path := paths[at+"_file"]
		if !ok || path == "" {
			return
		}
		if !secret.Empty() {
			r.wrong(at+"_file", "config.secret_twice", "Other", at)
			return
		}
		data, err := os.ReadFile(path)
		switch text := strings.TrimSpace(string(data)); {
		case errors.Is(err, fs.ErrNotExist):
			r.wrong(at+"_file", "config.secret_missing", "Path", path)
		case err != nil:
			r.wrong(at+"_file", "config.secret_unreadable", "Error", err)
		case text == "" || len(data) > 1<<16:
			r.wrong(at+"_file", "config.secret_size", "Path", path)
		default:
			*secret = bot.NewSecret(text)
		}
	})
}

func envName(at string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(at, ".", "_"))
}
