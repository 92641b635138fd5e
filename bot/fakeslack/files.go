package fakeslack

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const maxFileSize = 64 << 20 // bytes of an app's upload; Slack's own limit is 1 GB

func (s *Server) filesGetUploadURL(c *call) (obj, error) {
	if err := c.must("filename", "length"); err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(c.str("length"))
	switch {
	case err != nil || n <= 0:
		return nil, refuse("invalid_arguments", "[ERROR] must be greater than 0 [json-pointer:/length]")
	case n > maxFileSize:
		return nil, refuse("file_upload_size_restricted")
	}
	f := &File{ID: s.st.id("F"), Name: c.str("filename"), User: s.opt.BotUser, At: s.opt.Now(), Size: n}
	s.st.Files[f.ID] = f
	return obj{"upload_url": s.url + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	body := io.LimitReader(r.Body, maxFileSize+1<<20)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		parts, err := r.MultipartReader()
		if err == nil {
			body, err = parts.NextPart()
		}
		if err != nil {
			http.Error(w, "invalid_form_data", http.StatusBadRequest)
			return
		}
	}
	content, err := io.ReadAll(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.st.Files[r.PathValue("id")]
	switch {
	case f == nil || f.Shared:
		http.Error(w, "not found", http.StatusNotFound)
	case err != nil || len(content) != f.Size:
		http.Error(w, "the file does not have the announced length", http.StatusBadRequest)
	default:
		f.Content = content
		_, _ = io.WriteString(w, "OK - "+strconv.Itoa(f.Size))
	}
}

func (s *Server) filesComplete(c *call) (obj, error) {
	v, err := c.decode("files")
	list, ok := v.([]any)
	if err != nil || !ok || len(list) == 0 {
		return nil, refuse("invalid_arguments", "[ERROR] missing required field: files")
	}
	var files []*File
	for _, item := range list {
		o, _ := item.(map[string]any)
		id, _ := o["id"].(string)
		f := s.st.Files[id]
		if f == nil || f.Content == nil || f.Shared {
			return nil, refuse("file_not_found")
		}
		if f.Title, _ = o["title"].(string); f.Title == "" {
			f.Title = f.Name
		}
		files = append(files, f)
	}
	names := c.str("channel_id")
	if names == "" {
		names = c.str("channels")
	}
	var to []*Channel
	for name := range strings.SplitSeq(names, ",") {
		if name == "" {
			continue
		}
		ch, err := s.destination(name)
		if err != nil {
			return nil, err
		}
		if _, err := ch.thread(c.str("thread_ts")); err != nil {
			return nil, err
		}
		to = append(to, ch)
	}
	var out []obj
	var ids []string
	for _, f := range files {
		f.Shared = true
		ids = append(ids, f.ID)
		out = append(out, s.fileJSON(f))
	}
	for _, ch := range to {
		m := s.botMessage(content{text: c.str("initial_comment")}, c.str("thread_ts"))
		m.Files = ids
		s.post(ch, m)
		c.Channel, c.TS = ch.ID, m.TS
	}
	return obj{"files": out}, nil
}

// mimetypes are those of common files, because the system's table may differ.
var mimetypes = map[string]string{
	"csv": "text/csv", "tsv": "text/tab-separated-values", "txt": "text/plain", "md": "text/markdown", "json": "application/json",
	"html": "text/html",
	"pdf":  "application/pdf", "zip": "application/zip", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
	"webp": "image/webp", "svg": "image/svg+xml",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// kind returns the file's extension without the dot, and its MIME type.
func (f *File) kind() (extension, mimetype string) {
	extension = strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))
	if mimetype = mimetypes[extension]; mimetype == "" {
		return cmp.Or(extension, "binary"), "application/octet-stream"
	}
	return extension, mimetype
}

func (s *Server) fileJSON(f *File) obj {
	extension, mimetype := f.kind()
	url := s.url + "/files/" + f.ID
	return obj{"id": f.ID, "created": f.At.Unix(), "timestamp": f.At.Unix(), "name": f.Name, "title": f.Title, "size": f.Size,
		"mimetype": mimetype, "filetype": extension, "pretty_type": strings.ToUpper(extension), "user": f.User, "mode": "hosted",
		"is_external": false, "is_public": false, "editable": false, "file_access": "visible", "url_private": url, "url_private_download": url}
}

// serveFile returns the content to requests with the bot token. Slack redirects all
// others to its sign-in page, which answers 200, so that apps mistake it for the file.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.st.Files[r.PathValue("id")]
	known := f != nil && f.Shared
	s.mu.Unlock()
	switch {
	case !known:
		http.NotFound(w, r)
	case r.Header.Get("Authorization") != "Bearer "+s.opt.BotToken || s.requireScope("files:read") != nil:
		http.Redirect(w, r, s.url+"/signin?redir="+url.QueryEscape(r.URL.Path), http.StatusFound)
	default:
		_, mimetype := f.kind()
		w.Header().Set("Content-Type", mimetype)
		w.Header().Set("Content-Disposition", attachment(f.Name))
		_, _ = w.Write(f.Content)
	}
}

