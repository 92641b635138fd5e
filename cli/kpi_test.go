package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dealdesk/store"
	"dealdesk/store/bolt"
)

func TestNumbersAreReadAtTheShell(t *testing.T) {
	d := newInstall(t)
	file := func(name, text string) string {
		path := filepath.Join(d.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	people := file("people.csv", "name,manager,region\nAna Silva,Mei Chen,North\nBob Ray,Cara Losch,South\n")
	var deals strings.Builder
	deals.WriteString("id,owner,account,product,stage,created,close,amount\n")
	for i, line := range []string{"Won,2017-01-01,2017-01-11,100", "Won,2017-01-01,2017-02-10,300", "Lost,2017-02-01,2017-04-02,0",
		"Won,2017-03-01,2017-04-20,200", "Won,2017-03-01,2017-05-01,400", "Lost,2017-03-01,2017-06-01,0"} {
		owner := []string{"Ana Silva", "Ana Silva", "Bob Ray"}[i%3]
		part := strings.Split(line, ",")
		row := append([]string{"X" + string(rune('1'+i)), owner, "Acme", "Robots"}, part...)
		deals.WriteString(strings.Join(row, ",") + "\n")
	}
	d.must("import", "--yes", "people="+people, "deals="+file("deals.csv", deals.String()))
	for _, c := range []struct{ args, want string }{
		{"--period 2017", "66.67%"},
		{"--period 2017 --by manager --metric wins", "Mei Chen"},
		{"--period 2017 --by office --metric revenue", "North"},
		{"--period 2017 --by quarter --format csv --metric revenue,wins", "Q1 2017,400,2"},
		{"--period 2017 --metric win_rate,median_cycle", "66.67%"},
		{"--period 2017 --by product --metric median_cycle", "– not enough history: too few cases"},
		{"--period 2017 --metric lifetime,deal_size", "– not enough history: too few cases"},
		{"--period 2017 --team north-mei-chen --metric wins", "North Mei Chen"},
		{"--period 2017 --by source --metric wins,return", "no source"},
	} {
		if out := d.must(append([]string{"kpi"}, strings.Fields(c.args)...)...); !strings.Contains(out, c.want) {
			t.Errorf("kpi %s does not say %s:\n%s", c.args, c.want, out)
		}
	}
	out := d.must("kpi", "--period", "2017", "--format", "json")
	var got struct {
		From   string
		Groups []struct {
			Numbers []struct {
				Metric string
				Value  *float64
				N      int
			}
		}
	}
	err := json.Unmarshal([]byte(out), &got)
	if err != nil || got.From != "2017-01-01" || len(got.Groups) != 1 || got.Groups[0].Numbers[1].N != 4 {
		t.Errorf("%v: %s", err, out)
	}
	for args, want := range map[string]string{"--by colour": "taken apart", "--period soon": "days",
		"--period 2090": "lies ahead", "--metric luck": "win_rate",
		"--format xml": "json", "--team east": "east", "--by month --metric return": "source", "--metric return": "source"} {
		d.refused(exitUsage, want, append([]string{"kpi"}, strings.Fields(args)...)...)
	}
}

// The counters of an older store do not have every number: none is shown rather than a wrong one.
func TestNumbersOfAnOlderStoreAreNotGuessed(t *testing.T) {
	d := newInstall(t)
	f, err := os.Open("../store/testdata/format-3.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := bolt.Open(d.store, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = b.Update(t.Context(), func(tx store.Bytes) error {
		for lines := bufio.NewScanner(f); lines.Scan(); {
			part := strings.Split(lines.Text(), "\t")
			key, keyErr := strconv.Unquote(part[1])
			value, valueErr := strconv.Unquote(part[2])
			if err := errors.Join(keyErr, valueErr, tx.Put(part[0], []byte(key), []byte(value))); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	d.refused(exitFailure, "Start dealdesk serve once", "kpi")
	d.refused(exitFailure, "请先运行一次 dealdesk serve", "kpi", "--lang", "zh")
}
