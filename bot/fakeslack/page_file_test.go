package fakeslack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestAppReadsASharedFileWithItsToken(t *testing.T) {
	w := start(t)
	a := w.connect(ackAll)
	id, err := w.As("U1").Upload("../deals\n.csv", []byte("a,b"))
	noError(t, err)
	wantError(t, errorOf(w.As("U2").Share("C1", "", "not mine", id)), "no file")
	_, err = w.As("U1").Share("C1", "", "<@UBOT> look", id)
	noError(t, err)
	var file map[string]any
	for _, kind := range []string{"message", "app_mention", "file_shared"} {
		e := a.next().event()
		want(t, "event", fmt.Sprint(e["type"]), kind)
		switch kind {
		case "file_shared":
			want(t, "its file", fmt.Sprint(e["file_id"]), id)
		default:
			want(t, kind, fmt.Sprint(e["text"], e["subtype"] == "file_share"), fmt.Sprint("<@UBOT> look", kind == "message"))
			file = e["files"].([]any)[0].(map[string]any)
		}
	}
	want(t, "name and type", fmt.Sprint(file["name"], file["mimetype"], file["filetype"], file["size"], file["user"]),
		"deals_.csvtext/csvcsv3U1")
	wantError(t, errorOf(w.As("U1").Share("C1", "", "again", id)), "no file")

	get := func(token string) (*http.Response, string) {
		req, err := http.NewRequestWithContext(w.ctx, "GET", file["url_private_download"].(string), nil)
		noError(t, err)
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(req)
		noError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		noError(t, err)
		return resp, string(body)
	}
	if resp, body := get("xoxb-fake"); body != "a,b" || resp.Header.Get("Content-Type") != "text/csv" {
		t.Errorf("with the token: %s %q", resp.Status, body)
	}
	// Like Slack: without access the answer is an HTML page with status 200.
	if resp, body := get("xoxb-other"); resp.StatusCode != 200 || !strings.HasPrefix(body, "<!DOCTYPE html>") {
		t.Errorf("without it: %s %q", resp.Status, body)
	}
}

func errorOf(_ string, err error) error { return err }

func TestUploadsByPeopleAreLimited(t *testing.T) {
	w := start(t)
	ana := w.As("U1")
	wantError(t, errorOf(ana.Upload("empty", nil)), "empty")
	wantError(t, errorOf(ana.Upload("large", make([]byte, maxUploadSize+1))), "larger than 10 MB")
	wantError(t, errorOf(w.As("U404").Upload("x", []byte("x"))), "no user")
	var ids []string
	for range maxUploadTotal / maxUploadSize {
		id, err := ana.Upload("full", make([]byte, maxUploadSize))
		noError(t, err)
		ids = append(ids, id)
	}
	wantError(t, errorOf(ana.Upload("one more", []byte("x"))), "no room")
	ts, err := ana.Share("C1", "", "", ids...)
	noError(t, err)
	wantError(t, errorOf(ana.Share("C1", "", "", make([]string, maxFilesPerMessage+1)...)), "at most 10")
	noError(t, ana.Delete("C1", ts))
	noError(t, errorOf(ana.Upload("one more", []byte("x"))))
}

func TestOnlyThePageMayUploadAndUnsharedFilesCannotBeRead(t *testing.T) {
	w := start(t, withPage)
	plain := func(r *http.Request) { r.Header.Set("Content-Type", "application/octet-stream") }
	var out struct{ Result, Error string }
	decode := func(resp *http.Response) {
		t.Helper()
		body, err := io.ReadAll(resp.Body)
		noError(t, err)
		out.Error = ""
		v, err := decodeJSON(body)
		noError(t, err)
		o := v.(map[string]any)
		out.Result, _ = o["result"].(string)
		out.Error, _ = o["error"].(string)
	}
	if got := w.visit("POST", "/attach?as=U1&name=x.svg", "<svg/>", plain,
		func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }).StatusCode; got != http.StatusForbidden {
		t.Errorf("another page: %d", got)
	}
	if got := w.visit("POST", "/attach?as=U1&name=x.svg", "<svg/>", plain,
		func(r *http.Request) { r.Header.Del("Cookie") }).StatusCode; got != http.StatusForbidden {
		t.Errorf("no cookie: %d", got)
	}
	decode(w.visit("POST", "/attach?as=U1&name=x.svg", strings.Repeat("x", maxUploadSize+2), plain))
	if out.Error == "" {
		t.Error("a file that is too large was taken")
	}
	decode(w.visit("POST", "/attach?as=U1&name=x.svg", "<svg onload=alert(1)/>", plain))
	if got := w.visit("GET", "/download/"+out.Result, "").StatusCode; got != http.StatusNotFound {
		t.Errorf("before it is shared: %d", got)
	}
	noError(t, errorOf(w.As("U1").Share("C1", "", "", out.Result)))
	h := w.visit("GET", "/download/"+out.Result, "").Header
	if h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a drawing comes as %v", h)
	}
}

