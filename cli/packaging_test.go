package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestTheGuideAndThePackagesHaveTheSameUnit(t *testing.T) {
	unit, err := os.ReadFile("../packaging/dealdesk.service")
	if err != nil {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../docs/admin.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(guide), "```ini\n"+string(unit)+"```\n") {
		t.Error("docs/admin.md shows another unit than packaging/dealdesk.service")
	}
}

func TestTheUnitIsHardened(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is missing: apt-get install systemd")
	}
	out, err := exec.CommandContext(t.Context(), "systemd-analyze", "security", "--offline=true", "--threshold=20",
		"../packaging/dealdesk.service").CombinedOutput()
	if err != nil {
		t.Errorf("systemd-analyze security: %v\n%s", err, out)
	}
}

// Prometheus refuses the whole file if one plain value holds a colon and a space.
func TestNoPlainValueOfTheAlertsHoldsAColon(t *testing.T) {
	text, err := os.ReadFile("../packaging/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range regexp.MustCompile(`(?m)^[ -]*\w+: [^"'\n].*: .*$`).FindAllString(string(text), -1) {
		t.Errorf("put the value in quotes: %s", line)
	}
}

// Whoever sets everything in the environment may have removed the file.
func TestThePackageIsInstalledOverAMissingConfiguration(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is missing, so the script of the package is not run")
	}
	if _, err := os.Lstat("/etc/dealdesk/config.toml"); err == nil {
		t.Skip("the package is installed here: remove it and /etc/dealdesk/config.toml")
	}
	tools := t.TempDir()
	for _, name := range []string{"systemd-sysusers", "systemctl", "install"} {
		script(t, tools, name, "exit 0")
	}
	script(t, tools, "chown", `[ -e "$2" ]`)
	cmd := exec.CommandContext(t.Context(), shell, "../packaging/postinstall", "configure")
	cmd.Env = []string{"PATH=" + tools}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("postinstall: %v\n%s", err, out)
	}
}

func script(t *testing.T, folder, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestTheManualPageHasEveryCommandOptionAndExitCode(t *testing.T) {
	d := &install{t: t, config: filepath.Join(t.TempDir(), "none.toml")}
	page := d.must("man", "--lang", "en")
	for _, want := range []string{".It Nm Ic serve", ".It Nm Ic audit verify", ".It Fl \\&-checkpoint Ar text", ".It Fl \\&-config"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in the manual page", want)
		}
	}
	for _, code := range exits() {
		if !strings.Contains(page, "\n.It "+strconv.Itoa(code)+"\n") {
			t.Errorf("no exit code %d in the manual page", code)
		}
	}
	if chinese := d.must("man", "--lang", "zh"); !strings.Contains(chinese, "打印程序版本") {
		t.Error("the manual page is not in the language asked for")
	}
	if _, err := exec.LookPath("mandoc"); err != nil {
		t.Skip("mandoc is missing, so the page is not linted: apt-get install mandoc")
	}
	lint := exec.CommandContext(t.Context(), "mandoc", "-T", "lint", "-W", "warning")
	lint.Stdin = strings.NewReader(page)
	if out, err := lint.CombinedOutput(); err != nil {
		t.Errorf("mandoc: %v\n%s", err, out)
	}
}

func TestEveryShellReadsItsCompletion(t *testing.T) {
	d := &install{t: t, config: filepath.Join(t.TempDir(), "none.toml")}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is missing: apt-get install %s", shell, shell)
			}
			file := filepath.Join(t.TempDir(), "dealdesk")
			if err := os.WriteFile(file, []byte(d.must("completion", shell)), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.CommandContext(t.Context(), path, "-n", file).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
