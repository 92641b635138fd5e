//go:build linux && faults

package faults

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dealdesk/dice"
)

// P19: strangers do not take the places of people who are known, while Slack does not tell who they
// are.
func TestSixHundredStrangersStopNobodyWhoIsKnown(t *testing.T) {
	w := newWorld(t, 1)
	w.env = append(w.env, "DEALDESK_SLACK_MODE=http")
	w.start()
	send := w.overOneConnection()
	send("t0", "/sales", "account new Acme")
	var hung atomic.Int64
	w.gate.use(func(v *visit) bool {
		if v.method != "users.info" {
			return false
		}
		hung.Add(1)
		v.hang()
		return true
	})
	const strangers = 600
	var group sync.WaitGroup
	client := &http.Client{Timeout: 20 * time.Second}
	w.Cleanup(client.CloseIdleConnections)
	for i := range strangers {
		group.Go(func() {
			w.types(client, fmt.Sprint("USTRANGER", i), fmt.Sprint("s", i), "/log", "call Acme 5m by a stranger")
		})
	}
	w.until("Slack is asked who they are", func() bool { return hung.Load() > 0 })
	done := func(answer string) bool { return strings.Contains(answer, "undo") }
	told := func(answer string) bool { return done(answer) || strings.Contains(answer, "The answer follows") } // on a busy computer
	lines := dice.Times(20, 500)
	for i := range lines {
		began := time.Now()
		// A place that a stranger holds is free only when Slack has answered or the call is given up.
		answer := send(fmt.Sprint("t", i+1), "/log", fmt.Sprintf("call Acme 5m call number %d.", i+1))
		if !told(answer) || time.Since(began) > 8*time.Second {
			t.Errorf("after %v somebody who is known got %s", time.Since(began), answer)
		}
	}
	if done(w.types(client, "USTRANGER", "s", "/log", "call Acme 5m by a stranger")) {
		t.Error("a stranger was not stopped")
	}
	group.Wait()
	w.gate.use(nil)
	w.stop()
	if n := len(w.kept()); n != lines {
		t.Errorf("%d of %d calls are there", n, lines)
	}
	count(t, "P19", fmt.Sprintf("%d strangers wait for users.info, %d commands of a known person done in time", strangers, lines),
		"a stranger's command is found not done")
}

var peakLine = regexp.MustCompile(`VmHWM:\s*(\d+) kB`)

// peak is the most memory that a process has had, in MiB.
func (w *world) peak(pid int) int {
	w.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	w.check(err)
	found := peakLine.FindSubmatch(text)
	if found == nil {
		w.Fatalf("no memory in %s", text)
	}
	kib, err := strconv.Atoi(string(found[1]))
	w.check(err)
	return kib >> 10
}