// tempFile writes a file for the browser to upload.
func (w *world) tempFile(name string, content []byte) string {
	w.t.Helper()
	path := filepath.Join(w.t.(*testing.T).TempDir(), name)
	noError(w.t, os.WriteFile(path, content, 0o600))
	return path
}

// onePixelPNG is an image of one pixel.
var onePixelPNG = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01" +
	"\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82")

func sharing(w *world, chrome context.Context) {
	w.connect(ackAll)
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	csv := w.tempFile("deals 华星.csv", bytes.Repeat([]byte("D-7,Acme,120000\n"), 200))
	p.do(chromedp.SetUploadFiles(".main input[type=file]", []string{csv, w.tempFile("chart.png", onePixelPNG)}, chromedp.ByQuery))
	p.until("document.querySelectorAll('.main .tray li .kind').length === 2")
	p.press("[data-channel=C2]") // attachments stay with their channel
	p.until("document.querySelector('.main .tray').hidden")
	p.press("[data-channel=C1]")
	p.until("document.querySelectorAll('.main .tray li').length === 2")
	p.writes(".write", "the list"+kb.Enter)
	p.until("document.querySelectorAll('.msg .file').length === 2 && document.querySelector('.main .tray').hidden")
	p.until("document.querySelector('.file.picture img').naturalWidth === 1")
	p.picture("file")
	p.value("fetch(document.querySelector('.file').href).then((r) => r.text()).then((t) => { window.content = t })")
	p.until("window.content?.length === 3200")

	// The app can show the file as an image, too.
	w.form("chat.postMessage", "channel", "C1", "text", "x", "blocks",
		string(mustJSON([]obj{{"type": "image", "slack_file": obj{"id": w.As("U1").Sees("C1", "")[0].Files[1]}, "alt_text": "the chart"}})))
	p.until("document.querySelector('img.large')?.naturalWidth === 1")

	// A file dropped on the thread goes into the thread; a large one is refused at once.
	p.do(chromedp.Focus(".msg", chromedp.ByQuery))
	p.types("t")
	p.until("document.activeElement.matches('.thread .write')")
	drop := func(size int) string {
		return fmt.Sprintf(`(() => {
			const data = new DataTransfer()
			data.items.add(new File([new Uint8Array(%d)], 'dropped.bin'))
			for (const kind of ['dragover', 'drop'])
				document.querySelector('.thread .list').dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
		})()`, size)
	}
	p.value(drop(maxUploadSize + 1))
	p.shows("dropped.bin is larger than 10.0 MB.")
	p.value(drop(9))
	p.until("document.querySelector('.thread .tray li .kind')")
	p.do(chromedp.Focus(".thread .write", chromedp.ByQuery))
	p.types(kb.Enter)
	p.until("document.querySelectorAll('.thread .msg .file').length === 3")
	all := w.As("U2").Sees("C1", "")
	if len(all) != 2 || len(w.As("U2").Sees("C1", all[0].TS)) != 2 {
		w.t.Errorf("U2 sees %v", texts(all))
	}
}

func fileInput(w *world, chrome context.Context) {
	sent := make(chan []any, 10)
	view := obj{"type": "modal", "title": plainText("Import"), "submit": plainText("Send"), "blocks": []obj{
		{"type": "input", "block_id": "list", "label": plainText("The list"), "element": obj{"type": "file_input", "action_id": "v", "filetypes": []string{"csv"}, "max_files": 1}},
	}}
	w.openForms(view, func(_ int, f frame) any {
		state := f.Payload["view"].(map[string]any)["state"].(map[string]any)["values"].(map[string]any)
		sent <- state["list"].(map[string]any)["v"].(map[string]any)["files"].([]any)
		return nil
	})
	p := w.browse(chrome, "as=U1&channel=C1", deskWidth, deskHeight)
	p.writes(".write", "/import x"+kb.Enter)
	p.until("document.activeElement.id === 'f-list'")
	p.button("Send")
	p.shows("Please complete this required field.")
	choose := func(name string) {
		p.do(chromedp.SetUploadFiles(".filing input[type=file]", []string{w.tempFile(name, []byte("a,b"))}, chromedp.ByQuery))
		p.until(fmt.Sprintf("document.querySelector('.filing .tray').textContent.includes(%q)", name))
	}
	choose("wrong.exe")
	p.button("Send")
	p.shows("files of the type exe are not accepted here")
	p.press(".filing .tray .iconic")
	choose("deals.csv")
	p.do(chromedp.SetUploadFiles(".filing input[type=file]", []string{w.tempFile("second.csv", []byte("c"))}, chromedp.ByQuery))
	p.shows("At most 1 files.")
	p.do(chromedp.Reload())
	p.until("document.querySelector('.filing .tray')?.textContent.includes('deals.csv')") // reloading keeps the form
	p.picture("file-form")
	p.button("Send")
	p.until("!document.querySelector('.modal[open]')")
	files := receive(w.t, sent)
	if len(files) != 1 || files[0].(map[string]any)["name"] != "deals.csv" || files[0].(map[string]any)["url_private"] == nil {
		w.t.Errorf("the app got %v", files)
	}
}