func serveSignIn(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html><title>Slack</title><p>Sign in to see this file.</p>")
}

func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

const (
	maxUploadSize      = 10 << 20  // bytes of one file, Slack's limit in forms
	maxUploadTotal     = 100 << 20 // bytes of all uploads by people, which are kept in memory
	maxFilesPerMessage = 10
)

// Upload stores a file that the person is going to share or put into a form. Nobody else
// sees it before that.
func (p *Person) Upload(name string, content []byte) (id string, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := p.activeUser(); err != nil {
		return "", err
	}
	held := len(content)
	for _, f := range s.st.Files {
		if f.User != s.opt.BotUser {
			held += f.Size
		}
	}
	switch {
	case len(content) == 0:
		return "", errors.New("the file is empty")
	case len(content) > maxUploadSize:
		return "", fmt.Errorf("the file is larger than %d MB", maxUploadSize>>20)
	case held > maxUploadTotal:
		return "", errors.New("there is no room for more files; delete messages that have some")
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\\' {
			return '_'
		}
		return r
	}, path.Base("/"+name))
	f := &File{ID: s.st.id("F"), Name: name, Title: name, User: p.id, At: s.opt.Now(), Size: len(content), Content: slices.Clone(content)}
	s.st.Files[f.ID] = f
	return f.ID, nil
}

// Share is like Say with uploaded files. With files the text may be empty.
func (p *Person) Share(channel, thread, text string, files ...string) (ts string, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ch, err := p.channel(channel)
	if err != nil {
		return "", err
	}
	m := &Message{User: p.id, ClientMsgID: s.st.id("client-msg-"), Files: files}
	if strings.TrimSpace(text) == "" && len(files) == 0 {
		return "", errors.New("there is nothing to send")
	}
	if strings.TrimSpace(text) != "" {
		m.Text = s.encodeTyped(text, false)
		m.Blocks = s.withIDs([]Block{richBlock(m.Text)})
	}
	if thread != "" {
		parent := ch.find(thread, "")
		if parent == nil {
			return "", fmt.Errorf("there is no message %s in %s", thread, channel)
		}
		if m.ThreadTS = thread; parent.ThreadTS != "" {
			m.ThreadTS = parent.ThreadTS
		}
	}
	if len(files) > maxFilesPerMessage {
		return "", fmt.Errorf("at most %d files in a message", maxFilesPerMessage)
	}
	for _, id := range files {
		if f := s.st.Files[id]; f == nil || f.User != p.id || f.Shared {
			return "", fmt.Errorf("%s has no file %s to share", p.id, id)
		}
	}
	if len(files) > 0 {
		m.Subtype = "file_share"
	}
	for _, id := range files {
		s.st.Files[id].Shared = true
	}
	s.post(ch, m)
	for _, id := range files {
		s.emit(ch, obj{"type": "file_shared", "file_id": id, "user_id": p.id, "file": obj{"id": id}, "channel_id": ch.ID})
	}
	return m.TS, nil
}

// Forward sends a message that the person sees on to a conversation, without a word of theirs: as in Slack, it
// stands in an attachment.
func (p *Person) Forward(channel string, of Message) (ts string, err error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ch, err := p.channel(channel)
	if err != nil {
		return "", err
	}
	if from := s.st.Channels[of.Channel]; from == nil || from.find(of.TS, "") == nil {
		return "", fmt.Errorf("there is no message %s in %s", of.TS, of.Channel)
	}
	m := &Message{User: p.id, ClientMsgID: s.st.id("client-msg-"), Attachments: mustJSON([]obj{{"is_share": true, "is_msg_unfurl": true,
		"text": of.Text, "fallback": of.Text, "author_id": of.User, "ts": of.TS, "channel_id": of.Channel}})}
	s.post(ch, m)
	return m.TS, nil
}

// serveAttach stores a file that a visitor is going to send, and returns its id.
func (s *Server) serveAttach(w http.ResponseWriter, r *http.Request) {
	if !fromPage(r, "application/octet-stream") {
		http.Error(w, "open the page first", http.StatusForbidden)
		return
	}
	q := r.URL.Query()
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUploadSize+1))
	id := ""
	if err == nil {
		id, err = s.As(q.Get("as")).Upload(q.Get("name"), content)
	}
	answer(w, id, err)
}

// serveDownload returns a shared file to the page.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.st.Files[r.PathValue("id")]
	shown := f != nil && f.Shared
	s.mu.Unlock()
	if !shown {
		http.NotFound(w, r)
		return
	}
	kind := "application/octet-stream"
	if f.picture() {
		_, kind = f.kind()
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", attachment(f.Name))
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(f.Content)
}

// picture reports whether the page shows the file as an image. SVG files can contain
// scripts, so they are not shown.
func (f *File) picture() bool {
	_, kind := f.kind()
	return strings.HasPrefix(kind, "image/") && kind != "image/svg+xml"
}
