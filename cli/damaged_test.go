package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryCommandRefusesADamagedStoreAndSaysWhatToDo(t *testing.T) {
	d := filled(t)
	copied := filepath.Join(d.dir, "copy.db")
	d.must("backup", copied)
	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	d.env = append(d.env, "DEALDESK_SLACK_BOT_TOKEN=xoxb-1", "DEALDESK_SLACK_APP_TOKEN=xapp-1", "DEALDESK_SLACK_API_URL=http://127.0.0.1:1/")
	people := d.file("people.csv", importPeople)
	for name, data := range map[string][]byte{
		"cut short": whole[:len(whole)/2], "empty": nil, "no store": []byte(strings.Repeat("PK\x03\x04", 5000)),
	} {
		if err := os.WriteFile(d.store, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"serve"}, {"backup", filepath.Join(d.dir, "b.db")}, {"audit", "verify"}, {"recount"},
			{"export", "--out", filepath.Join(d.dir, "out")}, {"import", "--dry-run", people},
		} {
			code, out, failure := d.run(args...)
			if code != exitStore || !strings.Contains(failure, d.store) || !strings.Contains(failure, "restore the newest backup") {
				t.Errorf("%s, %v: exit code %d: %s%s", name, args, code, out, failure)
			}
		}
		if _, _, failure := d.run("audit", "verify", "--lang", "zh"); !strings.Contains(failure, "恢复最近一份通过检验的备份") {
			t.Errorf("%s in Chinese: %s", name, failure)
		}
		if after, err := os.ReadFile(d.store); err != nil || len(after) != len(data) {
			t.Errorf("%s: the store was changed to %d bytes, %v", name, len(after), err)
		}
		d.refused(exitStore, "did not pass its check", "restore", d.store)
	}
	d.must("restore", copied)
	d.must("audit", "verify")
}
