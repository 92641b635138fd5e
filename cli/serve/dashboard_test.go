package serve

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dealdesk/bot"
	"dealdesk/cli/config"
	"dealdesk/lang"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

var (
	exported = regexp.MustCompile(`fqName: "(dealdesk_[a-z_]+)"`)
	named    = regexp.MustCompile(`\bdealdesk_[a-z_]+`)
	ofParts  = regexp.MustCompile(`_(bucket|sum|count)$`)

	watchedForIncrease = regexp.MustCompile(`increase\((.*?)\[`)
)

// Whoever renames a metric finds the graphs and alerts that would fall silent.
func TestDashboardAndAlertsNameMetricsThatAreExported(t *testing.T) {
	known := metricNames(t)
	if len(known) < 15 {
		t.Fatalf("only %d metrics are exported: %v", len(known), known)
	}
	seen := map[string]bool{}
	for _, path := range []string{"../../packaging/grafana.json", "../../packaging/alerts.yaml", "../../docs/admin.md"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(path, ".json") && !json.Valid(text) {
			t.Errorf("%s is no JSON", path)
		}
		for _, name := range named.FindAllString(string(text), -1) {
			if !known[name] && !known[ofParts.ReplaceAllString(name, "")] {
				t.Errorf("%s names %s, which is not exported", path, name)
			}
			if strings.HasSuffix(path, ".json") {
				seen[ofParts.ReplaceAllString(name, "")] = true
			}
		}
	}
	for name := range known {
		if !seen[name] {
			t.Errorf("the dashboard does not show %s", name)
		}
	}
}

// Prometheus sees no increase in a counter whose first value is 1.
func TestCountersThatAlertsWatchStartAtZero(t *testing.T) {
	text, err := os.ReadFile("../../packaging/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	families, err := newRegistry(t).Gather()
	if err != nil {
		t.Fatal(err)
	}
	zero := map[string]bool{} // as alerts write them: name, or name{label="value"}
	for _, f := range families {
		zero[f.GetName()] = true
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				zero[fmt.Sprintf("%s{%s=%q}", f.GetName(), l.GetName(), l.GetValue())] = true
			}
		}
	}
	watched := watchedForIncrease.FindAllStringSubmatch(string(text), -1)
	if len(watched) < 2 {
		t.Fatalf("only %d alerts on an increase", len(watched))
	}
	for _, w := range watched {
		if !zero[w[1]] {
			t.Errorf("%s has no value before the first increase", w[1])
		}
	}
}

// metricNames returns the names that a bot registers, even those without a value yet.
func metricNames(t *testing.T) map[string]bool {
	t.Helper()
	registry := newRegistry(t)
	described := make(chan *prometheus.Desc)
	go func() {
		registry.Describe(described)
		close(described)
	}()
	names := map[string]bool{}
	for d := range described {
		if m := exported.FindStringSubmatch(d.String()); m != nil {
			names[m[1]] = true
		}
	}
	return names
}

// newRegistry is that of a bot which has done nothing yet.
func newRegistry(t *testing.T) *prometheus.Registry {
	t.Helper()
	words, err := lang.Open()
	if err != nil {
		t.Fatal(err)
	}
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "desk.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), backend, store.Options{Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	s, err := config.Load("", false, map[string]string{"DEALDESK_TEAM_0_NAME": "North", "DEALDESK_TEAM_0_CHANNEL": "C1",
		"DEALDESK_TEAM_0_MANAGER": "U1"}, words.Languages(), false)
	if err != nil {
		t.Fatal(err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(storeMetrics(st)...)
	_, err = NewOffice(t.Context(), st, s, words, Deps{Now: time.Now, Log: slog.New(slog.DiscardHandler), metrics: registry,
		Slack: bot.Config{Mode: bot.HTTP, BotToken: bot.NewSecret("xoxb-1"), SigningSecret: bot.NewSecret("s")}})
	if err != nil {
		t.Fatal(err)
	}
	return registry
}
