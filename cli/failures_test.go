package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inChinese runs the program on a Chinese terminal, with a configuration that names no language.
func (d *install) inChinese(args ...string) string {
	d.t.Helper()
	var out, failure bytes.Buffer
	env := append([]string{"LANG=zh_CN.UTF-8"}, d.env...)
	if code := run(d.t.Context(), append([]string{"--config", d.config}, args...), env, strings.NewReader(""), &out, &failure); code == 0 {
		d.t.Errorf("%v: no failure: %s", args, out.String())
	}
	return failure.String()
}

func TestAFailureIsToldInTheLanguageOfTheTerminal(t *testing.T) {
	d := newInstall(t)
	d.file("config.toml", fmt.Sprintf("[store]\npath = %q\n", d.store))
	cut := d.file("cut.db", "junk")
	english := regexp.MustCompile(`[A-Za-z]{2,}`)
	check := func(want string, args ...string) {
		t.Helper()
		got := d.inChinese(args...)
		if !strings.Contains(got, want) {
			t.Errorf("%v: want %q in %s", args, want, got)
		}
		plain := strings.NewReplacer(d.dir, "", d.store, "", filepath.Base(d.store), "", "new.db", "", "none.db", "", "cut.db", "",
			"dealdesk", "", "Dealdesk", "", "store.path", "", "import", "", "serve", "", "restore", "", "FILE", "").Replace(got)
		for _, word := range english.FindAllString(plain, -1) {
			if !strings.Contains("audit verify against out person play data listen format json csv xlsx pdf abc new", word) {
				t.Errorf("%v: %q in %s", args, word, got)
			}
		}
	}
	for _, args := range [][]string{{"audit", "verify"}, {"recount"}, {"backup", "new.db"}, {"import", "--yes", "--undo", "3"},
		{"export", "--out", "o"}, {"erase", "--person", "x"}} {
		check("还没有数据文件", args...)
	}
	check("none.db 不存在", "restore", filepath.Join(d.dir, "none.db"))
	check("cut.db 只有 4 字节", "restore", cut)
	check("请写明要对日志做什么", "audit")
	check("“abc”不是一个检查点", "audit", "verify", "--checkpoint", "abc")
	check("缺少 --person", "erase")
	check("不能是“pdf”", "export", "--format", "pdf")
	check("缺少 --out", "export")
	check("必须是本机地址", "demo", "--listen", "0.0.0.0:80")
	check("不能和 --data 一起用", "demo", "--play", "x", "--data", "y")
	if err := os.WriteFile(d.store, []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("只有 4 字节", "audit", "verify")
	check("只有 4 字节", "export", "--out", filepath.Join(d.dir, "o"))
	if err := os.WriteFile(d.store, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	check("是空的", "audit", "verify")
}