// P19: what outsiders send costs little memory, whether they sign it or not.
func TestFourHundredLargeBodiesCostLittleMemory(t *testing.T) {
	w := newWorld(t, 1)
	w.env = append(w.env, "DEALDESK_SLACK_MODE=http")
	w.start()
	w.overOneConnection()("t0", "/sales", "account new Acme")
	const bodies, limit = 400, 64 // MiB
	before := w.peak(w.proc.cmd.Process.Pid)
	body := bytes.Repeat([]byte("x"), 1<<20)
	client := &http.Client{Timeout: 20 * time.Second}
	w.Cleanup(client.CloseIdleConnections)
	refused := map[int]int{}
	var mu sync.Mutex
	for _, signature := range []string{"", "v0=" + strings.Repeat("5a", 32)} {
		var group sync.WaitGroup
		for range bodies {
			group.Go(func() {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+w.listen+"/slack/events", bytes.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				if signature != "" {
					r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(time.Now().Unix(), 10))
					r.Header.Set("X-Slack-Signature", signature)
				}
				status := 0 // the connection may be cut before the body is sent
				if resp, err := client.Do(r); err == nil {
					status = resp.StatusCode
					_ = resp.Body.Close()
				}
				mu.Lock()
				defer mu.Unlock()
				refused[status]++
			})
		}
		group.Wait()
	}
	if refused[http.StatusOK] > 0 {
		t.Errorf("answers: %v", refused)
	}
	grown := w.peak(w.proc.cmd.Process.Pid) - before
	if grown > limit {
		t.Errorf("%d bodies cost %d MiB", 2*bodies, grown)
	}
	w.overOneConnection()("t1", "/log", "call Acme 5m call number 1.")
	w.stop()
	if times := w.kept(); times[1] != 1 {
		t.Errorf("in effect: %v", times)
	}

	keeper := exec.Command("tail", "-c", strconv.Itoa(bodies<<20)) // the control: it keeps them all
	in, err := keeper.StdinPipe()
	w.check(err)
	w.check(keeper.Start())
	for range bodies {
		_, err = in.Write(body)
		w.check(err)
	}
	if w.peak(keeper.Process.Pid) <= limit {
		t.Error("a process that keeps all bodies is not noticed")
	}
	w.check(errors.Join(keeper.Process.Kill(), in.Close()))
	_ = keeper.Wait() // was killed
	count(t, "P19", fmt.Sprintf("%d bodies of 1 MiB without a good signature cost %d MiB", 2*bodies, grown),
		"a process that keeps them is noticed")
}

// cut reports whether a body that comes a byte at a time is broken off by the other side in time.
func (w *world) cut(address, head string, limit time.Duration) bool {
	w.Helper()
	conn, err := net.Dial("tcp", address)
	w.check(err)
	defer conn.Close()
	_, err = io.WriteString(conn, head+"Host: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
	w.check(err)
	gone := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, conn) // until the other side closes
		close(gone)
	}()
	return w.within(limit, func() bool {
		time.Sleep(200 * time.Millisecond)
		_, _ = io.WriteString(conn, "1\r\nx\r\n") // fails once it is cut
		select {
		case <-gone:
			return true
		default:
			return false
		}
	})
}

// P19: a body that never ends holds no connection, neither of the admins nor of Slack.
func TestABodyThatComesSlowlyIsCutOff(t *testing.T) {
	w := newWorld(t, 1)
	w.env = append(w.env, "DEALDESK_SLACK_MODE=http")
	w.start()
	const limit = 15 * time.Second
	stamp := fmt.Sprintf("X-Slack-Request-Timestamp: %d\r\nX-Slack-Signature: v0=%s\r\n", time.Now().Unix(), strings.Repeat("5a", 32))
	bodies := map[string][2]string{
		"a backup":         {w.admin, "POST /backup HTTP/1.1\r\n"},
		"health":           {w.admin, "GET /healthz HTTP/1.1\r\n"},
		"no such path":     {w.admin, "PUT /nothing HTTP/1.1\r\n"},
		"an event":         {w.listen, "POST /slack/events HTTP/1.1\r\n"},
		"an event, signed": {w.listen, "POST /slack/events HTTP/1.1\r\n" + stamp},
	}
	var group sync.WaitGroup
	for name, b := range bodies {
		group.Go(func() {
			if !w.cut(b[0], b[1], limit) {
				t.Errorf("%s is open after %v", name, limit)
			}
		})
	}
	patient, err := net.Listen("tcp", "127.0.0.1:0") // the control: a listener that waits
	w.check(err)
	defer patient.Close()
	go func() {
		if conn, err := patient.Accept(); err == nil {
			defer conn.Close()
			_, _ = io.Copy(io.Discard, conn)
		}
	}()
	if w.cut(patient.Addr().String(), "POST / HTTP/1.1\r\n", limit) {
		t.Error("a listener that waits seems to cut")
	}
	group.Wait()
	w.stop()
	count(t, "P19", fmt.Sprintf("%d slow bodies, each cut off within %v", len(bodies), limit), "a listener that waits is noticed")
}
